package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Work in the writer's queue, and the caller's place to wait for its answer. The answer is kept back until the transaction is
 * durable.
 */
final class Ticket<T> {
    private final Work<T> work;
    private final Company company;
    private final CompletableFuture<T> answer = new CompletableFuture<>();

    // Held by the writer between the work and the commit.
    private @Nullable T result;

    /** With whom work may share a transaction. */
    enum Company {
        /** Any other work. */
        ANY,
        /** None: it runs foreign code, which must not be run a second time because of a neighbour. */
        NONE
    }

    Ticket(Work<T> work, Company company) {
        this.work = work;
        this.company = company;
    }

    boolean alone() {
        return company == Company.NONE;
    }

    /** Runs the work within the open transaction. */
    void run(Turn turn) throws SQLException {
        result = work.run(turn);
    }

    /** The transaction is durable: answers. */
    void answer() {
        answer.complete(result);
    }

    void fail(Throwable trouble) {
        answer.completeExceptionally(trouble);
    }

    /**
     * Waits for the answer. An interrupt does not end the wait, because the work can no longer be called back; the thread's flag
     * stays set.
     */
    T await() {
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (alone() && e.getCause() instanceof Error error) {
                // An error of foreign code is the caller's own; one of ours must not end a thread of the engine.
                throw error;
            }
            throw seenByCaller(e.getCause());
        }
    }

    /** The same trouble, with the caller's stack: the one it was thrown with is the writer's and tells nothing. */
    private static RuntimeException seenByCaller(@Nullable Throwable trouble) {
        if (trouble instanceof StoreException known) {
            return new StoreException(known.code(), String.valueOf(known.getMessage()), known);
        }
        if (trouble instanceof RuntimeException unchecked) {
            // Once: an exception that is thrown again and again, as a constant is, must not grow each time.
            if (Stream.of(unchecked.getSuppressed()).noneMatch(AskedForHere.class::isInstance)) {
                unchecked.addSuppressed(new AskedForHere());
            }
            return unchecked;
        }
        return new IllegalStateException("the writer failed", trouble);
    }

    /** The stack of the thread that called the store. */
    private static final class AskedForHere extends RuntimeException {
        private static final long serialVersionUID = 1L;

        AskedForHere() {
            super("asked for here");
        }
    }
}
