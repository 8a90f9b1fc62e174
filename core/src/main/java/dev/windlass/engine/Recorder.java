package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Count;
import dev.windlass.store.Ended;
import dev.windlass.store.Expired;
import dev.windlass.store.Lease;
import dev.windlass.store.Repair;
import dev.windlass.store.Rescued;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Counts how attempts ended, how long they ran and how long their jobs had waited, and appends that to the store's numbers every ten seconds. It stands before another
 * observer, which hears everything too. What a killed process had counted since its last append is lost.
 *
 * <p>Observed by the threads of a worker, run by one of them; guarded by its monitor, which is not held while the store is called.
 */
final class Recorder implements Observer, Duty {
    private static final Duration PERIOD = Duration.ofSeconds(10);

    /** Kinds of ends that are told apart in one append; names come from outside. Room is left for the others, one of each outcome. */
    private static final int MOST_KINDS = StatisticsStore.MOST_APPENDED - Outcome.values().length;

    /** No task and no queue can be called so. */
    private static final String OTHERS = "(others)";

    private final StatisticsStore store;
    private final Membership membership;
    private final Observer next;

    private final Map<Kind, Sums> open = new HashMap<>();
    private Optional<Batch> underWay = Optional.empty();
    private long appends;

    private record Kind(String queue, String task, Outcome outcome) {}

    private record Sums(TimeSum ran, TimeSum waited) {
        Sums() {
            this(new TimeSum(), new TimeSum());
        }

        Count count(Kind kind) {
            return new Count(kind.queue(), kind.task(), kind.outcome(), ran.times(), waited.times());
        }
    }

    /** An append that may have been made: it is repeated as it was. */
    private record Batch(WorkerId worker, long number, List<Count> counts) {}

    Recorder(StatisticsStore store, Membership membership, Observer next) {
        this.store = store;
        this.membership = membership;
        this.next = next;
    }

    @Override
    public void starting(Lease lease) {
        next.starting(lease);
    }

    @Override
    public void unknownTask(Lease lease) {
        next.unknownTask(lease);
    }

    @Override
    public void ended(Lease lease, Commit commit, CommitAnswer answer) {
        // A fenced end is the rescuer's to count: it was LOST.
        if (answer.decides() && commit.then() instanceof Then.End end) {
            count(lease, end.ended());
        }
        next.ended(lease, commit, answer);
    }

    private void count(Lease lease, Ended ended) {
        var ran = ended.span().map(Ended.Span::ran).orElse(Duration.ZERO);
        // A worker that has claimed ahead keeps a job waiting too.
        var waited = ended.span().flatMap(span -> lease.waited().map(span.before()::plus));
        count(new Kind(lease.queue(), lease.task(), ended.outcome()), ran, waited);
    }

    @Override
    public void rescued(Rescued rescued) {
        count(new Kind(rescued.queue(), rescued.task(), Outcome.LOST), Duration.ZERO, Optional.empty());
        next.rescued(rescued);
    }

    @Override
    public void expired(Expired expired) {
        // No attempt ended: it never began.
        next.expired(expired);
    }

    @Override
    public void repaired(Repair repair) {
        next.repaired(repair);
    }

    private synchronized void count(Kind kind, Duration ran, Optional<Duration> waited) {
        var known =
                open.size() < MOST_KINDS || open.containsKey(kind) ? kind : new Kind(OTHERS, OTHERS, kind.outcome());
        var sums = open.computeIfAbsent(known, key -> new Sums());
        sums.ran().add(ran);
        waited.ifPresent(sums.waited()::add);
    }

    @Override
    public Next run() {
        var batch = batch();
        if (batch.isPresent()) {
            store.append(batch.get().worker(), batch.get().number(), batch.get().counts());
            appended();
        }
        return Next.notBefore(PERIOD);
    }

    private synchronized Optional<Batch> batch() {
        if (underWay.isEmpty() && !open.isEmpty()) {
            underWay = Optional.of(new Batch(membership.id(), ++appends, counts()));
            open.clear();
        }
        return underWay;
    }

    private List<Count> counts() {
        return open.entrySet().stream()
                .map(sum -> sum.getValue().count(sum.getKey()))
                .toList();
    }

    private synchronized void appended() {
        underWay = Optional.empty();
    }
}
