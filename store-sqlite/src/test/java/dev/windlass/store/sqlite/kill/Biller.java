package dev.windlass.store.sqlite.kill;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteOptions;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** Bills whom it finds in a file: a row of its own for each job that succeeds, and one for each that reaches its checkpoint. */
final class Biller {
    static final Task<Integer, Integer> BILL = Task.named("bill", Integer.class, Integer.class);
    static final SqliteOptions PATIENT = SqliteOptions.DEFAULTS.withTransactionLimit(Duration.ofMinutes(1));

    private Biller() {}

    static SessionWork<Integer, SQLException> row(String table, int number) {
        return session -> insert(session, table, number);
    }

    private static int insert(Session session, String table, int number) throws SQLException {
        try (var insert = session.as(Connection.class).prepareStatement("insert into " + table + " (job) values (?)")) {
            insert.setInt(1, number);
            return insert.executeUpdate();
        }
    }

    public static void main(String[] arguments) throws Exception {
        try (var windlass = Windlass.on(SqliteStore.at(Path.of(arguments[0]), PATIENT))
                .perform(BILL, (number, run) -> {
                    run.checkpoint("charged", Integer.class, row("charge", number));
                    return run.completing(row("invoice", number));
                })
                .slots(4)
                .start()) {
            System.out.println("billing");
            windlass.drain();
        }
    }
}
