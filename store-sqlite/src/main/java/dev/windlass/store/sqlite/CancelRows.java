package dev.windlass.store.sqlite;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Cancels that were asked for while their jobs ran. */
final class CancelRows {
    /** The first one counts. */
    private static final String ASK = "insert or ignore into windlass_cancel (job, keep) values (?, ?)";

    /** From the requests to the jobs: there are few of those, and none as a rule. */
    static final String OF_WORKER = """
            select j.id, l.fence
            from windlass_cancel c
                cross join windlass_life l on l.number = c.job
                cross join windlass_job j on j.number = c.job
            where l.state = 2 and l.worker = ?
            limit ?
            """;

    private static final String CANCEL = """
            update windlass_life
            set state = 5, since = ?1, keep_until = ?1 + (select c.keep from windlass_cancel c where c.job = ?2), line = line & 3,
                waiting = null
            where number = ?2 and state in (0, 1, 3)
            """;
    private static final String DROP = "delete from windlass_cancel where job = ?";

    private CancelRows() {}

    static void ask(Turn turn, long number, Duration keep) throws SQLException {
        var insert = turn.statement(ASK);
        insert.setLong(1, number);
        insert.setLong(2, Keeping.until(turn, keep) - turn.micros());
        insert.executeUpdate();
        Mark.CANCEL.set(turn, number);
    }

    /** The job has left RUNNING: for its end, or it is cancelled by this. Answers whether it is. */
    static boolean decide(Turn turn, long number, JobState state) throws SQLException {
        var isCalledOff = !state.ended();
        if (isCalledOff) {
            var update = turn.statement(CANCEL);
            update.setLong(1, turn.micros());
            update.setLong(2, number);
            update.executeUpdate();
        }
        var delete = turn.statement(DROP);
        delete.setLong(1, number);
        delete.executeUpdate();
        Mark.CANCEL.clear(turn, number);
        return isCalledOff;
    }

    static List<LeaseKey> of(Reader reader, WorkerId worker, int limit) throws SQLException {
        var select = reader.statement(OF_WORKER);
        select.setLong(1, worker.value());
        select.setInt(2, limit);
        var leases = new ArrayList<LeaseKey>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                leases.add(new LeaseKey(JobId.of(row.getBytes(1)), row.getLong(2)));
            }
        }
        return leases;
    }
}
