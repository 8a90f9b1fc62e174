package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import java.util.List;

/**
 * The way of every write: into the line, with whoever else stands there into one transaction, and back with the answer.
 *
 * <p>Safe for all threads. {@link #serve} is called by the writer's thread, or by nobody: then each caller serves itself, which is
 * how a single-threaded simulation drives the store. Whoever it is, one at a time writes.
 */
final class GroupCommit implements Writes {
    /** Most callers who share one transaction. Their work is bounded each, so this bounds the transaction. */
    private static final int MOST_TOGETHER = 256;

    private final Pending pending;
    private final Writer writer;
    private final Service service;

    /** Who runs the writer. */
    enum Service {
        THREAD,
        CALLER
    }

    GroupCommit(Pending pending, Writer writer, Service service) {
        this.pending = pending;
        this.writer = writer;
        this.service = service;
    }

    @Override
    public <T> T write(Work<T> work) {
        return submit(new Ticket<>(work, Ticket.Company.ANY));
    }

    /** Writes durably, in a transaction of its own; the work is run once at most. */
    <T> T writeAlone(Work<T> work) {
        return submit(new Ticket<>(work, Ticket.Company.NONE));
    }

    /** Refuses to be waited for by the thread that writes, which would wait for itself. */
    void requireNoTransaction() {
        writer.requireNoTransaction();
    }

    private <T> T submit(Ticket<T> ticket) {
        requireNoTransaction();
        switch (service) {
            case THREAD -> enter(ticket);
            case CALLER -> serve(ticket);
        }
        return ticket.await();
    }

    /**
     * A caller who finds nobody in line and nobody writing serves itself: that saves two changes of thread, which cost more than
     * the writing while few write. Foreign code is always run by the writer's thread.
     */
    private void enter(Ticket<?> ticket) {
        if (!ticket.alone() && pending.pass()) {
            write(List.of(ticket));
        } else {
            pending.add(ticket);
        }
    }

    private void write(List<Ticket<?>> batch) {
        try {
            writer.run(batch);
        } finally {
            pending.leave();
        }
    }

    private synchronized void serve(Ticket<?> ticket) {
        writer.run(List.of(ticket));
    }

    /** Writes what stands in line, again and again, until the line is closed and empty. */
    void serve() {
        var batch = pending.take(MOST_TOGETHER);
        while (!batch.isEmpty()) {
            write(batch);
            batch = pending.take(MOST_TOGETHER);
        }
    }

    /** Lets nobody in any more. */
    void close(StoreException reason) {
        pending.close(reason);
    }
}
