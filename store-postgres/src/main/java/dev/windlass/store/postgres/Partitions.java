package dev.windlass.store.postgres;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.postgres.Pruning.Table;
import dev.windlass.store.postgres.Pruning.Turn;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes partitions of the past a week ahead, and drops those from which all rows are gone. Nothing rests on it: rows that find no
 * partition go into the default one and are removed from there, and so does a role live that may not make tables.
 *
 * <p>Safe for all threads.
 */
final class Partitions {
    private static final ProgramLog log = ProgramLog.of(Partitions.class);

    /**
     * Whoever waits for a lock on a table holds up all that come after it, finishes above all: for no longer than this. What somebody
     * reads for longer is left for the next minute.
     */
    private static final String PATIENCE = "select set_config('lock_timeout', '10ms', true)";

    private static final String TRIED = "update windlass.pruner set tried = ?";

    /**
     * Rows of the default partition are looked through, under a lock on it, when another is made. They are few unless partitions could
     * not be made for long.
     */
    private static final String REST = "select pg_relation_size('windlass.past_rest') as bytes";

    private static final long MOST_REST = 64L << 20;

    /** Dead rows need no vacuum where the table goes with them. */
    private static final String MAKE = """
            create table windlass.TABLE (like windlass.past including defaults) with (autovacuum_vacuum_threshold = 2000000000);
            alter table windlass.past attach partition windlass.TABLE for values from (KEPT, 'BEGINS') to (KEPT, 'ENDS')
            """;

    private static final String LEFT =
            "select exists (select 1 from windlass.TABLE where ctid >= ('(' || ? || ',0)')::tid) as there";

    /** In the order in which readers lock them. */
    private static final String LOCK = "lock table windlass.past, windlass.TABLE in access exclusive mode";

    private static final String DROP = "drop table windlass.TABLE; delete from windlass.pruned where name = 'TABLE'";

    /**
     * What passes: a lock that somebody holds, a table that another has made, the default partition has rows in its range, and a standstill
     * with somebody who locks in another order.
     */
    private static final Set<String> PASSING = Set.of("55P03", "42P07", "23505", "23514", "40P01");

    private static final String DENIED = "42501";

    private final Database database;
    private final AtomicBoolean denied = new AtomicBoolean();

    Partitions(Database database) {
        this.database = database;
    }

    /** Once in a minute, by one process. */
    void keep() {
        database.run(transaction -> {
            var turn = Pruning.turn(transaction);
            if (turn.isPresent() && turn.get().due()) {
                keep(transaction, turn.get());
            }
        });
    }

    private void keep(Transaction transaction, Turn turn) throws SQLException {
        try (var tried = transaction.call(TRIED);
                var patience = transaction.call(PATIENCE)) {
            tried.instant(turn.now()).run();
            patience.list(row -> row);
        }
        make(transaction, turn);
        drop(transaction, turn);
    }

    private void make(Transaction transaction, Turn turn) throws SQLException {
        var there = Pruning.tables(transaction).stream().map(Table::partition).toList();
        var missing = Partition.ahead(turn.now()).stream()
                .filter(partition -> !there.contains(partition))
                .toList();
        if (missing.isEmpty() || rest(transaction) > MOST_REST) {
            return;
        }
        for (var partition : missing) {
            var sql = MAKE.replace("KEPT", Integer.toString(partition.kept()))
                    .replace("BEGINS", partition.begins().toString())
                    .replace("ENDS", partition.ends().toString());
            if (!attempt(transaction, partition, sql) && denied.get()) {
                return;
            }
        }
    }

    private static long rest(Transaction transaction) throws SQLException {
        try (var call = transaction.call(REST)) {
            return call.get(row -> row.number("bytes"));
        }
    }

    /** One at a time, so that nobody waits for many. */
    private void drop(Transaction transaction, Turn turn) throws SQLException {
        for (var table : Pruning.tables(transaction)) {
            if (!table.partition().ends().isAfter(turn.now()) && isEmpty(transaction, table)) {
                // Under the lock nobody adds a row; none can be added to what is over, but a row lost is a job run
                // twice.
                if (attempt(transaction, table.partition(), LOCK) && isEmpty(transaction, table)) {
                    attempt(transaction, table.partition(), DROP);
                }
                return;
            }
        }
    }

    private static boolean isEmpty(Transaction transaction, Table table) throws SQLException {
        try (var call = transaction.call(LEFT.replace("TABLE", table.partition().table()))) {
            return !call.number(table.page()).get(row -> row.truth("there"));
        }
    }

    /** Whether it went through; if not, nothing has happened, and the transaction goes on. */
    private boolean attempt(Transaction transaction, Partition partition, String sql) throws SQLException {
        var before = transaction.connection().setSavepoint();
        try {
            transaction.execute(sql.replace("TABLE", partition.table()));
            return true;
        } catch (SQLException e) {
            transaction.connection().rollback(before);
            tell(partition, e);
            return false;
        }
    }

    private void tell(Partition partition, SQLException error) throws SQLException {
        var state = String.valueOf(error.getSQLState());
        if (state.equals(DENIED)) {
            if (!denied.getAndSet(true)) {
                log.info(
                        "the role may not make or drop tables, so ended jobs are removed row by row, and not by partitions; make it"
                                + " the owner of the schema for that: {}",
                        error.getMessage());
            }
        } else if (PASSING.contains(state)) {
            log.debug("a partition is left as it is for a minute: table={}", partition.table(), error);
        } else {
            throw error;
        }
    }
}
