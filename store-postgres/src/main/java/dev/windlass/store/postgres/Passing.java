package dev.windlass.store.postgres;

import dev.windlass.store.WaitReason;
import dev.windlass.store.postgres.GrantRows.KeyLine;
import dev.windlass.store.postgres.GrantRows.Look;
import dev.windlass.store.postgres.GrantRows.Mover;
import dev.windlass.store.postgres.GrantRows.Passer;
import dev.windlass.store.postgres.GrantRows.Waiter;
import dev.windlass.task.JobId;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Decides who passes, in memory, from what a grant has read: all of a job's limits or none. Keys take turns, one job each, so that a long line
 * does not hold up a short one.
 *
 * <p>A job stands in one line at a time. Where the key of that line has room and another of its keys has none, it goes over into the
 * other line: there it is looked at when its turn may have come, and here others pass it, save in a sequence.
 */
final class Passing {
    /** Jobs that one call grants or sends to another line. */
    static final int MOST_STEPS = 1_000;

    private enum Step {
        /** The first of the line is READY. */
        GRANTED,
        /** The first of the line has gone out of it. */
        MOVED,
        /** Nobody, until something changes. */
        NONE,
        /** Whoever stands there has not been read. */
        UNREAD
    }

    /** What was read of a line. It is whole if nobody stands behind those. */
    record Read(Deque<Waiter> waiters, boolean whole) {
        static final Read NOBODY = new Read(new ArrayDeque<>(), true);
    }

    final List<Passer> passers = new ArrayList<>();
    final List<Mover> movers = new ArrayList<>();

    /** Jobs that somebody has sent elsewhere: they come back into line when their limits are asked again. */
    final List<JobId> astray = new ArrayList<>();

    final Set<KeyLine> resting = new LinkedHashSet<>();
    final List<Look> looks = new ArrayList<>();

    private final Map<Long, GrantKey> keys;
    private final Map<KeyLine, Read> lines;
    private final Instant now;

    Passing(Map<Long, GrantKey> keys, Map<KeyLine, Read> lines, Instant now) {
        this.keys = keys;
        this.lines = lines;
        this.now = now;
    }

    /** Lets at most {@code room} jobs of one queue pass, from these lines in turns. Answers how many. */
    int serve(Collection<KeyLine> due, int room) {
        var turns = new ArrayDeque<>(due);
        var touched = new HashSet<KeyLine>();
        var granted = 0;
        for (var steps = 0; granted < room && steps < MOST_STEPS && !turns.isEmpty(); steps++) {
            var line = turns.removeFirst();
            touched.add(line);
            switch (step(line)) {
                case GRANTED -> {
                    granted++;
                    turns.addLast(line);
                }
                case MOVED -> turns.addFirst(line);
                case NONE -> resting.add(line);
                case UNREAD -> looks.add(new Look(line, now));
            }
        }
        // Those that have had no turn keep theirs; the others stand behind them.
        turns.stream().filter(touched::contains).forEach(line -> looks.add(new Look(line, now)));
        return granted;
    }

    private Step step(KeyLine line) {
        var read = lines.getOrDefault(line, Read.NOBODY);
        var first = read.waiters().peekFirst();
        if (first != null && !first.waits()) {
            astray.add(first.job());
            read.waiters().removeFirst();
            return Step.MOVED;
        }
        var key = keys.get(line.key());
        if (first == null && !read.whole() && key != null && key.room(now) > 0) {
            return Step.UNREAD;
        }
        if (key == null || first == null || !key.hasRoom(first.job(), now)) {
            sleep(line, first != null || !read.whole());
            return Step.NONE;
        }
        read.waiters().removeFirst();
        return pass(line, first);
    }

    private Step pass(KeyLine line, Waiter first) {
        for (var part : first.keys()) {
            var other = keys.get(part);
            if (other == null || !other.hasRoom(first.job(), now)) {
                goOver(first.job(), line, part);
                return Step.MOVED;
            }
        }
        var parts = first.keys().stream().map(keys::get).toList();
        parts.forEach(GrantKey::hold);
        passers.add(new Passer(first.job(), line, parts.stream().anyMatch(GrantKey::rated)));
        return Step.GRANTED;
    }

    /** Lines in which stood who would have moved, and does not wait any more. */
    List<Look> vanished(Set<JobId> still, Instant now) {
        var lines = new LinkedHashSet<KeyLine>();
        passers.stream().filter(passer -> !still.contains(passer.job())).forEach(passer -> lines.add(passer.from()));
        movers.stream().filter(mover -> !still.contains(mover.job())).forEach(mover -> lines.add(mover.from()));
        return lines.stream().map(line -> new Look(line, now)).toList();
    }

    private void goOver(JobId job, KeyLine from, long to) {
        var reason = Optional.ofNullable(keys.get(to)).map(GrantKey::reason).orElse(WaitReason.KEY);
        movers.add(new Mover(job, from, new KeyLine(from.queue(), to), reason.code()));
    }

    /** Looks again when somebody wakes the key, or when its next token is due. */
    private void sleep(KeyLine line, boolean waits) {
        var key = keys.get(line.key());
        if (waits && key != null) {
            key.due().ifPresent(due -> looks.add(new Look(line, due)));
        }
    }
}
