package dev.windlass.store.sqlite;

import dev.windlass.store.NewJob;
import dev.windlass.task.JobId;
import dev.windlass.task.Terms;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Inserts new jobs. The base row decides: whoever inserts it inserts the job's life too, and a repeat, which finds it there,
 * changes nothing.
 */
final class Accepting {
    private static final String BASE = """
            insert into windlass_job (number, id, task, queue, lane, accepted, parent, type, version, crc, payload)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """;
    private static final String READY = """
            insert into windlass_life (number, state, queue, line, since, position)
            values (?1, 1, ?2, ?3, ?4, ?5)
            """;
    private static final String SCHEDULED = """
            insert into windlass_life (number, state, queue, line, since, due)
            values (?1, 0, ?2, ?3, ?4, ?5)
            """;

    private Accepting() {}

    /** Answers the jobs that were not accepted, each with the holder of its unique key. */
    static Map<JobId, JobId> accept(Turn turn, List<NewJob> jobs) throws SQLException {
        if (jobs.stream().noneMatch(job -> job.terms().unique().isPresent())) {
            insert(turn, jobs);
            return Map.of();
        }
        // One after the other: an earlier job of the batch may be the one that answers a later one.
        var firsts = new HashMap<JobId, JobId>();
        for (var job : jobs) {
            var first = Keys.first(turn, job);
            if (first.isPresent()) {
                firsts.put(job.id(), first.get());
            } else {
                insert(turn, List.of(job));
            }
        }
        return firsts;
    }

    private static void insert(Turn turn, List<NewJob> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        var base = turn.statement(BASE);
        var numbers = new long[jobs.size()];
        for (var index = 0; index < numbers.length; index++) {
            numbers[index] = turn.next();
            bindBase(turn, base, numbers[index], jobs.get(index));
            base.addBatch();
        }
        var inserted = base.executeBatch();
        for (var index = 0; index < numbers.length; index++) {
            if (inserted[index] == 1) {
                addLife(turn, numbers[index], jobs.get(index));
                Piles.adopt(turn, jobs.get(index));
            }
        }
        turn.statement(READY).executeBatch();
        turn.statement(SCHEDULED).executeBatch();
        for (var index = 0; index < numbers.length; index++) {
            var job = jobs.get(index);
            if (inserted[index] == 1 && !job.terms().equals(Terms.NONE)) {
                TermRows.write(turn, numbers[index], job);
                Keys.hold(turn, numbers[index], job);
                Limiting.accepted(turn, numbers[index], job);
            }
        }
        if (!turn.ruled().isEmpty(turn)) {
            Depths.entered(turn, byNumber(numbers, inserted, jobs));
        }
    }

    private static Map<Long, NewJob> byNumber(long[] numbers, int[] inserted, List<NewJob> jobs) {
        var found = new LinkedHashMap<Long, NewJob>();
        for (var index = 0; index < numbers.length; index++) {
            if (inserted[index] == 1) {
                found.put(numbers[index], jobs.get(index));
            }
        }
        return found;
    }

    private static void bindBase(Turn turn, PreparedStatement insert, long number, NewJob job) throws SQLException {
        insert.setLong(1, number);
        insert.setBytes(2, job.id().bytes());
        insert.setInt(3, turn.number(job.task()));
        insert.setInt(4, turn.number(job.queue()));
        insert.setInt(5, job.lane().code());
        insert.setLong(6, turn.micros());
        insert.setBytes(7, job.parent().map(JobId::bytes).orElse(null));
        Contents.bind(insert, 8, job.payload(), turn::number);
    }

    /** Adds to the batch of the state in which the job begins. Its place in the line is its number: both grow with each accept. */
    private static void addLife(Turn turn, long number, NewJob job) throws SQLException {
        var due = job.due().from(turn.now());
        var ready = !due.isAfter(turn.now());
        var insert = turn.statement(ready ? READY : SCHEDULED);
        insert.setLong(1, number);
        insert.setInt(2, turn.number(job.queue()));
        insert.setInt(3, Line.of(job.lane()));
        insert.setLong(4, turn.micros());
        insert.setLong(5, ready ? number : Micros.ceil(due));
        insert.addBatch();
    }
}
