package dev.windlass.benchmarks.beside;

import dev.windlass.store.LeaseKey;
import dev.windlass.task.JobId;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** A table of the user's in the database of a store that lends transactions. */
final class ReceiptTable {
    private final String name;
    private final Lender lender;

    /** Lends a transaction of its store. */
    @FunctionalInterface
    interface Lender {
        Set<LeaseKey> lend(SessionWork<Set<LeaseKey>, IllegalStateException> work);
    }

    private ReceiptTable(String name, Lender lender) {
        this.name = name;
        this.lender = lender;
    }

    static ReceiptTable create(String name, Lender lender) {
        var table = new ReceiptTable(name, lender);
        lender.lend(session -> {
            table.execute(session, "create table " + name + " (job text not null, fence bigint not null)");
            return Set.of();
        });
        return table;
    }

    void write(Session session, LeaseKey by) {
        execute(session, "insert into %s (job, fence) values ('%s', %d)".formatted(name, by.job(), by.fence()));
    }

    private void execute(Session session, String sql) {
        try (var statement = session.as(Connection.class).createStatement()) {
            statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each row once: no two attempts share a fence of a job. */
    Set<LeaseKey> all() {
        return lender.lend(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery("select job, fence from " + name)) {
                var rows = new HashSet<LeaseKey>();
                while (row.next()) {
                    rows.add(new LeaseKey(JobId.parse(row.getString(1)), row.getLong(2)));
                }
                return rows;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
