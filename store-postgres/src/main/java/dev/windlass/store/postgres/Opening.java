package dev.windlass.store.postgres;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.PostgresOptions.SchemaChange;
import dev.windlass.task.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/** What has to be so before a store works on a server. It is found out once, at opening, and refused in one sentence. */
final class Opening {
    /** What is older is not tested against, and lacks what the statements use. */
    static final int OLDEST_SERVER = 14;

    /** Up to half of it less by jitter: many programs may wait for one server. */
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private static final ProgramLog log = ProgramLog.of(Opening.class);

    private static final String MODE = """
            select pg_is_in_recovery() as is_standby, current_setting('transaction_read_only') = 'on' as is_read_only
            """;

    /** Claims ask for it too; asked at the start, so that a server on which it cannot be told refuses at once. */
    private static final String GENERATION = "select windlass.windlass_generation() as value";

    private final Database database;

    private Opening(Database database) {
        this.database = database;
    }

    /** Refuses a server that is too old, or takes no writes. */
    static void requireServer(Database database) {
        database.alone(transaction -> {
            new Opening(database).requireServer(transaction);
            return transaction;
        });
    }

    /** Leaves a server on which the store's statements work, or refuses it: where waiting can help, once that is over. */
    static void of(Database database, PostgresOptions options) {
        var end = Outside.nanos() + options.openingWait().toNanos();
        for (var tries = 1; ; tries++) {
            try {
                attempt(database, options);
                return;
            } catch (StoreException e) {
                if (e.code() != ErrorCode.STORE_DOWN || Outside.nanos() - end >= 0) {
                    throw e;
                }
                if (tries == 1) {
                    log.warn(
                            "the store does not open yet, trying again: longest={} error={}",
                            options.openingWait(),
                            e.getMessage());
                }
                if (!Outside.rests(BETWEEN_TRIES)) {
                    throw e;
                }
            }
        }
    }

    private static void attempt(Database database, PostgresOptions options) {
        var opening = new Opening(database);
        var isReady = database.alone(transaction -> {
            opening.requireServer(transaction);
            return Schema.in(transaction, database.names()).isDone(options.schemaChange() == SchemaChange.REQUIRE);
        });
        if (!isReady) {
            Schema.migrate(database, options.schemaLock());
        }
        database.alone(transaction -> {
            try (var generation = transaction.plain(GENERATION)) {
                return generation.get(row -> row.number("value"));
            }
        });
    }

    private void requireServer(Transaction transaction) throws SQLException {
        throwIfPresent(objection(database, transaction));
    }

    private static void throwIfPresent(Optional<StoreException> objection) {
        if (objection.isPresent()) {
            throw objection.get();
        }
    }

    /** Why no store opens on this server, whatever its tables are. */
    static Optional<StoreException> objection(Database database, Transaction transaction) throws SQLException {
        var tooOld = tooOld(database, transaction);
        if (tooOld.isPresent()) {
            return tooOld;
        }
        try (var mode = transaction.plain(MODE)) {
            return mode.get(row -> readOnly(row.truth("is_standby"), row.truth("is_read_only"), database.address()));
        }
    }

    /** Refuses a server whose tables are not ours to judge. */
    static void requireVersion(Database database, Transaction transaction) throws SQLException {
        throwIfPresent(tooOld(database, transaction));
    }

    private static Optional<StoreException> tooOld(Database database, Transaction transaction) throws SQLException {
        var server = transaction.connection().getMetaData();
        return tooOld(server.getDatabaseMajorVersion(), server.getDatabaseProductVersion(), database.address());
    }

    static Optional<StoreException> tooOld(int major, String version, Address address) {
        if (major >= OLDEST_SERVER) {
            return Optional.empty();
        }
        return Optional.of(new StoreException(
                ErrorCode.STORE_REFUSED,
                address.server() + " is of version " + version + ", the oldest that will do is " + OLDEST_SERVER
                        + "; upgrade it, or take another"));
    }

    /** A standby may be promoted any moment, so waiting can help there. */
    private static Optional<StoreException> readOnly(boolean isStandby, boolean isReadOnly, Address address) {
        if (isStandby) {
            return Optional.of(new StoreException(
                    ErrorCode.STORE_DOWN,
                    address.server()
                            + " is a standby and takes no writes; name its primary in the URL, or all hosts with"
                            + " targetServerType=primary, or try again once it is promoted"));
        }
        if (isReadOnly) {
            return Optional.of(new StoreException(
                    ErrorCode.STORE_REFUSED,
                    address.server() + " lets user " + address.user()
                            + " only read; set default_transaction_read_only to off for this user and database"));
        }
        return Optional.empty();
    }
}
