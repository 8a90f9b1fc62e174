package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function of the user's that is to commit with its attempt, and what became of it the last time the store ran it.
 *
 * <p>Goes from the slot's thread to the store's and back; the store's call orders the two.
 */
final class Writing<T extends @Nullable Object, X extends Exception> implements SessionWork<Commit, X> {
    private final Runnable anew;
    private final SessionWork<T, X> work;
    private final Function<T, Commit> committing;

    private Optional<Written<T>> written = Optional.empty();
    private boolean threw;

    /** What the function gave, and the commit that was made of it. */
    record Written<T extends @Nullable Object>(T value, Commit commit) {}

    /** {@code anew} undoes what an earlier run of the work has left in this process. */
    Writing(Runnable anew, SessionWork<T, X> work, Function<T, Commit> committing) {
        this.anew = anew;
        this.work = work;
        this.committing = committing;
    }

    @Override
    public Commit run(Session session) throws X {
        anew.run();
        // Until the end is reached: whatever ends the function in between ends the attempt of the store, too.
        threw = true;
        var commit = made(work.run(session));
        threw = false;
        return commit;
    }

    /** The commit of a value that was found without a session. */
    Commit made(T value) {
        var commit = committing.apply(value);
        written = Optional.of(new Written<>(value, commit));
        return commit;
    }

    /** What the last run has made; that one counts if the commit does. */
    Optional<Written<T>> written() {
        return written;
    }

    /** The store is about to be asked. */
    void ask() {
        threw = false;
    }

    /** Whether the function itself has thrown since, and so undone everything. */
    boolean threw() {
        return threw;
    }
}
