package dev.windlass.benchmarks;

import java.sql.SQLException;

/** Statements on one connection, without a store or an engine around them. Used by one thread. */
interface BareLoop extends AutoCloseable {
    /** Makes so many jobs durable, in one transaction. */
    void accept(int jobs) throws SQLException;

    /** Claims and finishes until nothing is ready. Answers how many jobs were finished. */
    int drain() throws SQLException;

    @Override
    void close() throws SQLException;

    /** How such a loop comes about. */
    interface Kind {
        /** Makes its tables. */
        void prepare(Address database) throws Exception;

        BareLoop open(Address database) throws SQLException;

        /** Jobs of a transaction when there are many. */
        default int chunk() {
            return 1_000;
        }
    }
}
