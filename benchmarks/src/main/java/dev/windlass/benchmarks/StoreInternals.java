package dev.windlass.benchmarks;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the raw loop takes from store-postgres, so that it cannot be something else than what the store sends. */
final class StoreInternals {
    private static final String PACKAGE = "dev.windlass.store.postgres.";

    private StoreInternals() {}

    /** The text of a statement. */
    static String statement(String owner, String constant) {
        try {
            var field = Class.forName(PACKAGE + owner).getDeclaredField(constant);
            field.setAccessible(true);
            return String.valueOf(field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the store has no statement " + owner + "." + constant, e);
        }
    }

    /** A column of ids as the store binds it. */
    static Object ids(@Nullable UUID[] ids) {
        try {
            var constructor = Class.forName(PACKAGE + "UuidArray").getDeclaredConstructor(UUID[].class);
            constructor.setAccessible(true);
            return constructor.newInstance((Object) ids);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the store binds ids in another way", e);
        }
    }
}
