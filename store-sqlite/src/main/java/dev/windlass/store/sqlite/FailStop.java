package dev.windlass.store.sqlite;

import dev.windlass.store.StoreException;
import java.util.Optional;

/** Whether the store still answers. Once it was tripped it stays so: only opening the file anew can help. Safe for all threads. */
final class FailStop {
    private volatile Optional<StoreException> reason = Optional.empty();

    /** From now on every call is refused. The first reason stays. */
    synchronized void trip(StoreException why) {
        reason = reason.or(() -> Optional.of(why));
    }

    Optional<StoreException> reason() {
        return reason;
    }

    void check() {
        var known = reason;
        if (known.isPresent()) {
            throw new StoreException(
                    known.get().code(), String.valueOf(known.get().getMessage()), known.get());
        }
    }
}
