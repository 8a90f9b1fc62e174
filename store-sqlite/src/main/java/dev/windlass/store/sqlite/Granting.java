package dev.windlass.store.sqlite;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.Refill;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.Rate;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * Lets jobs pass their limits: all of a job's or none. Keys take turns, one job each, so that a long line does not hold up a short one.
 *
 * <p>A job stands in one line at a time. Where the key of that line has room and another of its keys has none, it goes over into the
 * other line: there it is looked at when its turn may have come, and here others pass it, save in a sequence.
 */
final class Granting {
    /** Keys of a queue at which one call looks. */
    private static final int MOST_KEYS = 100;

    /** Jobs that one call grants or sends to another line. */
    private static final int MOST_STEPS = 1_000;

    static final String STANDING = """
            select count(*)
            from (select 1 from windlass_life where queue = ? and state = 1 and marks & 32 limit ?)
            """;
    static final String LOOKS = """
            select key, name
            from windlass_look
            where queue = ? and at <= ?
            order by at, turn
            limit ?
            """;
    static final String NEXT = "select min(at) from windlass_look where queue = ?";
    static final String FIRST = """
            select u.job, l.state = 3 and l.waiting in (1, 2)
            from windlass_use u left join windlass_life l on l.number = u.job
            where u.name = ? and u.key = ? and u.queue = ? and u.waits = 1
            order by u.line
            limit 1
            """;
    private static final String PASS = """
            update windlass_life
            set state = 1, since = ?2, position = ?3, waiting = null, marks = (marks & ~1024) | 32
            where number = ?1 and state = 3
            """;
    private static final String MOVE = "update windlass_life set waiting = ?2 where number = ?1 and state = 3";

    private enum Step {
        /** The first of the line is READY. */
        GRANTED,
        /** The first of the line has gone out of it. */
        MOVED,
        /** Nobody, until something changes. */
        NONE
    }

    private final Turn turn;
    private final GrantPlan plan;
    private final Map<Integer, Optional<Bound>> bounds = new HashMap<>();

    /** Permits that are held, of keys that were counted in this turn: a bound of thousands is counted once. */
    private final Map<LimitKeys.Key, Integer> held = new HashMap<>();

    private Granting(Turn turn, GrantPlan plan) {
        this.turn = turn;
        this.plan = plan;
    }

    static Granted grant(Turn turn, GrantPlan plan) throws SQLException {
        return new Granting(turn, plan).grant();
    }

    private Granted grant() throws SQLException {
        for (var key : due(LimitKeys.NOBODY)) {
            LimitKeys.unlook(turn, key, LimitKeys.NOBODY);
            LimitKeys.forget(turn, key);
        }
        returnPaused();
        var count = 0;
        var more = false;
        var next = OptionalLong.empty();
        for (var name : new TreeSet<>(plan.ahead().keySet())) {
            var queue = turn.findNumber(name);
            if (queue.isPresent() && isServed(queue.getAsInt())) {
                var room = room(queue.getAsInt(), name, plan.limit() - count);
                var granted = room > 0 ? serve(queue.getAsInt(), room) : 0;
                count += granted;
                var lowest = lowest(queue.getAsInt());
                var isDue = lowest.isPresent() && lowest.getAsLong() <= turn.micros();
                more |= isDue && granted < room;
                next = isDue ? next : sooner(next, lowest);
            }
        }
        return new Granted(count, more || count == plan.limit(), wait(next));
    }

    /** Permits in a queue that is paused would keep other queues waiting. A release may bring more of them at any time. */
    private void returnPaused() throws SQLException {
        for (var queue : turn.ruled().paused(turn)) {
            Limiting.returnReady(turn, queue, plan.limit());
        }
    }

    /** Whoever asks may not know yet that the queue is paused. */
    private boolean isServed(int queue) throws SQLException {
        return lowest(queue).isPresent()
                && turn.ruled().find(turn, queue).filter(KeptQueue::paused).isEmpty();
    }

    private OptionalLong lowest(int queue) throws SQLException {
        var select = turn.statement(NEXT);
        select.setInt(1, queue);
        try (var row = select.executeQuery()) {
            row.next();
            var at = row.getLong(1);
            return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(at);
        }
    }

