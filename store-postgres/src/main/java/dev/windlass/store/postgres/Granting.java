package dev.windlass.store.postgres;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.postgres.GrantRows.KeyLine;
import dev.windlass.store.postgres.GrantRows.Outlook;
import dev.windlass.store.postgres.GrantRows.Part;
import dev.windlass.store.postgres.GrantRows.Waiter;
import dev.windlass.store.postgres.GrantRows.Wanted;
import dev.windlass.store.postgres.Passing.Read;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets jobs pass their limits. One grants at a time, under the lock of one row; nobody else takes that lock but who changes bounds. So what is
 * counted here can only grow less meanwhile, by ends and claims, and no key has to be locked.
 *
 * <p>What a grant reads does not depend on how many wait: of each key that is due, its permits, and of its line no more than may pass and
 * a few whose other limit may have no room.
 */
final class Granting {
    /** Keys of a queue at which one call looks. */
    static final int MOST_KEYS = 100;

    /** Jobs of a line that are read beyond those who may pass: their other key may be full, and then others pass them. */
    static final int SPARE = 10;

    private final GrantPlan plan;
    private final GrantRows rows;
    private final Transaction transaction;

    private Granting(Transaction transaction, GrantPlan plan) {
        this.transaction = transaction;
        this.plan = plan;
        this.rows = new GrantRows(transaction);
    }

    static Granted grant(Transaction transaction, GrantPlan plan) throws SQLException {
        return new Granting(transaction, plan).grant();
    }

    /** Mostly nothing is due, and to see that takes no lock: many processes ask, each a few times a second. */
    private Granted grant() throws SQLException {
        var outlook = rows.outlook(plan);
        if (outlook.values().stream().noneMatch(queue -> queue.stirs() || queue.isServed())) {
            return new Granted(0, false, next(outlook.values()));
        }
        var now = rows.lock();
        Limiting.returnReady(transaction, plan.limit());
        var more = rows.absorb(now);
        var granted = serve(rows.outlook(plan), now);
        var after = rows.outlook(plan).values();
        more |= granted == plan.limit() || after.stream().anyMatch(Outlook::isServed);
        return new Granted(granted, more, next(after));
    }

    private static Optional<Duration> next(Collection<Outlook> outlook) {
        return outlook.stream().filter(Outlook::sleeps).map(Outlook::waits).min(Duration::compareTo);
    }

    /** Answers how many have passed. */
    private int serve(Map<String, Outlook> outlook, Instant now) throws SQLException {
        var queues = outlook.values().stream()
                .filter(Outlook::isServed)
                .map(Outlook::queue)
                .toList();
        var due = rows.due(queues, now, MOST_KEYS);
        var passing = read(due, outlook, now);
        var left = plan.limit();
        for (var queue : queues) {
            var lines = due.stream().filter(line -> line.queue().equals(queue)).toList();
            left -= passing.serve(lines, Math.min(room(outlook, queue), left));
        }
        return write(passing, now);
    }

    private static int room(Map<String, Outlook> outlook, String queue) {
        var known = outlook.get(queue);
        return known == null ? 0 : known.room();
    }

    private Passing read(List<KeyLine> due, Map<String, Outlook> outlook, Instant now) throws SQLException {
        var keys = new HashMap<Long, GrantKey>();
        learn(keys, due.stream().map(KeyLine::key).toList());
        var wanted = new ArrayList<Wanted>();
        var share = Passing.MOST_STEPS / Math.max(1, due.size()) + 1;
        for (var line : due) {
            var key = keys.get(line.key());
            var room = key == null ? 0 : Math.min(key.room(now), room(outlook, line.queue()));
            // Of a full line one is read all the same: whether anybody waits there decides whether it is looked at
            // again.
            wanted.add(new Wanted(line, room > 0 ? Math.min(room, share) + SPARE : 1));
        }
        var parts = rows.first(wanted);
        learn(keys, parts.stream().map(Part::key).toList());
        return new Passing(keys, lines(wanted, parts), now);
    }

    private void learn(Map<Long, GrantKey> keys, List<Long> numbers) throws SQLException {
        var unknown = new HashSet<>(numbers);
        unknown.removeAll(keys.keySet());
        for (var key : rows.keys(unknown)) {
            keys.put(key.number(), key);
        }
    }

    private static Map<KeyLine, Read> lines(List<Wanted> wanted, List<Part> parts) {
        var jobs = new HashMap<KeyLine, LinkedHashMap<JobId, Waiter>>();
        for (var part : parts) {
            jobs.computeIfAbsent(part.line(), line -> new LinkedHashMap<>())
                    .computeIfAbsent(part.job(), job -> new Waiter(job, new ArrayList<>(), part.waits()))
                    .keys()
                    .add(part.key());
        }
        var lines = new HashMap<KeyLine, Read>();
        for (var line : wanted) {
            var waiters = jobs.getOrDefault(line.line(), new LinkedHashMap<>()).values();
            lines.put(line.line(), new Read(new ArrayDeque<>(waiters), waiters.size() < line.most()));
        }
        return lines;
    }

    /**
     * A cancel or an edit may have taken a waiting job away since it was read: the lock on its row decides, and who is not there any more is
     * not granted. What was counted for it may be free: the next grant looks again at the line in which it stood.
     */
    private int write(Passing passing, Instant now) throws SQLException {
        var concerned = new ArrayList<JobId>();
        passing.passers.forEach(passer -> concerned.add(passer.job()));
        passing.movers.forEach(mover -> concerned.add(mover.job()));
        var still = rows.stillWaiting(concerned);
        var passers = passing.passers.stream()
                .filter(passer -> still.contains(passer.job()))
                .toList();
        var movers = passing.movers.stream()
                .filter(mover -> still.contains(mover.job()))
                .toList();
        rows.pass(passers, now);
        Uses.free(transaction, passing.astray);
        rows.rest(List.copyOf(passing.resting));
        rows.put(passing.looks);
        rows.put(passing.vanished(still, now));
        rows.goOver(movers, now);
        return passers.size();
    }
}
