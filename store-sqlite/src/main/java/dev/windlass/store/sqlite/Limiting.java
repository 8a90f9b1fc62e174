package dev.windlass.store.sqlite;

import dev.windlass.store.NewJob;
import dev.windlass.store.Refill;
import dev.windlass.store.WaitReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Rate;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** How jobs come into the lines of their limits and out again. Who passes is decided by {@link Granting}. */
final class Limiting {
    /**
     * Into WAITING, out of READY: whoever made it so did not know of limits. From WAITING where an audit finds that it stands nowhere, or
     * where it was parked.
     */
    private static final String WAIT = """
            update windlass_life
            set state = 3, since = ?2, waiting = ?3, position = null, marks = (marks & ~800) | 1040
            where number = ?1 and (state = 1 or (state = 3 and waiting in (1, 2, 5)))
            """;

    private static final String SPENT =
            "update windlass_life set marks = (marks & ~256) | 512 where number = ? and state = 2";
    private static final String UNBOUND = "update windlass_life set marks = marks & ~1840 where number = ?";
    private static final String GIVEN_BACK = "update windlass_life set marks = marks & ~1824 where number = ?";

    private static final String TERMS = """
            select t.text, l.queue
            from windlass_life l join windlass_terms t on t.job = l.number
            where l.number = ? and l.marks & 1
            """;
    private static final String SPENDER = """
            select number
            from windlass_life
            where number = (select number from windlass_job where id = ?) and state = 2 and marks & 512
            """;

    /** How the last attempt ended: its lease was held under the fence that the job still has. */
    private static final String LAST = """
            select a.outcome, a.started is null
            from windlass_life l
                join windlass_attempt a on a.job = l.number and a.fence = l.fence and a.ordinal = 0
            where l.number = ?
            """;

    static final String GRANTED =
            "select number from windlass_life where queue = ? and state = 1 and marks & 32 limit ?";

    private Limiting() {}

    /** A job that was just inserted, as one whom nothing bounds. */
    static void accepted(Turn turn, long number, NewJob job) throws SQLException {
        if (job.terms().limits().isEmpty()) {
            return;
        }
        Mark.LIMITED.set(turn, number);
        if (!job.due().from(turn.now()).isAfter(turn.now())) {
            join(turn, number, turn.number(job.queue()), job.terms().limits());
        }
    }

    /** A job that stands READY without a permit: it waits for one, if it has limits. */
    static void join(Turn turn, long number) throws SQLException {
        var select = turn.statement(TERMS);
        select.setLong(1, number);
        var terms = Terms.NONE;
        var queue = 0;
        try (var row = select.executeQuery()) {
            if (row.next()) {
                terms = TermRows.read(row.getString(1));
                queue = row.getInt(2);
            }
        }
        if (!terms.limits().isEmpty()) {
            join(turn, number, queue, terms.limits());
        } else {
            unbind(turn, number);
        }
    }

    /**
     * The terms of a job were taken away by hand, or cannot be read: nobody knows its limits any more. What it has of them would hold up
     * others, and its marks would be found loose again and again, with nothing that could be done about it.
     */
    private static void unbind(Turn turn, long number) throws SQLException {
        leave(turn, number);
        var update = turn.statement(UNBOUND);
        update.setLong(1, number);
        update.executeUpdate();
    }

    static void join(Turn turn, JobId id) throws SQLException {
        var number = JobNumbers.find(turn, id);
        if (number.isPresent()) {
            join(turn, number.getAsLong());
        }
    }

    private static void join(Turn turn, long number, int queue, List<LimitKey> limits) throws SQLException {
        var keys = new ArrayList<LimitKeys.Key>();
        for (var limit : limits.stream().sorted().toList()) {
            var key = LimitKeys.number(turn, limit);
            Uses.add(turn, number, key, queue);
            keys.add(key);
        }
        var first = keys.get(0);
        Uses.stand(turn, number, first);
        var update = turn.statement(WAIT);
        update.setLong(1, number);
        update.setLong(2, turn.micros());
        update.setInt(3, reason(turn, first).code());
        update.executeUpdate();
        LimitKeys.wake(turn, first, queue);
    }

    static WaitReason reason(Turn turn, LimitKeys.Key key) throws SQLException {
        return Bounds.inForce(turn, key.name())
                .filter(Bound.Rated.class::isInstance)
                .map(rate -> WaitReason.RATE)
                .orElse(WaitReason.KEY);
    }

    /** The claim of a job under a rate is a start, and costs the token that was set aside for it. */
    static void started(Turn turn, long number) throws SQLException {
        for (var use : Uses.ofJob(turn, number)) {
            if (use.held()) {
                spend(turn, number, use);
            }
        }
        var update = turn.statement(SPENT);
        update.setLong(1, number);
        update.executeUpdate();
    }

    private static void spend(Turn turn, long number, Uses.Use use) throws SQLException {
        if (Bounds.inForce(turn, use.key().name()).orElse(null) instanceof Bound.Rated rated) {
            Uses.free(turn, number, use);
            Uses.spent(turn, number, use, LimitKeys.spend(turn, use.key(), rated.rate()));
        }
    }