    private static OptionalLong sooner(OptionalLong one, OptionalLong other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.isPresent() ? one : other;
        }
        return OptionalLong.of(Math.min(one.getAsLong(), other.getAsLong()));
    }

    private Optional<Duration> wait(OptionalLong next) {
        return next.isPresent()
                ? Optional.of(Micros.duration(Math.max(0, next.getAsLong() - turn.micros())))
                : Optional.empty();
    }

    /** How many more may stand READY in this queue by grants. */
    private int room(int queue, String name, int left) throws SQLException {
        var ahead = plan.ahead().getOrDefault(name, 0);
        var select = turn.statement(STANDING);
        select.setInt(1, queue);
        select.setInt(2, ahead);
        try (var row = select.executeQuery()) {
            row.next();
            return Math.min(ahead - row.getInt(1), left);
        }
    }

    private List<LimitKeys.Key> due(int queue) throws SQLException {
        var select = turn.statement(LOOKS);
        select.setInt(1, queue);
        select.setLong(2, turn.micros());
        select.setInt(3, MOST_KEYS);
        var keys = new ArrayList<LimitKeys.Key>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                keys.add(new LimitKeys.Key(row.getLong(1), row.getInt(2)));
            }
        }
        return keys;
    }

    private int serve(int queue, int room) throws SQLException {
        var turns = new ArrayDeque<>(due(queue));
        var granted = 0;
        for (var steps = 0; granted < room && steps < MOST_STEPS && !turns.isEmpty(); steps++) {
            var key = turns.removeFirst();
            switch (step(key, queue)) {
                case GRANTED -> {
                    granted++;
                    turns.addLast(key);
                }
                case MOVED -> turns.addFirst(key);
                case NONE -> {}
            }
        }
        for (var key : turns) {
            LimitKeys.put(turn, key, queue, turn.micros());
        }
        return granted;
    }

    /** The first who waits for a key, and whether that is what he still waits for. */
    private record First(long job, boolean waits) {}

    private Step step(LimitKeys.Key key, int queue) throws SQLException {
        var first = first(key, queue);
        if (first.isPresent() && !first.get().waits()) {
            // Somebody has sent it elsewhere: it comes back into line when its limits are asked again.
            for (var use : Uses.ofJob(turn, first.get().job())) {
                Uses.free(turn, first.get().job(), use);
            }
            return Step.MOVED;
        }
        if (first.isEmpty() || !hasRoom(key, first.get().job())) {
            sleep(key, queue, first.isPresent());
            return Step.NONE;
        }
        var job = first.get().job();
        for (var use : Uses.ofJob(turn, job)) {
            if (!hasRoom(use.key(), job)) {
                goOver(job, use.key(), queue);
                return Step.MOVED;
            }
        }
        pass(job);
        return Step.GRANTED;
    }

    private Optional<First> first(LimitKeys.Key key, int queue) throws SQLException {
        var select = turn.statement(FIRST);
        select.setInt(1, key.name());
        select.setLong(2, key.number());
        select.setInt(3, queue);
        try (var row = select.executeQuery()) {
            return row.next() ? Optional.of(new First(row.getLong(1), row.getBoolean(2))) : Optional.empty();
        }
    }

    private boolean hasRoom(LimitKeys.Key key, long job) throws SQLException {
        var bound = bound(key).orElse(null);
        if (bound instanceof Bound.Concurrent concurrent) {
            return held(key) < concurrent.jobs();
        } else if (bound instanceof Bound.Rated rated) {
            return Refill.of(rated.rate()).tokens(full(key), now()) > held(key);
        } else if (bound instanceof Bound.Sequence) {
            return held(key) == 0 && Uses.isHead(turn, key, job);
        }
        return bound != null && held(key) == 0;
    }

    private Optional<Bound> bound(LimitKeys.Key key) throws SQLException {
        var known = bounds.get(key.name());
        if (known == null) {
            known = Bounds.inForce(turn, key.name());
            bounds.put(key.name(), known);
        }
        return known;
    }

    private int held(LimitKeys.Key key) throws SQLException {
        var known = held.get(key);
        if (known == null) {
            known = Uses.held(turn, key, Rate.MOST);
            held.put(key, known);
        }
        return known;
    }

    private Instant full(LimitKeys.Key key) throws SQLException {
        return Micros.instant(LimitKeys.full(turn, key));
    }

    /** The time of the turn as the store keeps time: what is compared with a bucket has its grain. */
    private Instant now() {
        return Micros.instant(turn.micros());
    }

    /** Looks again when somebody wakes the key, or when its next token is due. */
    private void sleep(LimitKeys.Key key, int queue, boolean waits) throws SQLException {
        LimitKeys.unlook(turn, key, queue);
        if (waits
                && bound(key).orElse(null) instanceof Bound.Rated rated
                && held(key) < rated.rate().burst()) {
            LimitKeys.put(turn, key, queue, Micros.ceil(Refill.of(rated.rate()).due(full(key), held(key) + 1)));
        }
    }

    private void goOver(long job, LimitKeys.Key key, int queue) throws SQLException {
        Uses.stand(turn, job, key);
        var update = turn.statement(MOVE);
        update.setLong(1, job);
        update.setInt(2, Limiting.reason(turn, key).code());
        update.executeUpdate();
        LimitKeys.wake(turn, key, queue);
    }

    private void pass(long job) throws SQLException {
        var rated = false;
        for (var use : Uses.ofJob(turn, job)) {
            held.merge(use.key(), 1, Integer::sum);
            rated |= bound(use.key()).orElse(null) instanceof Bound.Rated;
        }
        Uses.hold(turn, job);
        var update = turn.statement(PASS);
        update.setLong(1, job);
        update.setLong(2, turn.micros());
        update.setLong(3, turn.next());
        update.executeUpdate();
        if (rated) {
            Mark.RATED.set(turn, job);
        }
    }
}
