package dev.windlass.store.sqlite;

import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The numbers of jobs by their ids, and the other way round. Those of jobs that this process has claimed are kept from the claim until their end: a commit
 * that looked them up would search the index of ids once for each of its statements, a third of what it costs.
 *
 * <p>A number is never given to another job, since {@link Turn#next} only rises; so an entry may be useless and is never wrong.
 * Belongs to the thread that writes.
 */
final class JobNumbers {
    private static final String FIND = "select number from windlass_job where id = ?";
    private static final String ID = "select id from windlass_job where number = ?";

    /** As many as several workers hold at most. Above that all are forgotten, and looked up again where they are asked for. */
    static final int MOST = 20_000;

    private final Map<JobId, Long> claimed = new HashMap<>();

    /** A job was claimed. */
    void claimed(JobId job, long number) {
        if (claimed.size() >= MOST) {
            claimed.clear();
        }
        claimed.put(job, number);
    }

    /** A job is held no more. */
    void over(JobId job) {
        claimed.remove(job);
    }

    /** A transaction was undone, and with it perhaps the accept of jobs that it had claimed. */
    void forget() {
        claimed.clear();
    }

    /** The number of a job, or one that fits no row: the first is 1. */
    long of(Turn turn, JobId job) throws SQLException {
        var known = claimed.get(job);
        return known == null ? find(turn, job).orElse(0) : known;
    }

    /** The number of a job, looked up; none where there is no such job. */
    static OptionalLong find(Turn turn, JobId job) throws SQLException {
        var select = turn.statement(FIND);
        select.setBytes(1, job.bytes());
        try (var row = select.executeQuery()) {
            return row.next() ? OptionalLong.of(row.getLong(1)) : OptionalLong.empty();
        }
    }

    /** The job of a number. */
    static Optional<JobId> job(Turn turn, long number) throws SQLException {
        var select = turn.statement(ID);
        select.setLong(1, number);
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(JobId.of(row.getBytes(1))) : Optional.empty();
        }
    }
}
