package dev.windlass.store.sqlite;

import dev.windlass.store.Depth;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.QueueFullException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What stands in queues with a bound on it. A job that is counted bears a mark until it has ended, so the count is that of the marks
 * whatever becomes of the job or of the rules. Jobs of other queues are neither counted nor marked.
 */
final class Depths {
    /**
     * What the payload of a job counts, from windlass_job as j: all its parts, where it is in parts. A list of parts that is damaged
     * counts by itself; the Auditor sees to the difference.
     */
    static final String BYTES = """
            case
                when j.type = (select n.number from windlass_name n where n.text = '%s') and json_valid(cast(j.payload as text))
                    then coalesce(json_extract(cast(j.payload as text), '$.bytes'), 0)
                else length(j.payload)
            end
            """.formatted(PartList.TYPE);

    private static final String ADD = "update windlass_queue set jobs = jobs + ?, bytes = bytes + ? where number = ?";

    /** The payload as it stands now: {@link #resized} has followed every change of it. */
    static final String LEAVE = """
            update windlass_queue
            set jobs = jobs - 1, bytes = bytes - (select %s from windlass_job j where j.number = ?1)
            where number = (select l.queue from windlass_life l where l.number = ?1)
            """.formatted(BYTES);

    /** The same while the auditor counts, who has to know what has left. */
    private static final String LEAVE_TOLD =
            LEAVE + "returning number, (select %s from windlass_job j where j.number = ?1)".formatted(BYTES);

    private static final String COUNT =
            "update windlass_life set marks = marks | 8 where number = ? and state < 4 and marks & 8 = 0";
    private static final String LENGTH = "select %s from windlass_job j where j.number = ?".formatted(BYTES);
    private static final String HOME = """
            select j.number, j.queue, %s, l.marks
            from windlass_job j join windlass_life l on l.number = j.number
            where j.id = ?
            """.formatted(BYTES);

    private Depths() {}

    /** Why a queue refuses a batch, if one does. Nothing is written. */
    static Optional<QueueFullException> refuses(Turn turn, List<NewJob> batch) throws SQLException {
        if (turn.ruled().isEmpty(turn)) {
            return Optional.empty();
        }
        if (refusal(turn, coming(turn, batch)).isEmpty()) {
            return Optional.empty();
        }
        // Only now, since it is dear: what is known or answered by another takes no room.
        return refusal(turn, coming(turn, unanswered(turn, batch)));
    }

