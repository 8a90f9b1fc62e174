package dev.windlass.store.sqlite;

import dev.windlass.store.Ended;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Then;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Moves running jobs to where their commits send them. One statement for each kind of arrow, gathered into batches.
 *
 * <p>The record has decided already, under the lease's fence and in the same transaction, and no claim lies between the two. Every
 * statement names the state it leaves all the same: a job that moved meanwhile stays where it is.
 */
final class Moves {
    /**
     * Into SUCCEEDED, as most jobs go: all of them by one statement. One for each job costs three times as much, for binding its
     * parameters and starting it anew.
     */
    static final String SUCCEED = """
            update windlass_life
            set state = 4, since = ?2, keep_until = ?3, reason = null, losses = 0, line = line & 3, lease_end = null
            where number in (select value from json_each(?1)) and state = 2
            """;

    /** Into DEAD or CANCELLED. */
    static final String END = """
            update windlass_life
            set state = ?3, since = ?4, keep_until = ?5, reason = ?6, failures = failures + ?7, losses = 0, line = line & 3,
                lease_end = null
            where number = ?1 and fence = ?2 and state = 2
            """;

    /** Into SCHEDULED. */
    static final String LATER = """
            update windlass_life
            set state = 0, since = ?3, due = ?4, failures = failures + ?5, losses = 0, line = line & 3, lease_end = null
            where number = ?1 and fence = ?2 and state = 2
            """;

    /** Into SCHEDULED after a committed slice, which starts the count of failures anew. */
    static final String SLEEP = """
            update windlass_life
            set state = 0, since = ?3, due = ?4, failures = 0, losses = 0, line = line & 3, lease_end = null
            where number = ?1 and fence = ?2 and state = 2
            """;

    /** Into READY, behind all others: a committed slice starts the count of failures anew. */
    static final String AGAIN = """
            update windlass_life
            set state = 1, since = ?3, position = ?4, failures = 0, losses = 0, line = line & 3, lease_end = null
            where number = ?1 and fence = ?2 and state = 2
            """;

    /** Into READY at the old place, by a task that had been called: it did not take its worker down. */
    static final String RELEASE = """
            update windlass_life
            set state = 1, since = ?3, releases = releases + 1, losses = 0, line = line & 3, lease_end = null
            where number = ?1 and fence = ?2 and state = 2
            """;

    /** The same before the task was called: that tells nothing about a suspect, so he stays one. */
    static final String GIVE_BACK = """
            update windlass_life
            set state = 1, since = ?3, releases = releases + 1, lease_end = null
            where number = ?1 and fence = ?2 and state = 2
            """;

    /** Into WAITING for a worker that can perform it: found by what this one lacked, and told nothing about the job by it. */
    static final String PARK = """
            update windlass_life
            set state = 3, waiting = 5, since = ?3, lease_end = null,
                parked_task = (select j.task from windlass_job j where j.number = windlass_life.number),
                parked_version = (select j.version from windlass_job j where j.number = windlass_life.number)
            where number = ?1 and fence = ?2 and state = 2
            """;

    /** A committed checkpoint proves that the job can run without taking its worker down. */
    static final String CHECKPOINT = """
            update windlass_life
            set losses = 0, line = line & 3
            where number = ?1 and fence = ?2 and state = 2 and losses > 0
            """;

    private final Turn turn;
    private final Set<PreparedStatement> gathered = new LinkedHashSet<>();

    /** Numbers of the jobs that succeeded, parted by commas, by the time until which they are kept. */
    private final Map<Long, StringJoiner> succeeded = new HashMap<>();

    Moves(Turn turn) {
        this.turn = turn;
    }

    void add(LeaseKey lease, Then then) throws SQLException {
        if (then instanceof Then.Succeed succeed) {
            succeeded
                    .computeIfAbsent(Keeping.until(turn, succeed.keep()), until -> new StringJoiner(",", "[", "]"))
                    .add(Long.toString(turn.jobNumbers().of(turn, lease.job())));
        } else if (then instanceof Then.Die die) {
            end(lease, die.ended(), new Rest(JobState.DEAD, die.reason().code(), die.keep()));
        } else if (then instanceof Then.Cancel cancel) {
            end(lease, cancel.ended(), new Rest(JobState.CANCELLED, null, cancel.keep()));
        } else if (then instanceof Then.Later later) {
            later(lease, later);
        } else if (then instanceof Then.Again) {
            var move = of(AGAIN, lease);
            move.setLong(3, turn.micros());
            move.setLong(4, turn.next());
            move.addBatch();
        } else if (then instanceof Then.Park) {
            var move = of(PARK, lease);
            move.setLong(3, turn.micros());
            move.addBatch();
        } else if (then instanceof Then.Release release) {
            var move = of(release.ended().span().isPresent() ? RELEASE : GIVE_BACK, lease);
            move.setLong(3, turn.micros());
            move.addBatch();
        } else {
            of(CHECKPOINT, lease).addBatch();
        }
    }

    /** Where a job comes to rest, why, and for how long. */
    private record Rest(JobState state, @Nullable Integer reason, Duration keep) {}

    private void end(LeaseKey lease, Ended ended, Rest rest) throws SQLException {
        var move = of(END, lease);
        move.setInt(3, rest.state().code());
        move.setLong(4, turn.micros());
        move.setLong(5, Keeping.until(turn, rest.keep()));
        move.setObject(6, rest.reason());
        move.setInt(7, used(ended));
        move.addBatch();
    }

    private void later(LeaseKey lease, Then.Later later) throws SQLException {
        var sliced = later.ended().outcome() == Outcome.SLICED;
        var move = of(sliced ? SLEEP : LATER, lease);
        move.setLong(3, turn.micros());
        move.setLong(4, turn.after(later.delay()));
        if (!sliced) {
            move.setInt(5, used(later.ended()));
        }
        move.addBatch();
    }

    private static int used(Ended ended) {
        return ended.outcome().usesAttempt() ? 1 : 0;
    }

    private PreparedStatement of(String sql, LeaseKey lease) throws SQLException {
        var move = turn.statement(sql);
        gathered.add(move);
        move.setLong(1, turn.jobNumbers().of(turn, lease.job()));
        move.setLong(2, lease.fence());
        return move;
    }

    void flush() throws SQLException {
        for (var move : gathered) {
            move.executeBatch();
        }
        for (var each : succeeded.entrySet()) {
            var move = turn.statement(SUCCEED);
            move.setString(1, each.getValue().toString());
            move.setLong(2, turn.micros());
            move.setLong(3, each.getKey());
            move.executeUpdate();
        }
    }
}
