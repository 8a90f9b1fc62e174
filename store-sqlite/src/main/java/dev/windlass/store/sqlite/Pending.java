package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The line in front of the writer, and who writes: one at a time. Bounded: who finds the line full waits.
 *
 * <p>Safe for all threads. No wait here ends by an interrupt: a caller that was interrupted must still learn what became of its
 * write.
 */
final class Pending {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Condition drained = lock.newCondition();
    private final ArrayDeque<Ticket<?>> tickets = new ArrayDeque<>();
    private final int most;

    private Optional<StoreException> closed = Optional.empty();
    private boolean writing;

    Pending(int most) {
        this.most = most;
    }

    void add(Ticket<?> ticket) {
        lock.lock();
        try {
            while (tickets.size() >= most && closed.isEmpty()) {
                drained.awaitUninterruptibly();
            }
            if (closed.isPresent()) {
                ticket.fail(closed.get());
                return;
            }
            tickets.add(ticket);
            wakeWriter();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the caller write at once if nobody stands in line and nobody writes; it has to {@link #leave} then. */
    boolean pass() {
        lock.lock();
        try {
            if (writing || !tickets.isEmpty() || closed.isPresent()) {
                return false;
            }
            writing = true;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Whoever wrote is done. */
    void leave() {
        lock.lock();
        try {
            writing = false;
            wakeWriter();
        } finally {
            lock.unlock();
        }
    }

    /** Only if it would find something to do: each needless wake is two changes of thread. */
    private void wakeWriter() {
        if (!writing && (!tickets.isEmpty() || closed.isPresent())) {
            filled.signal();
        }
    }

    /**
     * Takes what stands in line, up to {@code limit}, to be written before the caller {@link #leave leaves}; waits while it is
     * empty or somebody else writes. Work that shares its transaction with nobody comes as a list of one. The list is empty when
     * the line is closed and everything was taken.
     */
    List<Ticket<?>> take(int limit) {
        lock.lock();
        try {
            while (writing || (tickets.isEmpty() && closed.isEmpty())) {
                filled.awaitUninterruptibly();
            }
            writing = true;
            var taken = together(limit);
            drained.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private List<Ticket<?>> together(int limit) {
        var taken = new ArrayList<Ticket<?>>(Math.min(limit, tickets.size()));
        while (taken.size() < limit && !tickets.isEmpty()) {
            var next = tickets.getFirst();
            if (next.alone() && !taken.isEmpty()) {
                return taken;
            }
            taken.add(tickets.removeFirst());
            if (next.alone()) {
                return taken;
            }
        }
        return taken;
    }

    /** Lets nobody in any more; who stands in line is still served. */
    void close(StoreException reason) {
        lock.lock();
        try {
            closed = closed.or(() -> Optional.of(reason));
            filled.signalAll();
            drained.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