    /** Takes back what a job has of its limits and may not keep in its state. */
    static void tie(Turn turn, LooseEnds.Loose job) throws SQLException {
        if (job.state().ended()) {
            leave(turn, job.number());
        } else if (job.state() == JobState.SCHEDULED || (job.state() == JobState.WAITING && job.has(Mark.PERMITTED))) {
            giveBack(turn, job.number());
        } else if (job.state() == JobState.READY && job.has(Mark.SPENT)) {
            comeBack(turn, job.number());
        } else if (job.state() == JobState.READY && !job.has(Mark.PERMITTED)) {
            join(turn, job.number());
        } else if (job.state() != JobState.WAITING && job.has(Mark.LINED)) {
            freeAll(turn, job.number());
            Mark.LINED.clear(turn, job.number());
        }
    }

    private static void leave(Turn turn, long number) throws SQLException {
        for (var use : Uses.ofJob(turn, number)) {
            Uses.remove(turn, number, use);
        }
    }

    /** Everything but the place in a sequence, which nobody may pass. */
    private static void giveBack(Turn turn, long number) throws SQLException {
        for (var use : Uses.ofJob(turn, number)) {
            if (Bounds.inForce(turn, use.key().name()).orElse(null) instanceof Bound.Sequence) {
                Uses.free(turn, number, use);
            } else {
                Uses.remove(turn, number, use);
            }
        }
        var update = turn.statement(GIVEN_BACK);
        update.setLong(1, number);
        update.executeUpdate();
    }

    /** Out of RUNNING, after a start that cost a token: the next one costs another. A slice waits behind others. */
    private static void comeBack(Turn turn, long number) throws SQLException {
        var select = turn.statement(LAST);
        select.setLong(1, number);
        var outcome = Outcome.LOST;
        var unstarted = false;
        try (var row = select.executeQuery()) {
            if (row.next()) {
                outcome = Outcome.of(row.getInt(1));
                unstarted = row.getBoolean(2);
            }
        }
        if (outcome == Outcome.SLICED) {
            giveBack(turn, number);
        } else {
            if (unstarted && outcome == Outcome.RELEASED) {
                putTokensBack(turn, number);
            }
            freeAll(turn, number);
        }
        join(turn, number);
    }

    private static void putTokensBack(Turn turn, long number) throws SQLException {
        for (var use : Uses.ofJob(turn, number)) {
            if (Bounds.inForce(turn, use.key().name()).orElse(null) instanceof Bound.Rated rated) {
                LimitKeys.putBack(turn, use.key(), rated.rate(), use.spent());
                // Another start may leave the key as full as this one did: what is back does not come back again.
                Uses.spent(turn, number, use, 0);
            }
        }
    }

    /** A job that cannot be performed here is about to be parked: it has not started. Its mark stays, so that its next claim costs. */
    static void parks(Turn turn, JobId job) throws SQLException {
        var select = turn.statement(SPENDER);
        select.setBytes(1, job.bytes());
        var spender = 0L;
        try (var row = select.executeQuery()) {
            if (row.next()) {
                spender = row.getLong(1);
            }
        }
        if (spender > 0) {
            putTokensBack(turn, spender);
        }
    }

    /**
     * Spends what the start of a parked job costs. No token was set aside for it, so each of its rates must have one to spare;
     * where one has none, the job goes into that line, and this answers false.
     */
    static boolean startsAfterParking(Turn turn, long number) throws SQLException {
        var uses = Uses.ofJob(turn, number).stream().filter(use -> !use.held()).toList();
        for (var use : uses) {
            if (!hasToken(turn, use)) {
                freeAll(turn, number);
                join(turn, number);
                return false;
            }
        }
        for (var use : uses) {
            spend(turn, number, use);
        }
        return true;
    }

    private static boolean hasToken(Turn turn, Uses.Use use) throws SQLException {
        return Bounds.inForce(turn, use.key().name()).orElse(null) instanceof Bound.Rated rated
                && Refill.of(rated.rate())
                                .tokens(Micros.instant(LimitKeys.full(turn, use.key())), Micros.instant(turn.micros()))
                        > Uses.held(turn, use.key(), Rate.MOST);
    }

    private static void freeAll(Turn turn, long number) throws SQLException {
        for (var use : Uses.ofJob(turn, number)) {
            Uses.free(turn, number, use);
        }
    }

    /**
     * Sends granted jobs of a queue that nobody has claimed back into their lines, each to its old place, so that their permits are
     * free for other queues. Answers how many, at most {@code limit}: for a queue that is paused.
     */
    static int returnReady(Turn turn, int queue, int limit) throws SQLException {
        var select = turn.statement(GRANTED);
        select.setInt(1, queue);
        select.setInt(2, limit);
        var granted = new ArrayList<Long>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                granted.add(row.getLong(1));
            }
        }
        for (var number : granted) {
            freeAll(turn, number);
            join(turn, number);
        }
        return granted.size();
    }
}
