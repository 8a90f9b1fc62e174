package dev.windlass.store.postgres;

import dev.windlass.store.ProgramLog;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Warns of what makes claims slow in time: transactions that are open for so long that vacuum can remove no dead rows, and the dead rows
 * themselves. One process of many looks, the one whose turn it is to audit. Used by one thread.
 */
final class Hygiene {
    /** A backup or a report takes its minutes; at 500 jobs a second, claims stay within three times their time for ten. */
    private static final Duration OLD = Duration.ofMinutes(5);

    /** Ten times what autovacuum is told to begin at. */
    private static final long MANY_DEAD = 200_000;

    /** Of the same thing nobody wants to read twice within this time. */
    private static final Duration QUIET = Duration.ofHours(1);

    /** Who may not see what others do is told of his own sessions alone. */
    private static final String HOLDERS = """
            select format('session %s (%s, %s, user %s)', pid, coalesce(nullif(application_name, ''), 'no name'), state, usename) as who,
                   format('select pg_terminate_backend(%s)', pid) as remedy,
                   (extract(epoch from clock_timestamp() - xact_start) * 1000000)::bigint as micros
            from pg_stat_activity
            where (backend_xmin is not null or backend_xid is not null) and backend_type = 'client backend'
              and pid <> pg_backend_pid() and datname = current_database()
              and xact_start <= clock_timestamp() - ? * interval '1 microsecond'
            union all
            select format('prepared transaction %s (user %s)', gid, owner), format('rollback prepared %L', gid),
                   (extract(epoch from clock_timestamp() - prepared) * 1000000)::bigint
            from pg_prepared_xacts
            where database = current_database() and prepared <= clock_timestamp() - ? * interval '1 microsecond'
            order by micros desc
            limit 3
            """;

    private static final ProgramLog log = ProgramLog.of(Hygiene.class);

    private final Duration old;
    private final long manyDead;
    private final Map<String, Long> told = new HashMap<>();

    Hygiene() {
        this(OLD, MANY_DEAD);
    }

    Hygiene(Duration old, long manyDead) {
        this.old = old;
        this.manyDead = manyDead;
    }

    /**
     * What somebody should know.
     *
     * @param about the same for the same trouble
     */
    record Finding(String about, String sentence) {}

    /** Logs what was not logged within the last hour. */
    void look(Transaction transaction, Names names) throws SQLException {
        var now = Outside.nanos();
        told.values().removeIf(at -> now - at > QUIET.toNanos());
        for (var finding : findings(transaction, names)) {
            if (told.putIfAbsent(finding.about(), now) == null) {
                log.warn("{}", finding.sentence());
            }
        }
    }

    List<Finding> findings(Transaction transaction, Names names) throws SQLException {
        var findings = new ArrayList<Finding>();
        try (var call = transaction.plain(HOLDERS)) {
            findings.addAll(call.duration(old).duration(old).list(Hygiene::holder));
        }
        Inspection.deadRows(transaction, names).forEach((table, rows) -> {
            if (rows >= manyDead) {
                findings.add(new Finding(
                        table,
                        "table " + table + " has " + rows
                                + " dead rows, and claims read past them: end transactions that are open for"
                                + " long, or see that autovacuum runs; vacuum " + names.schema() + "." + table
                                + " removes them"));
            }
        });
        return findings;
    }

    private static Finding holder(Row row) throws SQLException {
        var who = row.text("who");
        var open = Duration.ofNanos(row.number("micros") * 1_000);
        return new Finding(
                who,
                who + " has a transaction open for " + open.toMinutes()
                        + " minutes: no vacuum removes dead rows meanwhile, and claims grow slower; end it, or run "
                        + row.text("remedy"));
    }
}
