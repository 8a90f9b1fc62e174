package dev.windlass.server;

import dev.windlass.store.LimitView;
import dev.windlass.store.Store;
import dev.windlass.task.DelayText;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The limits of a store, in words. */
final class LimitBook {
    private final Map<String, LimitView> limits;

    private LimitBook(Map<String, LimitView> limits) {
        this.limits = limits;
    }

    static LimitBook of(Store store) {
        return new LimitBook(store.limits().list().stream().collect(Collectors.toMap(LimitView::name, view -> view)));
    }

    /** What these keys allow, and how full their limits are. */
    String sentence(List<LimitKey> keys) {
        return keys.stream().map(this::sentence).collect(Collectors.joining(" and "));
    }

    private String sentence(LimitKey key) {
        return "limit " + key
                + Optional.ofNullable(limits.get(key.limit()))
                        .map(view -> " (" + words(view.inForce().bound()) + "; of all its keys "
                                + usage(view.held(), view.waiting(), " and ") + ")")
                        .orElse(" (which the store does not know any more)");
    }

    /** {@code 1 job passes, 2 wait}. */
    static String usage(long held, long waiting, String between) {
        return Words.of(held, "job passes", "jobs pass") + between + Words.of(waiting, "waits", "wait");
    }

    static String words(Limit.Bound bound) {
        if (bound instanceof Limit.Bound.Concurrent concurrent) {
            return concurrent.jobs() + " at a time";
        }
        if (bound instanceof Limit.Bound.Rated rated) {
            return Words.of(rated.rate().count(), "start", "starts") + " in "
                    + DelayText.format(rated.rate().per());
        }
        return bound instanceof Limit.Bound.Sequence ? "one after the other" : "one at a time";
    }
}
