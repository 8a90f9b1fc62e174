package dev.windlass.engine;

import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jobs that a worker holds and has not finished: those that run and those that wait for a slot. Safe for all threads. */
public final class Slots {
    /** Threads that a worker starts in place of others that never come back. */
    static final int MOST_HANGING = 100;

    private final int capacity;
    private final RunFactory factory;
    private final Hints hints;
    private final Isolation isolation;

    /** Leases whose claim was their start, for which slots are free or will be next. */
    private final Deque<Arrival> first = new ArrayDeque<>();

    private final Deque<Arrival> waiting = new ArrayDeque<>();
    private final Map<LeaseKey, Run> running = new LinkedHashMap<>();

    /** Leases of runs that have committed their end and still occupy their slots: the store counts them no more. */
    private final Set<LeaseKey> decided = new HashSet<>();

    /** Runs that were given up and whose threads have not come back. */
    private final Set<Run> leftBehind = new HashSet<>();

    private boolean closed;

    /** How many runs were ever left behind. Written under the monitor. */
    private volatile int departed;

    /** Makes the run of a lease. */
    interface RunFactory {
        Run run(Arrival arrival, Slots slots);
    }

    Slots(int capacity, RunFactory factory, Hints hints, Isolation isolation) {
        this.capacity = capacity;
        this.factory = factory;
        this.hints = hints;
        this.isolation = isolation;
    }

    /** How many more jobs the worker may hold when it holds this many beyond its slots. */
    synchronized int room(int prefetch) {
        return Math.max(0, capacity + prefetch - first.size() - waiting.size() - running.size());
    }

    /**
     * How many more jobs could start now or as soon as those that wait for a slot, which they overtake. Counted by free slots
     * alone, a queue whose jobs wait in no worker would get none of a worker that others keep busy.
     */
    synchronized int roomToStart() {
        var free = capacity - running.size();
        return Math.max(0, Math.min(capacity, Math.max(free, waiting.size())) - first.size());
    }

    /** Takes leases in that came at this time of the ticker; they run in this order, after all that were taken in first. */
    void assign(List<Lease> leases, long now) {
        assign(leases, now, waiting);
    }

    /** Takes leases in that run before all others. */
    void assignFirst(List<Lease> leases, long now) {
        assign(leases, now, first);
    }

    private void assign(List<Lease> leases, long now, Deque<Arrival> line) {
        synchronized (this) {
            leases.forEach(lease -> line.add(new Arrival(lease, now)));
        }
        if (!leases.isEmpty()) {
            hints.running();
        }
    }

    private Stream<Arrival> unstarted() {
        return Stream.concat(first.stream(), waiting.stream());
    }

    /** The next job to run, which occupies a slot until its run is over. */
    public synchronized Optional<Run> take() {
        return next().map(this::begin);
    }

    private Optional<Arrival> next() {
        if (closed || running.size() >= capacity) {
            return Optional.empty();
        }
        return isolation.startsOnlySuspects()
                ? unstarted().filter(each -> each.lease().suspect()).findFirst()
                : Optional.ofNullable(first.peekFirst()).or(() -> Optional.ofNullable(waiting.peekFirst()));
    }

    private Run begin(Arrival arrival) {
        if (!first.removeFirstOccurrence(arrival)) {
            waiting.removeFirstOccurrence(arrival);
        }
        var run = factory.run(arrival, this);
        running.put(arrival.lease().key(), run);
        return run;
    }

    /** A run is over and its outcome is with the Finisher. */
    void over(LeaseKey lease) {
        synchronized (this) {
            running.remove(lease);
            decided.remove(lease);
        }
        hints.claiming();
    }

    /** A run has committed its end and is not over yet. */
    synchronized void decided(LeaseKey lease) {
        decided.add(lease);
    }

    /**
     * A run was given up: its slot is free for another thread, and its own has none to return to. Not so if {@link #MOST_HANGING}
     * runs hang already: then its slot is lost until it comes back, lest threads become more and more. Answers whether the slot is
     * free.
     */
    boolean leaveBehind(Run run) {
        synchronized (this) {
            if (leftBehind.size() >= MOST_HANGING) {
                return false;
            }
            running.remove(run.lease().key());
            decided.remove(run.lease().key());
            leftBehind.add(run);
            departed = departed + 1;
        }
        hints.running();
        hints.claiming();
        return true;
    }

    /** The thread of a run is back from it. Answers whether another one has taken its place. */
    public synchronized boolean isReplaced(Run run) {
        return leftBehind.remove(run);
    }

    /** How many runs were ever left behind, each of which took its thread along. */
    public int departed() {
        return departed;
    }

    /** How many of them have not come back. */
    public synchronized int hanging() {
        return leftBehind.size();
    }

    /** Tells the run of this lease that its job was called off. Answers the lease if it has not started, and then holds it no more. */
    Optional<Lease> callOff(LeaseKey lease) {
        Optional<Run> run;
        synchronized (this) {
            run = Optional.ofNullable(running.get(lease));
            var unstarted = recall(each -> each.key().equals(lease), each -> false);
            if (!unstarted.isEmpty()) {
                return Optional.of(unstarted.get(0));
            }
        }
        run.ifPresent(Run::callOff);
        return Optional.empty();
    }

    /** A run begins whose time is limited: whoever oversees it may have to look sooner than it would. */
    void hintTimed() {
        hints.upkeep();
    }

    /** The outcome of a run that was over before is with the Finisher only now. */
    void hintOutcome() {
        hints.claiming();
    }

    /** Starts nothing more, and takes out the leases that have not started, to be given back. */
    synchronized List<Lease> withdraw() {
        closed = true;
        return recall(lease -> true, lease -> true);
    }

    /** Takes out leases that have not started, to be given back: all of one kind, and of another those that are not first. */
    synchronized List<Lease> recall(Predicate<Lease> all, Predicate<Lease> waitingOnes) {
        return Stream.concat(takeOut(first, all).stream(), takeOut(waiting, all.or(waitingOnes)).stream())
                .toList();
    }

    private static List<Lease> takeOut(Deque<Arrival> line, Predicate<Lease> which) {
        var taken = line.stream().map(Arrival::lease).filter(which).toList();
        line.removeIf(each -> which.test(each.lease()));
        return taken;
    }

    /** The worker's row has ended: what waits is not ours any more, and what runs is told so. */
    void lose() {
        List<Run> lost;
        synchronized (this) {
            first.clear();
            waiting.clear();
            lost = running();
        }
        lost.forEach(Run::cancel);
    }

    /** The runs that occupy slots. */
    public synchronized List<Run> running() {
        return new ArrayList<>(running.values());
    }

    /** Whether a lease waits that {@link #take} would give. */
    public synchronized boolean isWaiting() {
        return next().isPresent();
    }

    public synchronized boolean isIdle() {
        return first.isEmpty() && waiting.isEmpty() && running.isEmpty();
    }

    synchronized boolean suspectRuns() {
        return Stream.concat(
                        running.values().stream().map(Run::lease), unstarted().map(Arrival::lease))
                .anyMatch(Lease::suspect);
    }

    /** The leases that are held: without those whose end is committed. */
    synchronized Set<LeaseKey> leases() {
        return Stream.concat(
                        running.keySet().stream(),
                        unstarted().map(each -> each.lease().key()))
                .filter(lease -> !decided.contains(lease))
                .collect(Collectors.toSet());
    }
}
