package dev.windlass.benchmarks;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/** SQL that contenders need around their work. */
final class Script {
    private static final long LOOK_NANOS = 5_000_000;

    private Script() {}

    /** Runs a script that lies beside a class. */
    static void run(Address database, Class<?> beside, String name) throws SQLException, IOException {
        try (var script = beside.getResourceAsStream(name)) {
            if (script == null) {
                throw new FileNotFoundException(name + " is not in the jar of " + beside.getName());
            }
            try (var connection = database.connect()) {
                execute(connection, new String(script.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
    }

    static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The first column of the only row. */
    static String one(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            row.next();
            return String.valueOf(row.getString(1));
        }
    }

    /** Returns when a query gives no row any more. For contenders that tell their ends to nobody. */
    static void awaitNone(DataSource source, String sql) throws SQLException {
        try (var connection = source.getConnection();
                var statement = connection.prepareStatement(sql)) {
            while (hasRow(statement)) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    private static boolean hasRow(PreparedStatement statement) throws SQLException {
        try (var row = statement.executeQuery()) {
            return row.next();
        }
    }
}