    private static Optional<QueueFullException> refusal(Turn turn, Map<Integer, Depth> coming) throws SQLException {
        for (var more : coming.entrySet()) {
            var queue = KeptQueue.find(turn, more.getKey());
            var refusal = queue.depth().refuses(queue.rules(), more.getValue());
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    /** What would come into queues with a bound. */
    private static Map<Integer, Depth> coming(Turn turn, List<NewJob> jobs) throws SQLException {
        var coming = new LinkedHashMap<Integer, Depth>();
        for (var job : jobs) {
            var bounded = bounded(turn, job.queue());
            bounded.ifPresent(queue -> coming.merge(queue, Depth.of(job), Depth::plus));
        }
        return coming;
    }

    private static Optional<Integer> bounded(Turn turn, String queue) throws SQLException {
        var number = turn.findNumber(queue);
        return number.isPresent() ? bounded(turn, number.getAsInt()) : Optional.empty();
    }

    private static Optional<Integer> bounded(Turn turn, int queue) throws SQLException {
        return turn.ruled().counts(turn, queue) ? Optional.of(queue) : Optional.empty();
    }

    static boolean isBounded(Turn turn, int queue) throws SQLException {
        return bounded(turn, queue).isPresent();
    }

    private static List<NewJob> unanswered(Turn turn, List<NewJob> batch) throws SQLException {
        var found = new LinkedHashMap<JobId, NewJob>();
        for (var job : batch) {
            if (JobNumbers.find(turn, job.id()).isEmpty() && !Keys.isHeld(turn, job)) {
                found.putIfAbsent(job.id(), job);
            }
        }
        return List.copyOf(found.values());
    }

    /** Counts jobs whose lives are there. */
    static void entered(Turn turn, Map<Long, NewJob> jobs) throws SQLException {
        var coming = new LinkedHashMap<Integer, Depth>();
        for (var job : jobs.entrySet()) {
            var queue = bounded(turn, job.getValue().queue());
            if (queue.isPresent()) {
                coming.merge(queue.get(), Depth.of(job.getValue()), Depth::plus);
                Mark.COUNTED.set(turn, job.getKey());
            }
        }
        for (var more : coming.entrySet()) {
            add(turn, more.getKey(), more.getValue());
        }
    }

    /** A job as it stands: its number, its queue, what it counts and its marks. */
    private record Home(long number, int queue, Depth depth, int marks) {}

    private static Optional<Home> home(Turn turn, JobId id) throws SQLException {
        var select = turn.statement(HOME);
        select.setBytes(1, id.bytes());
        try (var row = select.executeQuery()) {
            return row.next()
                    ? Optional.of(new Home(row.getLong(1), row.getInt(2), new Depth(1, row.getLong(3)), row.getInt(4)))
                    : Optional.empty();
        }
    }

    /** Counts a job that has come back. */
    static void revived(Turn turn, JobId id) throws SQLException {
        if (turn.ruled().isEmpty(turn)) {
            return;
        }
        var job = home(turn, id).orElseThrow();
        var queue = bounded(turn, job.queue());
        if (queue.isPresent()) {
            Mark.COUNTED.set(turn, job.number());
            add(turn, queue.get(), job.depth());
            tell(turn, job.number(), queue.get(), job.depth());
        }
    }

    /** Tells the auditor, if he has counted that job. One that has just been accepted he has not: its number is above all others. */
    private static void tell(Turn turn, long number, int queue, Depth more) {
        if (turn.recount().covers(number)) {
            turn.recount().add(queue, more);
        }
    }

    static void add(Turn turn, int queue, Depth more) throws SQLException {
        var update = turn.statement(ADD);
        update.setLong(1, more.jobs());
        update.setLong(2, more.bytes());
        update.setInt(3, queue);
        update.executeUpdate();
    }

    /** A counted job has ended. */
    static void left(Turn turn, long number) throws SQLException {
        if (turn.recount().covers(number)) {
            leftTold(turn, number);
            return;
        }
        var update = turn.statement(LEAVE);
        update.setLong(1, number);
        update.executeUpdate();
    }

    private static void leftTold(Turn turn, long number) throws SQLException {
        var update = turn.statement(LEAVE_TOLD);
        update.setLong(1, number);
        try (var row = update.executeQuery()) {
            if (row.next()) {
                turn.recount().add(row.getInt(1), Depth.NONE.minus(new Depth(1, row.getLong(2))));
            }
        }
    }

    /** A job is about to get another payload. */
    static void resized(Turn turn, JobId id, Content payload) throws SQLException {
        if (turn.ruled().isEmpty(turn)) {
            return;
        }
        var job = home(turn, id);
        if (job.isPresent() && Mark.COUNTED.in(job.get().marks())) {
            var more = Depth.bytes(payload) - job.get().depth().bytes();
            add(turn, job.get().queue(), new Depth(0, more));
            tell(turn, job.get().number(), job.get().queue(), new Depth(0, more));
        }
    }

    /** Counts those of these jobs that are neither counted nor ended. Answers how many. */
    static int count(Turn turn, int queue, List<Long> numbers) throws SQLException {
        var more = Depth.NONE;
        for (var number : numbers) {
            var update = turn.statement(COUNT);
            update.setLong(1, number);
            if (update.executeUpdate() == 1) {
                var job = new Depth(1, length(turn, number));
                tell(turn, number, queue, job);
                more = more.plus(job);
            }
        }
        add(turn, queue, more);
        return Math.toIntExact(more.jobs());
    }

    private static long length(Turn turn, long number) throws SQLException {
        var select = turn.statement(LENGTH);
        select.setLong(1, number);
        try (var row = select.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
