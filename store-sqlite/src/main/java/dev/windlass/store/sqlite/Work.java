package dev.windlass.store.sqlite;

import java.sql.SQLException;

/**
 * Something to write. It may be run twice: when it shares a transaction with other work that fails, all of it is undone, and each
 * is tried again alone. So it changes nothing but the database.
 */
@FunctionalInterface
interface Work<T> {
    T run(Turn turn) throws SQLException;
}
