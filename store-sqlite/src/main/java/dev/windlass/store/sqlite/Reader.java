package dev.windlass.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalInt;

/** One connection that reads, held by one thread at a time. */
record Reader(Connection connection, Statements statements, Names names) {
    PreparedStatement statement(String sql) throws SQLException {
        return statements.of(sql);
    }

    OptionalInt findNumber(String name) throws SQLException {
        return names.find(statements, name);
    }

    String text(int number) throws SQLException {
        return names.text(statements, number);
    }
}
