package dev.windlass.store.postgres;

import dev.windlass.task.Given;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of a store on PostgreSQL.
 *
 * @param schema where its tables stand; it is created if it is not there
 * @param prefix put before the name of each table, for a schema that others use as well; mostly empty
 * @param connections most connections to the server
 * @param schemaChange what opening does about a schema that is older than this program
 * @param schemaLock by what processes that change the schema at once keep out of each other's way; the same for all of them
 * @param openingWait for how long opening tries again while waiting can help: a server that is not there yet, a standby
 * @param hints whether processes tell each other of new jobs, or find them by looking
 * @param hintUrl where NOTIFY goes, if not where everything goes: past a pooler in transaction mode, which passes none on
 */
public record PostgresOptions(
        String schema,
        String prefix,
        int connections,
        SchemaChange schemaChange,
        SchemaLock schemaLock,
        Duration openingWait,
        Hinting hints,
        Optional<String> hintUrl) {
    /** Stands before the defaults, which are checked against it. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    /** What holds when nothing is said. */
    public static final PostgresOptions DEFAULTS = new PostgresOptions(
            "windlass",
            "",
            8,
            SchemaChange.MIGRATE,
            SchemaLock.ADVISORY,
            Duration.ofSeconds(30),
            Hinting.NOTIFY,
            Optional.empty());

    /** How processes hear of each other's jobs. */
    public enum Hinting {
        /** By NOTIFY, on two connections of their own; where it does not get through, by looking. */
        NOTIFY,
        /** By looking, twice a second: for databases without NOTIFY. */
        POLL
    }

    /** What opening does about a schema that is older than this program. */
    public enum SchemaChange {
        /** Brings it up to date, under a lock, so that of many processes that start at once one does it. */
        MIGRATE,
        /** Refuses to open: somebody else changes the schema, by the SQL that {@code windlass schema print} gives. */
        REQUIRE
    }

    /** By what processes that change the schema at once keep out of each other's way. */
    public enum SchemaLock {
        /** An advisory lock, to the end of the transaction. */
        ADVISORY,
        /** A row of the table in which the steps stand: for databases that have no advisory locks. */
        ROW
    }

    public PostgresOptions {
        Names.require(Given.to("withSchema", "a name", schema), Given.to("withPrefix", "a text", prefix));
        Given.to("withSchemaChange", "a choice", schemaChange);
        Given.to("withSchemaLock", "a choice", schemaLock);
        Given.to("withOpeningWait", "a duration", openingWait);
        Given.to("withHints", "a choice", hints);
        Given.to("withHintUrl", "a URL", hintUrl);
        if (connections < 2) {
            throw new IllegalArgumentException("connections is " + connections
                    + ", it must be at least 2: a slow call must not keep a worker from prolonging its row");
        }
        if (openingWait.isNegative() || openingWait.compareTo(LONGEST_WAIT) > 0) {
            throw new IllegalArgumentException(
                    "opening-wait is " + openingWait + ", it must be from 0 seconds, which is one try, to 1 day");
        }
    }

    public PostgresOptions withSchema(String name) {
        return new PostgresOptions(name, prefix, connections, schemaChange, schemaLock, openingWait, hints, hintUrl);
    }

    public PostgresOptions withPrefix(String text) {
        return new PostgresOptions(schema, text, connections, schemaChange, schemaLock, openingWait, hints, hintUrl);
    }

    public PostgresOptions withConnections(int most) {
        return new PostgresOptions(schema, prefix, most, schemaChange, schemaLock, openingWait, hints, hintUrl);
    }

    public PostgresOptions withSchemaChange(SchemaChange choice) {
        return new PostgresOptions(schema, prefix, connections, choice, schemaLock, openingWait, hints, hintUrl);
    }

    public PostgresOptions withSchemaLock(SchemaLock choice) {
        return new PostgresOptions(schema, prefix, connections, schemaChange, choice, openingWait, hints, hintUrl);
    }

    /** Zero is one try: for whoever has somebody who waits for an answer. */
    public PostgresOptions withOpeningWait(Duration longest) {
        return new PostgresOptions(schema, prefix, connections, schemaChange, schemaLock, longest, hints, hintUrl);
    }

    public PostgresOptions withHints(Hinting choice) {
        return new PostgresOptions(schema, prefix, connections, schemaChange, schemaLock, openingWait, choice, hintUrl);
    }

    public PostgresOptions withHintUrl(String url) {
        return new PostgresOptions(
                schema,
                prefix,
                connections,
                schemaChange,
                schemaLock,
                openingWait,
                hints,
                Optional.of(Given.to("withHintUrl", "a URL", url)));
    }

    Names names() {
        return new Names(schema, prefix);
    }
}
