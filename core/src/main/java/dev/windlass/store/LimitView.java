package dev.windlass.store;

import dev.windlass.task.Limit;
import dev.windlass.task.Limit.Bound;
import java.util.Optional;

/**
 * A limit as people see it.
 *
 * @param declared what the last program that declared it said; empty if only a person has spoken
 * @param override what a person put over it; holds only over a declaration of its kind
 * @param held permits that jobs hold now, over all keys; counted up to {@link LimitStore#MOST_COUNTED}
 * @param waiting jobs that wait in the lines of its keys; counted as far
 */
public record LimitView(String name, Optional<Limit> declared, Optional<Limit> override, int held, int waiting) {
    /** The bound that holds. */
    public Limit inForce() {
        return inForce(declared, override).orElseThrow();
    }

    /** The override, unless it is of another kind than what was declared, perhaps later: a mutex that lets three pass is none. */
    public static Optional<Limit> inForce(Optional<Limit> declared, Optional<Limit> override) {
        return override.filter(person ->
                        declared.map(code -> isOfOneKind(code, person)).orElse(true))
                .or(() -> declared);
    }

    private static boolean isOfOneKind(Limit one, Limit other) {
        return one.bound().getClass() == other.bound().getClass();
    }

    /** Why people may not put this over it, if so: what kind of limit it is belongs to the code that relies on it. */
    public Optional<String> refuses(Limit other) {
        var known = inForce();
        var is = known.bound();
        if (is instanceof Bound.Mutex || is instanceof Bound.Sequence) {
            return Optional.of(
                    "limit " + name + " is a " + kind(is) + " and has no number to override; change its declaration");
        }
        return isOfOneKind(known, other)
                ? Optional.empty()
                : Optional.of("limit " + name + " is declared as " + kind(is) + " and the override says "
                        + kind(other.bound())
                        + "; an override changes numbers, for another kind change its declaration");
    }

    private static String kind(Bound bound) {
        if (bound instanceof Bound.Concurrent) {
            return "concurrent";
        }
        if (bound instanceof Bound.Rated) {
            return "rate";
        }
        return bound instanceof Bound.Sequence ? "sequence" : "mutex";
    }
}
