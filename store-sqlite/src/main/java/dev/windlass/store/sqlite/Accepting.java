package dev.windlass.store.sqlite;

import dev.windlass.store.NewJob;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.List;

/**
 * Inserts new jobs. The base row decides: whoever inserts it inserts the job's life too, and a repeat, which finds it there,
 * changes nothing.
 */
final class Accepting {
    private static final String BASE = """
            insert into job (id, task, queue, lane, accepted, parent, type, version, crc, payload)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """;
    private static final String READY = """
            insert into life (id, state, queue, line, since, position)
            values (?, 1, ?, ?, ?, ?)
            """;
    private static final String SCHEDULED = """
            insert into life (id, state, queue, line, since, due)
            values (?, 0, ?, ?, ?, ?)
            """;

    private Accepting() {}

    static void accept(Turn turn, List<NewJob> jobs) throws SQLException {
        for (var job : jobs) {
            if (insertBase(turn, job)) {
                insertLife(turn, job);
            }
        }
    }

    private static boolean insertBase(Turn turn, NewJob job) throws SQLException {
        var payload = job.payload();
        var insert = turn.statement(BASE);
        insert.setBytes(1, job.id().bytes());
        insert.setInt(2, turn.number(job.task()));
        insert.setInt(3, turn.number(job.queue()));
        insert.setInt(4, job.lane().code());
        insert.setLong(5, turn.micros());
        insert.setBytes(6, job.parent().map(JobId::bytes).orElse(null));
        insert.setInt(7, turn.number(payload.type()));
        insert.setInt(8, payload.version());
        insert.setInt(9, payload.crc());
        insert.setBytes(10, payload.bytes());
        return insert.executeUpdate() == 1;
    }

    private static void insertLife(Turn turn, NewJob job) throws SQLException {
        var due = job.due().from(turn.now());
        var ready = !due.isAfter(turn.now());
        var insert = turn.statement(ready ? READY : SCHEDULED);
        insert.setBytes(1, job.id().bytes());
        insert.setInt(2, turn.number(job.queue()));
        insert.setInt(3, Line.of(job.lane()));
        insert.setLong(4, turn.micros());
        insert.setLong(5, ready ? turn.nextPosition() : Micros.ceil(due));
        insert.executeUpdate();
    }
}
