package dev.windlass.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.windlass.store.Store;
import dev.windlass.store.postgres.PostgresStore;
import dev.windlass.store.sqlite.SqliteStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Where a database is, in one word that fits on a command line.
 *
 * @param text the path of a SQLite file, or a JDBC URL of PostgreSQL
 */
record Address(String text) {
    private static final String POSTGRES = "jdbc:postgresql:";

    static Address of(Path file) {
        return new Address(file.toString());
    }

    Path file() {
        return Path.of(text);
    }

    /** Opens the store of Windlass there, which makes its tables if they are not there. */
    Store open() {
        return isPostgres() ? PostgresStore.at(text) : SqliteStore.at(file());
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url());
    }

    /** Connections for a peer: as durable as Windlass's, and with what the driver can do for batches. */
    HikariDataSource pool(int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl(url());
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    private boolean isPostgres() {
        return text.startsWith(POSTGRES);
    }

    String url() {
        return isPostgres()
                ? text + "&reWriteBatchedInserts=true"
                : "jdbc:sqlite:" + text
                        + "?journal_mode=WAL&synchronous=FULL&busy_timeout=30000&transaction_mode=IMMEDIATE";
    }
}
