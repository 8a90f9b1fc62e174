package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.Migrations.Migration;
import dev.windlass.store.postgres.PostgresOptions.SchemaLock;
import dev.windlass.store.postgres.PostgresSchema.State;
import dev.windlass.store.postgres.PostgresSchema.Step;
import dev.windlass.task.ErrorCode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables of a store, compared with those that this program knows, and brought to its version. Used by one thread, in one
 * transaction.
 */
final class Schema {
    /**
     * Of all processes that start at once one changes the schema, and the others wait for it. Held to the end of the transaction,
     * so that a pooler cannot keep it. The number stands for nothing else in this database than this schema.
     */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('windlass ' || ?, 0))";

    /** The same where there are no advisory locks; the row is no step, and only there to be locked. */
    private static final String LOCK_ROW = "select version from windlass.migration where version = 0 for update";

    private static final String THERE = "select to_regclass(?) is not null as there";
    private static final String HAS_SCHEMA = "select to_regnamespace(?) is not null as there";
    private static final String DONE =
            "select version, oldest, checksum from windlass.migration where version > 0 order by version";

    /** Oldest is the version that a program has to know, so that it may work with what the step has made. */
    private static final String CREATE = """
            create table windlass.migration (
              version int primary key,
              oldest int not null,
              checksum text not null,
              at timestamptz not null);
            insert into windlass.migration (version, oldest, checksum, at) values (0, 0, '', clock_timestamp());
            """;

    private static final String RECORD = """
            insert into windlass.migration (version, oldest, checksum, at)
            values (%d, %d, '%s', clock_timestamp());
            """;

    /**
     * A role may bound its statements, and a step on a large table takes what it takes; it may let each transaction see what was there at
     * its start, and what happened before the lock was had has to be seen here. A process that vanishes must not keep the lock.
     */
    private static final String SETTINGS = """
            set transaction isolation level read committed;
            set local statement_timeout = 0;
            set local lock_timeout = 0;
            set local idle_in_transaction_session_timeout = '10s';
            """;

    /**
     * What those are told who create the same at the same time, without a lock: a schema, a table, a type or a row of that name is
     * there, or a row of the catalogue has changed.
     */
    private static final Set<String> CREATED_BY_ANOTHER = Set.of("42P06", "42P07", "42710", "23505", "XX000");

    /** Each time something is there that was not before, and there are two things. */
    private static final int MOST_TRIES = 5;

    private final Transaction transaction;
    private final Names names;
    private final List<Migration> known = Migrations.ofThisVersion();

    private record Done(int version, int oldest, String checksum) {}

    private Schema(Transaction transaction, Names names) {
        this.transaction = transaction;
        this.names = names;
    }

    static Schema in(Transaction transaction, Names names) {
        return new Schema(transaction, names);
    }

    /** Whether all steps of this program are done; refused where they have to be. */
    boolean isDone(boolean isRequired) throws SQLException {
        var missing = missing().size();
        if (missing > 0 && isRequired) {
            throw refused(
                    "has " + (known.size() - missing) + " of " + known.size()
                            + " steps of this program; run 'windlass schema migrate', or the SQL that 'windlass schema print' gives");
        }
        return missing == 0;
    }

    /** Runs the steps that are missing, each once, however many processes do so at once. */
    static List<Integer> migrate(Database database, SchemaLock lock) {
        if (lock == SchemaLock.ROW) {
            createLockable(database);
        }
        return database.alone(transaction -> new Schema(transaction, database.names()).migrate(lock));
    }

    /** Makes the table whose row is to be locked. Commits, because a row that is not committed can be locked by nobody. */
    private static void createLockable(Database database) {
        for (var tried = 1; ; tried++) {
            try {
                database.tryAlone(transaction -> {
                    new Schema(transaction, database.names()).createLedger();
                    return transaction;
                });
                return;
            } catch (SQLException e) {
                if (tried == MOST_TRIES || !CREATED_BY_ANOTHER.contains(String.valueOf(e.getSQLState()))) {
                    throw Refusal.of(e, database.address());
                }
            }
        }
    }

    private List<Integer> migrate(SchemaLock lock) throws SQLException {
        // Another may hold the lock for as long as a step on a large table takes.
        transaction.connection().setNetworkTimeout(Runnable::run, 0);
        execute(SETTINGS);
        try (var call = transaction.plain(lock == SchemaLock.ROW ? LOCK_ROW : LOCK)) {
            (lock == SchemaLock.ROW ? call : call.text(names.of(""))).list(row -> names);
        }
        createLedger();
        // Looked at under the lock: somebody else may have done it while this waited.
        var missing = missing();
        for (var migration : missing) {
            execute(names.inScript(migration.sql()));
            execute(names.in(record(migration)));
        }
        return missing.stream().map(Migration::version).toList();
    }

    private void createLedger() throws SQLException {
        if (!isThere(HAS_SCHEMA, names.schema())) {
            execute("create schema " + names.schema());
        }
        if (!isThere(THERE, names.of("migration"))) {
            execute(names.in(CREATE));
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = transaction.connection().createStatement()) {
            statement.execute(sql);
        }
    }

    /** All that makes a schema from nothing, for people to run. */
    static String script(Names names) {
        var known = Migrations.ofThisVersion();
        var script = new StringBuilder();
        script.append("-- The tables of Windlass in schema ")
                .append(names.schema())
                .append(", steps 1 to ")
                .append(known.size())
                .append(". One transaction: all of it happens, or nothing.\n");
        script.append("begin;\n\ncreate schema if not exists ")
                .append(names.schema())
                .append(";\n\n")
                .append(names.in(CREATE));
        for (var migration : known) {
            script.append('\n').append(names.inScript(migration.sql())).append('\n');
            script.append(names.in(record(migration)));
        }
        return script.append("\ncommit;\n").toString();
    }

    /** Of numbers and hexadecimal digits alone, so nothing has to be quoted. */
    private static String record(Migration migration) {
        return RECORD.formatted(migration.version(), migration.oldest(), migration.checksum());
    }

    /** The steps that are not done yet; refuses a schema that this program cannot work with. */
    private List<Migration> missing() throws SQLException {
        var done = done();
        done.values().forEach(this::requireUsable);
        return known.stream()
                .filter(migration -> !done.containsKey(migration.version()))
                .toList();
    }

    /** What has become of each step that the database or this program knows. */
    List<Step> steps() throws SQLException {
        var done = done();
        var steps = new ArrayList<Step>();
        for (var migration : known) {
            var there = done.remove(migration.version());
            steps.add(new Step(
                    migration.version(),
                    there == null
                            ? State.MISSING
                            : there.checksum().equals(migration.checksum()) ? State.DONE : State.EDITED));
        }
        done.values()
                .forEach(newer -> steps.add(
                        new Step(newer.version(), newer.oldest() > known.size() ? State.UNKNOWN : State.NEWER)));
        steps.sort(Comparator.comparingInt(Step::version));
        return List.copyOf(steps);
    }

    private Map<Integer, Done> done() throws SQLException {
        var steps = new TreeMap<Integer, Done>();
        if (isThere(THERE, names.of("migration"))) {
            try (var done = transaction.plain(DONE)) {
                done.list(row -> new Done(row.integer("version"), row.integer("oldest"), row.text("checksum")))
                        .forEach(step -> steps.put(step.version(), step));
            }
        }
        return steps;
    }

    private void requireUsable(Done step) {
        if (step.version() > known.size()) {
            if (step.oldest() > known.size()) {
                throw refused("has version " + step.version() + ", with which programs work that know version "
                        + step.oldest() + ", and this one knows versions up to " + known.size()
                        + "; use a newer program");
            }
            return;
        }
        var ours = known.get(step.version() - 1).checksum();
        if (!ours.equals(step.checksum())) {
            throw refused("was made by a migration " + step.version() + " with the checksum " + step.checksum()
                    + ", this program has " + ours + "; migrations are never edited, so use the program that made it");
        }
    }

    private boolean isThere(String sql, String name) throws SQLException {
        try (var call = transaction.plain(sql)) {
            return call.text(name).get(row -> row.truth("there"));
        }
    }

    private StoreException refused(String why) {
        return new StoreException(ErrorCode.STORE_REFUSED, "the schema " + names.schema() + " " + why);
    }
}
