package dev.windlass.store.sqlite;

import java.sql.Connection;

/** A fault for the power-loss suite to find: commits that are not synced to the disk. */
public final class Unsynced {
    private Unsynced() {}

    /** Turns syncs off behind the store's back; it would refuse to open that way. */
    public static SqliteStore spoil(SqliteStore store) throws Exception {
        var writing = (Connection) field(field(store, "parts"), "writing");
        try (var statement = writing.createStatement()) {
            statement.execute("pragma synchronous = off");
            try (var row = statement.executeQuery("pragma synchronous")) {
                if (!row.next() || row.getInt(1) != 0) {
                    throw new IllegalStateException("the connection still syncs");
                }
            }
        }
        return store;
    }

    private static Object field(Object owner, String name) throws ReflectiveOperationException {
        var field = owner.getClass().getDeclaredField(name);
        field.setAccessible(true);
        return field.get(owner);
    }
}
