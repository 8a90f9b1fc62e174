package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Lease;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DamagedException;
import dev.windlass.task.FatalException;
import dev.windlass.task.FencedException;
import dev.windlass.task.SessionWork;
import dev.windlass.task.UnreadableException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What one attempt commits before it returns: its checkpoints, and its end where writes of the user's go with it.
 *
 * <p>Belongs to the slot's thread; the store calls {@link Writing} on a thread of its own meanwhile.
 */
final class Commits {
    private final Run run;
    private final Lease lease;
    private final RunParts parts;
    private final Children children;
    private Optional<Steps> steps = Optional.empty();

    /** Each try has a new one, so that none is ever answered by the record of another. */
    private int ordinal;

    Commits(Run run, RunParts parts) {
        this.run = run;
        this.lease = run.lease();
        this.parts = parts;
        this.children = new Children(lease.key().job());
    }

    /** What the next commit brings along. */
    Children children() {
        return children;
    }

    private interface Asking<X extends Exception> {
        CommitAnswer ask() throws X;
    }

    <T extends @Nullable Object, X extends Exception> T completing(SessionWork<T, X> work) throws X {
        var mark = children.count();
        var writing = new Writing<T, X>(() -> children.cut(mark), work, this::success);
        return commit(mark, writing, () -> parts.point().write(lease.key(), Commit.LAST, writing, run::isUnawaited));
    }

    private Commit success(@Nullable Object value) {
        var then = parts.verdicts().succeeded(lease, parts.result(lease, value), run.span());
        if (then instanceof Then.Succeed) {
            return run.commit(then);
        }
        throw new FatalException(then.ended().error().orElse("the result cannot be stored"));
    }

    <T extends @Nullable Object, X extends Exception> T checkpoint(String name, Class<T> type, SessionWork<T, X> work)
            throws X {
        if (steps(name).has(name)) {
            return known(name, type);
        }
        var mark = children.count();
        var number = ++ordinal;
        var writing = new Writing<T, X>(() -> children.cut(mark), work, value -> checkpoint(number, name, value));
        return step(name, mark, writing, () -> parts.point().write(lease.key(), number, writing, run::isUnawaited));
    }

    <T extends @Nullable Object> T checkpoint(String name, Class<T> type, Callable<T> work) throws Exception {
        if (steps(name).has(name)) {
            return known(name, type);
        }
        run.requireGoing();
        var mark = children.count();
        var value = call(work, mark);
        var number = ++ordinal;
        var writing =
                new Writing<T, RuntimeException>(() -> {}, session -> value, known -> checkpoint(number, name, known));
        return step(name, mark, writing, () -> parts.point().write(writing.made(value), run::isUnawaited));
    }

    private <T extends @Nullable Object> T call(Callable<T> work, int mark) throws Exception {
        var done = false;
        try {
            var value = work.call();
            done = true;
            return value;
        } finally {
            if (!done) {
                children.cut(mark);
            }
        }
    }

    @SuppressWarnings("NullAway") // The value may be null where the work's may be.
    private <T extends @Nullable Object> T known(String name, Class<T> type) {
        try {
            return steps(name).value(name, type);
        } catch (UnreadableException e) {
            // The error of an attempt is stored as plain text.
            throw parts.seal(lease).isOn() ? e.withoutQuotes() : e;
        }
    }

    private Steps steps(String name) {
        Steps.requireName(name);
        var read = steps.orElseGet(() -> Steps.read(lease.key().job(), checkpoint()));
        steps = Optional.of(read);
        return read;
    }

    /** What an earlier attempt has stored. */
    private Optional<Content> checkpoint() {
        try {
            var stored = lease.checkpoint();
            return stored.isPresent()
                    ? Optional.of(parts.seal(lease).open(Piece.CHECKPOINT, stored.get()))
                    : Optional.empty();
        } catch (DamagedException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Commit checkpoint(int number, String name, @Nullable Object value) {
        var content = parts.seal(lease)
                .close(Piece.CHECKPOINT, steps(name).with(name, value).content());
        parts.intake().requireSize(lease.key().job(), name, content);
        return new Commit(lease.key(), number, new Then.GoOn(), Optional.of(content), children.all(), Optional.empty());
    }

    private <T extends @Nullable Object, X extends Exception> T step(
            String name, int mark, Writing<T, X> writing, Asking<X> asking) throws X {
        var value = commit(mark, writing, asking);
        steps = Optional.of(steps(name).with(name, value));
        return value;
    }

    private <T extends @Nullable Object, X extends Exception> T commit(
            int mark, Writing<T, X> writing, Asking<X> asking) throws X {
        run.beginCommit();
        var written = Optional.<Writing.Written<T>>empty();
        try {
            // Accepted although the work never ran here: then it was not by us.
            written = asking.ask().decides() ? writing.written() : Optional.empty();
        } finally {
            if (written.isEmpty()) {
                children.cut(mark);
                run.notCommitted();
            }
        }
        var counted = written.orElseThrow(
                () -> new FencedException(lease.key().job(), lease.key().fence()));
        children.cut(0);
        run.committed(counted.commit());
        return counted.value();
    }
}
