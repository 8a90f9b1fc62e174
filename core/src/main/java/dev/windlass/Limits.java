package dev.windlass;

import dev.windlass.store.KeyView;
import dev.windlass.store.LimitView;
import dev.windlass.store.Store;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Given;
import dev.windlass.task.Limit;
import dev.windlass.task.WindlassException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The limits of a store as people see and steer them. An override is durable when the call returns, holds from the next grant on, and
 * wins over every declaration in code until {@link #reset}, over restarts and releases. Jobs that hold permits beyond a smaller number
 * keep them. Safe for all threads.
 *
 * <p>A limit that the store does not know is refused with {@link ErrorCode#NOT_FOUND}: it would be a spelling mistake. On a store
 * without the ability RULED every call throws UnsupportedOperationException.
 */
public final class Limits {
    /** Most keys that {@link #keys} lists at a time. */
    public static final int PAGE = 100;

    private final Windlass windlass;

    Limits(Windlass windlass) {
        this.windlass = windlass;
    }

    /** All limits, by name: what code declared, what people override, permits and waiting jobs over all keys. */
    public List<LimitView> list() {
        return store().limits().list();
    }

    /** One of them. */
    public Optional<LimitView> find(String limit) {
        Given.to("find", "the name of a limit", limit);
        return list().stream().filter(view -> view.name().equals(limit)).findFirst();
    }

    /** The first {@link #PAGE} keys that jobs use, by their text. Such a page may be out of date when it is read. */
    public List<KeyView> keys(String limit) {
        return keys(limit, "");
    }

    /** As {@link #keys(String)}, beginning after this key. */
    public List<KeyView> keys(String limit, String after) {
        Given.to("keys", "the name of a limit", limit);
        Given.to("keys", "a key", after);
        known(limit);
        return store().limits().keys(limit, after, PAGE);
    }

    /**
     * Lets another number hold instead of the declared one. Numbers alone: what kind of limit it is belongs to the code that relies
     * on it, and a mutex or a sequence has no number, so anything else is refused.
     */
    public void override(Limit limit) {
        Given.to("override", "a limit", limit);
        known(limit.name()).refuses(limit).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        store().limits().override(limit);
        windlass.engine().hintUpkeep();
    }

    /** Back to what code declares. Repeatable. */
    public void reset(String limit) {
        Given.to("reset", "the name of a limit", limit);
        known(limit);
        store().limits().reset(limit);
        windlass.engine().hintUpkeep();
    }

    private LimitView known(String limit) {
        var views = list();
        return views.stream()
                .filter(view -> view.name().equals(limit))
                .findFirst()
                .orElseThrow(() -> unknown(limit, views));
    }

    private static WindlassException unknown(String limit, List<LimitView> known) {
        var names =
                known.isEmpty() ? "none" : known.stream().map(LimitView::name).collect(Collectors.joining(", "));
        return new WindlassException(
                ErrorCode.NOT_FOUND,
                "limit \"" + limit + "\" is not known to this store, known are " + names
                        + "; a limit is known once a Windlass that declares it was started");
    }

    private Store store() {
        windlass.engine().requireRunning();
        return windlass.store();
    }
}
