package dev.windlass.store.memory;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.task.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    private enum Step {
        /** The first of the line is READY. */
        GRANTED,
        /** The first of the line has gone over to another one. */
        MOVED,
        /** Nobody, until something changes. */
        NONE
    }

    private final Ledger ledger;
    private final Limits limits;
    private final Map<String, Set<Row>> standing = new HashMap<>();

    Granting(Ledger ledger) {
        this.ledger = ledger;
        this.limits = ledger.limits;
    }

    Granted grant(GrantPlan plan) {
        var now = ledger.now();
        limits.forgetIdle(now);
        returnPaused(now);
        var count = 0;
        var more = false;
        for (var queue : new TreeSet<>(plan.ahead().keySet())) {
            var room = Math.min(plan.ahead().getOrDefault(queue, 0) - standing(queue), plan.limit() - count);
            var granted = room > 0 && !isPaused(queue) ? serve(queue, room, now) : 0;
            count += granted;
            more |= granted < room && isDue(queue, now) && !isPaused(queue);
        }
        return new Granted(count, more || count == plan.limit(), next(plan, now));
    }

    /** Permits in a queue that is paused would keep other queues waiting. A release may bring more of them at any time. */
    private void returnPaused(Instant now) {
        for (var queue : List.copyOf(standing.keySet())) {
            if (isPaused(queue)) {
                for (var row : standingIn(queue)) {
                    ledger.withdraw(row);
                    limits.rejoin(row, now);
                }
            }
        }
    }

    /** Whoever asks may not know yet that the queue is paused. */
    private boolean isPaused(String queue) {
        return ledger.queues.find(queue).filter(kept -> kept.paused).isPresent();
    }

    /** Jobs that were granted and that nobody has claimed. */
    private int standing(String queue) {
        var rows = standing.computeIfAbsent(queue, name -> new LinkedHashSet<>());
        rows.removeIf(row -> row.state != JobState.READY);
        return rows.size();
    }

    /** A job that has its permits stands READY. */
    void stands(Row row) {
        standing.computeIfAbsent(row.base.queue(), name -> new LinkedHashSet<>())
                .add(row);
    }

    private Set<Row> standingIn(String queue) {
        standing(queue);
        return Set.copyOf(standing.getOrDefault(queue, Set.of()));
    }

    private int serve(String queue, int room, Instant now) {
        var turns = new ArrayDeque<>(limits.looks.due(queue, now, MOST_KEYS));
        var granted = 0;
        for (var steps = 0; granted < room && steps < MOST_STEPS && !turns.isEmpty(); steps++) {
            var key = turns.removeFirst();
            switch (step(key, queue, now)) {
                case GRANTED -> {
                    granted++;
                    turns.addLast(key);
                }
                case MOVED -> turns.addFirst(key);
                case NONE -> {}
            }
        }
        turns.forEach(key -> limits.looks.put(queue, key, now));
        return granted;
    }

    private Step step(KeyLine key, String queue, Instant now) {
        var first = key.first(queue);
        if (first.isEmpty() || !hasRoom(first.get(), now)) {
            limits.looks.remove(queue, key);
            first.flatMap(use -> limits.bound(key))
                    .flatMap(key::due)
                    .ifPresent(due -> limits.looks.put(queue, key, due));
            return Step.NONE;
        }
        var use = first.get();
        var row = use.row;
        key.withdraw(use);
        var full =
                row.uses.values().stream().filter(other -> !hasRoom(other, now)).findFirst();
        if (full.isPresent()) {
            row.waiting = Optional.of(limits.reason(full.get()));
            limits.enter(full.get());
            return Step.MOVED;
        }
        row.uses.values().forEach(Granting::hold);
        ledger.enterAtEnd(row, now);
        return Step.GRANTED;
    }

    private static void hold(Use use) {
        use.held = true;
        use.key.held.add(use);
    }

    private boolean hasRoom(Use use, Instant now) {
        return limits.bound(use.key)
                .filter(bound -> use.key.hasRoom(bound, use, now))
                .isPresent();
    }

    private boolean isDue(String queue, Instant now) {
        return limits.looks.next(queue).filter(at -> !at.isAfter(now)).isPresent();
    }

    private Optional<Duration> next(GrantPlan plan, Instant now) {
        return plan.ahead().keySet().stream()
                .flatMap(queue -> limits.looks.next(queue).stream())
                .filter(at -> at.isAfter(now))
                .min(Instant::compareTo)
                .map(at -> Duration.between(now, at));
    }
}
