package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.Migrations.Migration;
import dev.windlass.store.postgres.PostgresOptions.SchemaChange;
import dev.windlass.task.ErrorCode;
import java.sql.SQLException;
import java.util.List;

/** The tables of a store, brought to this program's version or found to be. */
final class Schema {
    /**
     * Of all processes that start at once one changes the schema, and the others wait for it. Held to the end of the transaction,
     * so that a pooler cannot keep it. The number stands for nothing else in this database than this schema.
     */
    private static final String LOCK = "select pg_advisory_xact_lock(hashtextextended('windlass ' || ?, 0))";

    private static final String THERE = "select to_regclass(?) is not null as there";
    private static final String HAS_SCHEMA = "select to_regnamespace(?) is not null as there";
    private static final String DONE = "select version, checksum from windlass.migration order by version";
    private static final String CREATE = """
            create table windlass.migration (
              version int primary key,
              checksum text not null,
              at timestamptz not null)
            """;
    private static final String RECORD =
            "insert into windlass.migration (version, checksum, at) values (?, ?, clock_timestamp())";

    private final Transaction transaction;
    private final Names names;
    private final List<Migration> known;

    private record Done(int version, String checksum) {}

    private Schema(Transaction transaction, Names names, List<Migration> known) {
        this.transaction = transaction;
        this.names = names;
        this.known = known;
    }

    /** Leaves the schema at this program's version, or refuses it. */
    static void open(Database database, SchemaChange change) {
        database.run(transaction -> {
            var schema = new Schema(transaction, database.names(), Migrations.ofThisVersion());
            if (schema.missing() > 0) {
                schema.change(change);
            }
        });
    }

    private void change(SchemaChange change) throws SQLException {
        if (change == SchemaChange.REQUIRE) {
            throw refused(
                    "has " + (known.size() - missing()) + " of " + known.size()
                            + " steps of this program; run 'windlass schema migrate', or the SQL that 'windlass schema print' gives");
        }
        try (var lock = transaction.plain(LOCK)) {
            lock.text(names.of("")).list(row -> names);
        }
        // Somebody else may have done it while this waited.
        migrate();
    }

    private void migrate() throws SQLException {
        try (var statement = transaction.connection().createStatement()) {
            if (!isThere(HAS_SCHEMA, names.schema())) {
                statement.execute("create schema " + names.schema());
            }
            if (!isThere(THERE, names.of("migration"))) {
                statement.execute(names.in(CREATE));
            }
            for (var migration : known.subList(known.size() - missing(), known.size())) {
                statement.execute(names.inScript(migration.sql()));
                record(migration);
            }
        }
    }

    private void record(Migration migration) throws SQLException {
        try (var record = transaction.plain(RECORD)) {
            record.number(migration.version()).text(migration.checksum()).run();
        }
    }

    /** How many steps are not done yet; refuses what is newer than this program or differs from it. */
    private int missing() throws SQLException {
        if (!isThere(THERE, names.of("migration"))) {
            return known.size();
        }
        try (var done = transaction.plain(DONE)) {
            var steps = done.list(row -> new Done(row.integer("version"), row.text("checksum")));
            steps.forEach(this::requireKnown);
            return known.size() - steps.size();
        }
    }

    private void requireKnown(Done step) {
        if (step.version() > known.size()) {
            throw refused("has version " + step.version() + ", this program knows versions up to " + known.size()
                    + "; use the newer program that made it");
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
