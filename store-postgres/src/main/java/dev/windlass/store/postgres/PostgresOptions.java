package dev.windlass.store.postgres;

import dev.windlass.task.Given;

/**
 * Settings of a store on PostgreSQL.
 *
 * @param schema where its tables stand; it is created if it is not there
 * @param prefix put before the name of each table, for a schema that others use as well; mostly empty
 * @param connections most connections to the server
 * @param schemaChange what opening does about a schema that is older than this program
 */
public record PostgresOptions(String schema, String prefix, int connections, SchemaChange schemaChange) {
    /** What holds when nothing is said. */
    public static final PostgresOptions DEFAULTS = new PostgresOptions("windlass", "", 8, SchemaChange.MIGRATE);

    /** What opening does about a schema that is older than this program. */
    public enum SchemaChange {
        /** Brings it up to date, under a lock, so that of many processes that start at once one does it. */
        MIGRATE,
        /** Refuses to open: somebody else changes the schema, by the SQL that {@code windlass schema print} gives. */
        REQUIRE
    }

    public PostgresOptions {
        Names.require(Given.to("withSchema", "a name", schema), Given.to("withPrefix", "a text", prefix));
        Given.to("withSchemaChange", "a choice", schemaChange);
        if (connections < 2) {
            throw new IllegalArgumentException("connections is " + connections
                    + ", it must be at least 2: a slow call must not keep a worker from prolonging its row");
        }
    }

    public PostgresOptions withSchema(String name) {
        return new PostgresOptions(name, prefix, connections, schemaChange);
    }

    public PostgresOptions withPrefix(String text) {
        return new PostgresOptions(schema, text, connections, schemaChange);
    }

    public PostgresOptions withConnections(int most) {
        return new PostgresOptions(schema, prefix, most, schemaChange);
    }

    public PostgresOptions withSchemaChange(SchemaChange choice) {
        return new PostgresOptions(schema, prefix, connections, choice);
    }

    Names names() {
        return new Names(schema, prefix);
    }
}
