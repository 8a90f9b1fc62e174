package dev.windlass.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bytes of log that one job costs, line by line: first those of its accept, then those of its claim and end, by the table or index that
 * was written. A record that concerns two pages counts for the first.
 */
final class WalOfJob implements Measure {
    private static final int MOST_JOBS = 20_000;
    private static final double NEGLIGIBLE = 0.5;

    private static final String LINES = """
            with page as (
                select distinct on (start_lsn) start_lsn, reldatabase, relfilenode, record_length
                from pg_get_wal_block_info(?::pg_lsn, ?::pg_lsn, false)
                order by start_lsn, block_id),
            line as (
                select coalesce(c.relname, 'other databases and maps') as place, record_length
                from page p
                    left join pg_class c on c.relfilenode = p.relfilenode
                        and p.reldatabase = (select oid from pg_database where datname = current_database())
                union all
                select 'commits and the like', record_length
                from pg_get_wal_records_info(?::pg_lsn, ?::pg_lsn)
                where block_ref is null)
            select place, sum(record_length) as bytes
            from line
            group by place
            order by bytes desc
            """;

    private final Contender windlass = new WindlassContender();

    @Override
    public String name() {
        return "WAL of a job";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var jobs = Math.min(MOST_JOBS, setting.scale().drainJobs());
        var database = setting.databases().fresh("wal");
        windlass.prepare(database);
        try (var connection = database.connect()) {
            Script.execute(connection, "create extension pg_walinspect");
            var empty = position(connection);
            try (var client = windlass.client(database)) {
                client.enqueueAll(jobs);
            }
            var accepted = position(connection);
            try (var worker = windlass.open(database, Contender.Started.UNHEARD).start()) {
                worker.awaitFinished(jobs);
            }
            var finished = position(connection);
            tell(report, "accept", lines(connection, empty, accepted), jobs);
            tell(report, "claim and end", lines(connection, accepted, finished), jobs);
        }
    }

    private static String position(Connection connection) throws SQLException {
        return Script.one(connection, "select pg_current_wal_flush_lsn()");
    }

    private static Map<String, Double> lines(Connection connection, String from, String to) throws SQLException {
        var lines = new LinkedHashMap<String, Double>();
        try (var statement = connection.prepareStatement(LINES)) {
            statement.setString(1, from);
            statement.setString(2, to);
            statement.setString(3, from);
            statement.setString(4, to);
            try (var row = statement.executeQuery()) {
                while (row.next()) {
                    lines.put(row.getString(1), row.getDouble(2));
                }
            }
        }
        return lines;
    }

    private void tell(Report report, String what, Map<String, Double> lines, int jobs) {
        var all = lines.values().stream().mapToDouble(Double::doubleValue).sum();
        report.figure(name() + ", " + what, "all", all / jobs, "bytes/job");
        lines.forEach((place, bytes) -> {
            if (bytes / jobs > NEGLIGIBLE) {
                report.figure(name() + ", " + what, place, bytes / jobs, "bytes/job");
            }
        });
    }
}
