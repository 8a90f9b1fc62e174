package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** Something that should not be, in rows of one kind; {@code K} is their key. */
interface Fault<K> {
    /** What is wrong, for people. */
    String fault();

    /** Selects rows in the order of their keys, read beside the writer. */
    String look();

    /** Asks for up to {@code limit} rows behind one. */
    void bind(PreparedStatement look, K after, int limit) throws SQLException;

    K key(ResultSet row) throws SQLException;

    boolean isWrong(ResultSet row) throws SQLException;

    /** Looks again, because much may have happened since, and heals what is wrong still. */
    Optional<Repair> heal(Turn turn, K key) throws SQLException;
}
