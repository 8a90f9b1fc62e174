package dev.windlass.benchmarks;

import java.io.IOException;
import java.sql.SQLException;

/** Databases of one kind: each turn of each subject has one of its own. Used by one thread. */
interface Databases extends AutoCloseable {
    /** An empty database. One of the same name is removed first. */
    Address fresh(String name) throws Exception;

    /** A copy of a database that nobody has open, so that each turn begins with the same jobs. */
    Address copy(Address original, String name) throws Exception;

    /** Does now what the database would sooner or later do by itself after much was written: nobody's turn shall pay for it. */
    void settle(Address database) throws Exception;

    /** Removes all: what a measure leaves behind must not be tidied up in the background of the next. */
    void clear() throws Exception;

    /** Begins to watch what a database is made to write. Nobody may have it open yet. */
    Meter meter(Address database) throws Exception;

    /** Says what the databases run on, and with which settings. */
    void describe(Report report) throws Exception;

    @Override
    void close() throws SQLException, IOException;
}
