package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What 50 engines without work ask of one PostgreSQL, each with connections of its own: statements a second, as the server counts them. */
final class IdleCrowd implements Measure {
    private static final int INSTANCES = 50;
    private static final double MOST = 5;

    /** Begin and commit, and the settings that travel with the first statement of each transaction. */
    private static final String AROUND =
            "query ilike 'begin%' or query ilike 'commit%' or query ilike 'select set_config%'";

    @Override
    public String name() {
        return "idle instances";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var database = setting.databases().fresh("idle-crowd");
        try (var connection = database.connect()) {
            Script.execute(connection, "create extension pg_stat_statements");
            // For this database alone: what the server was started with holds for the others.
            Script.execute(connection, "alter database \"idle-crowd\" set pg_stat_statements.track = 'top'");
        }
        var instances = new ArrayList<Windlass>();
        try (var connection = database.connect()) {
            for (var instance = 0; instance < INSTANCES; instance++) {
                instances.add(Windlass.on(database.open())
                        .perform(Letter.TASK, (letter, run) -> Letter.Receipt.SAMPLE)
                        .start());
            }
            watch(setting, report, connection);
        } finally {
            instances.forEach(Windlass::close);
        }
    }

    private void watch(Setting setting, Report report, Connection connection)
            throws SQLException, InterruptedException {
        // What a start does once is not idling.
        Thread.sleep(2_000);
        Script.one(connection, "select pg_stat_statements_reset()");
        Thread.sleep(setting.scale().idle().toMillis());
        var seconds = setting.scale().idle().toMillis() / 1e3;
        var all = calls(connection, "true") / seconds / INSTANCES;
        var around = calls(connection, AROUND) / seconds / INSTANCES;
        var subject = "Windlass, each of " + INSTANCES;
        report.figure(name() + ", statements", subject, all - around, "per second");
        report.figure(name() + ", begin, commit, settings", subject, around, "per second");
        for (var line : busiest(connection)) {
            report.line("    " + line);
        }
        report.floor(
                new Floor("statements of an idle instance", all - around, Floor.Sense.AT_MOST, MOST, "per second"));
    }

    private static double calls(Connection connection, String condition) throws SQLException {
        return Double.parseDouble(Script.one(
                connection,
                "select coalesce(sum(calls), 0) from pg_stat_statements where query not like '%pg_stat_statements%' and ("
                        + condition + ")"));
    }

    private static List<String> busiest(Connection connection) throws SQLException {
        var lines = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select calls, left(regexp_replace(query, '\\s+', ' ', 'g'), 90) from pg_stat_statements"
                                + " where query not like '%pg_stat_statements%' order by calls desc limit 12")) {
            while (row.next()) {
                lines.add(row.getLong(1) + " x " + row.getString(2));
            }
        }
        return lines;
    }
}
