package dev.windlass.store.sqlite;

import dev.windlass.task.Content;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Content in four neighbouring columns: type, version, checksum, bytes. */
final class Contents {
    private Contents() {}

    /** What the columns from {@code first} on hold, with the checksum that was stored. */
    static Content read(ResultSet row, int first, TextOf names) throws SQLException {
        return Content.stored(
                names.text(row.getInt(first)), row.getInt(first + 1), row.getBytes(first + 3), row.getInt(first + 2));
    }

    static void bind(PreparedStatement statement, int first, Content content, NumberOf names) throws SQLException {
        statement.setInt(first, names.number(content.type()));
        statement.setInt(first + 1, content.version());
        statement.setInt(first + 2, content.crc());
        statement.setBytes(first + 3, content.bytes());
    }

    /** Leaves the four columns empty. */
    static void bindNone(PreparedStatement statement, int first) throws SQLException {
        for (var column = first; column < first + 4; column++) {
            statement.setObject(column, null);
        }
    }

    /** The name that has a number. */
    @FunctionalInterface
    interface TextOf {
        String text(int number) throws SQLException;
    }

    /** The number that a name has. */
    @FunctionalInterface
    interface NumberOf {
        int number(String name) throws SQLException;
    }
}
