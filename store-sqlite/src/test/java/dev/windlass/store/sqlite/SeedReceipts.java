package dev.windlass.store.sqlite;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.contract.simulation.Receipts;
import dev.windlass.task.JobId;
import dev.windlass.task.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A table of the user's in the file of a store. */
final class SeedReceipts implements Receipts {
    private final SqliteStore store;

    SeedReceipts(SqliteStore store) {
        this.store = store;
    }

    void create() {
        within("create table receipts (job text not null, fence integer not null)");
    }

    private void within(String sql) {
        store.<Integer, IllegalStateException>transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement()) {
                return statement.executeUpdate(sql);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    @Override
    public void write(Session session, LeaseKey by) {
        try (var insert =
                session.as(Connection.class).prepareStatement("insert into receipts (job, fence) values (?, ?)")) {
            insert.setString(1, by.job().toString());
            insert.setLong(2, by.fence());
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<LeaseKey> all() {
        return store.<List<LeaseKey>, IllegalStateException>transaction(session -> {
            try (var select = session.as(Connection.class).prepareStatement("select job, fence from receipts");
                    var row = select.executeQuery()) {
                var rows = new ArrayList<LeaseKey>();
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
