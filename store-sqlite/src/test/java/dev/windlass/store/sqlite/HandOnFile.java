package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.AuditStore;
import dev.windlass.store.Audited;
import dev.windlass.store.Repair;
import dev.windlass.store.contract.SteerableClock;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store whose file a hand can write to behind its back, and its auditor. */
abstract class HandOnFile {
    @TempDir
    Path directory;

    final SteerableClock clock = new SteerableClock();
    SqliteStore store;

    final Path file() {
        return directory.resolve("windlass.db");
    }

    @BeforeEach
    final void open() {
        store = SqliteStore.inline(file(), clock);
    }

    @AfterEach
    final void close() {
        store.close();
    }

    final void behindItsBack(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
            }
        }
    }

    /** Anything, past the store. */
    final void run(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    final int count(String table) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement();
                var row = statement.executeQuery("select count(*) from " + table)) {
            row.next();
            return row.getInt(1);
        }
    }

    /** A full round, perhaps in many calls. */
    static List<Repair> audit(AuditStore audits, int limit) {
        var repairs = new ArrayList<Repair>();
        Audited audited;
        do {
            audited = audits.audit(limit);
            repairs.addAll(audited.repairs());
        } while (audited.behind());
        return repairs;
    }

    final List<Repair> audit() {
        return audit(store.audits(), 1_000);
    }

    final void assertHealed(String fault) {
        assertThat(audit()).extracting(Repair::fault).containsOnly(fault);
        assertThat(audit()).as("repairs of a second round").isEmpty();
        assertThat(store.checkIntegrity()).isEqualTo("ok");
    }
}
