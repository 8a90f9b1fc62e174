package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.task.Given;
import java.util.List;

/**
 * The tables of a store as people look after them: printed for somebody who may create tables, brought up to date, compared. Safe for
 * all threads, in any number of processes at once.
 *
 * <p>A schema changes by steps that are numbered from 1, run once, and never edited. Steps first add: a program of the version before
 * works on beside one of the next, on the same tables.
 */
public final class PostgresSchema {
    private PostgresSchema() {}

    /** What has become of a step. */
    public enum State {
        /** It was run. */
        DONE,
        /** It was not run yet; a migration runs it. */
        MISSING,
        /** Another text than this program's was run; the store refuses to open. */
        EDITED,
        /** A newer program ran it, and this one can work with what it has made. */
        NEWER,
        /** A newer program ran it, and this one cannot work with what it has made; the store refuses to open. */
        UNKNOWN
    }

    /** A step and what has become of it. */
    public record Step(int version, State state) {
        /** Whether a store opens with it. */
        public boolean isWell() {
            return state == State.DONE || state == State.NEWER;
        }
    }

    /** The SQL that makes the tables from nothing, in one transaction: for psql, or whatever else runs a script of SQL. */
    public static String print(PostgresOptions options) {
        return Schema.script(Given.to("print", "options", options).names());
    }

    /**
     * Runs the steps that are missing, all in one transaction, and answers which.
     *
     * @throws StoreException if the server cannot be used, or the schema is of a newer version; the message says why and what to do
     */
    public static List<Integer> migrate(String url, PostgresOptions options) {
        try (var database =
                new Database(Given.to("migrate", "a JDBC URL", url), Given.to("migrate", "options", options))) {
            Opening.requireServer(database);
            return Schema.migrate(database, options.schemaLock());
        }
    }

    /**
     * Which steps are done, in the order of their numbers. Changes nothing.
     *
     * @throws StoreException if the server cannot be used; the message says why and what to do
     */
    public static List<Step> check(String url, PostgresOptions options) {
        try (var database = new Database(Given.to("check", "a JDBC URL", url), Given.to("check", "options", options))) {
            return database.alone(transaction -> {
                Opening.requireVersion(database, transaction);
                return Schema.in(transaction, database.names()).steps();
            });
        }
    }
}
