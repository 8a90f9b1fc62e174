package dev.windlass.store.sqlite;

import dev.windlass.store.Lease;
import dev.windlass.store.WorkerId;
import java.sql.SQLException;
import java.util.List;

/**
 * Jobs that wait for a worker which can perform them. They stand in the index windlass_parked and in no line; a claim asks it once
 * whether there are any, and mostly there are none.
 */
final class Parked {
    static final String ANY = """
            select exists (select 1 from windlass_life indexed by windlass_parked where state = 3 and waiting = 5)
            """;

    /** What a worker performs: task and highest version, by its row. */
    private static final String PERFORMED = """
            windlass_worker w
                cross join json_each(w.tasks) t
                cross join windlass_name n on n.text = t.key
            """;

    /**
     * For each task of the worker a look at the index, of no more rows than are wanted: what is parked for others is not read. Of one
     * task older payloads come first.
     */
    static final String FIRST = "select " + Claiming.COLUMNS + """
            from windlass_life l
                join windlass_job j on j.number = l.number
                left join windlass_checkpoint c on c.job = l.number
            where l.number in (
                select q.number
                from %s
                    cross join windlass_life q on q.number in (
                        select p.number
                        from windlass_life p indexed by windlass_parked
                        where p.state = 3 and p.waiting = 5 and p.queue = ?1 and p.line = ?2 and p.parked_task = n.number
                            and p.parked_version <= t.value
                        order by p.parked_version, p.position
                        limit ?4)
                where w.id = ?3)
            order by l.position
            limit ?4
            """.formatted(PERFORMED);

    static final String STAND = """
            select exists (
                select 1
                from %s
                    cross join windlass_life p indexed by windlass_parked
                        on p.state = 3 and p.waiting = 5 and p.queue = ?1 and p.line = ?2 and p.parked_task = n.number
                            and p.parked_version <= t.value
                where w.id = ?3)
            """.formatted(PERFORMED);

    /** Races with nothing: the write lock is held since the job was read. The state is named all the same. */
    private static final String TAKE = """
            update windlass_life
            set state = 2, waiting = null, since = ?1, fence = (?2 << 31) + (fence & 2147483647) + 1, worker = ?3, claim = ?4,
                first = coalesce(first, ?1), lease_end = null, marks = marks & ~4096
            where number = (select number from windlass_job where id = ?5) and state = 3 and waiting = 5
            """;

    private Parked() {}

    /** Whether any job is parked in the whole store. */
    static boolean any(Turn turn) throws SQLException {
        try (var row = turn.statement(ANY).executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    /** Whether a job stands parked in this line that the worker can perform. */
    static boolean stand(Turn turn, WorkerId worker, int queue, int line) throws SQLException {
        var select = turn.statement(STAND);
        select.setInt(1, queue);
        select.setInt(2, line);
        select.setLong(3, worker.value());
        try (var row = select.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    static void take(Turn turn, WorkerId worker, long claim, List<Lease> leases) throws SQLException {
        var update = turn.statement(TAKE);
        for (var lease : leases) {
            update.setLong(1, turn.micros());
            update.setLong(2, turn.generation());
            update.setLong(3, worker.value());
            update.setLong(4, claim);
            update.setBytes(5, lease.key().job().bytes());
            update.addBatch();
        }
        update.executeBatch();
    }
}
