package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds outcomes until they are durable. They travel with the next exchange: a commit of its own for each would cost a sync each.
 *
 * <p>Safe for all threads: slots add, the Claimer takes and settles.
 */
public final class Finisher {
    /** An exchange takes no further commit once it carries this many bytes, so that large results do not hold up all others for long. */
    private static final long MOST_BYTES = 4L << 20;

    /** An outcome on its way, with the lease it ends. */
    public record Outgoing(Lease lease, Commit commit) {}

    private final Deque<Outgoing> waiting = new ArrayDeque<>();
    private List<Outgoing> underWay = List.of();

    /** Leases whose outcome is decided and not here yet. */
    private final Set<LeaseKey> expected = new HashSet<>();

    /** An outcome will be added once a note has been written that has to come before it. It counts as unflushed meanwhile. */
    synchronized void expect(LeaseKey lease) {
        expected.add(lease);
    }

    /** Takes an outcome over; it is durable once the store has answered. */
    synchronized void add(Lease lease, Commit commit) {
        expected.remove(lease.key());
        waiting.add(new Outgoing(lease, commit));
    }

    /** The commits of the next exchange. They count as unflushed until {@link #settled}. */
    synchronized List<Outgoing> take() {
        var taken = new ArrayList<Outgoing>();
        var bytes = 0L;
        while (!waiting.isEmpty() && taken.size() < Exchange.Ask.MOST_COMMITS && bytes < MOST_BYTES) {
            var next = waiting.removeFirst();
            bytes += next.commit().weight();
            taken.add(next);
        }
        underWay = taken;
        return taken;
    }

    /** The exchange was answered: what it carried is no longer ours. */
    synchronized void settled() {
        underWay = List.of();
    }

    /** Outcomes that are not durable yet. */
    public synchronized int unflushed() {
        return expected.size() + waiting.size() + underWay.size();
    }

    synchronized Set<LeaseKey> leases() {
        var keys = waiting.stream().map(out -> out.lease().key()).collect(Collectors.toSet());
        underWay.forEach(out -> keys.add(out.lease().key()));
        keys.addAll(expected);
        return keys;
    }
}
