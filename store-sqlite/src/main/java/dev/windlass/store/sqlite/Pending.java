package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The line in front of the writer. Bounded: who finds it full waits.
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
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes what stands in line, up to {@code limit}; waits while it is empty. Work that shares its transaction with nobody comes
     * as a list of one. The list is empty when the line is closed and everything was taken.
     */
    List<Ticket<?>> take(int limit) {
        lock.lock();
        try {
            while (tickets.isEmpty() && closed.isEmpty()) {
                filled.awaitUninterruptibly();
            }
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
