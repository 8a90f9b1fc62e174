package dev.windlass.benchmarks;

import java.sql.SQLException;

/**
 * What takes part in a measure: Windlass, a peer from its released jar, or bare statements. All do the same work: they accept
 * a letter of 100 bytes, and run a task that does nothing but tell that it began.
 */
interface Contender {
    /** The name under which its figures stand. */
    String name();

    /** Jobs of a drain or a bulk: enough to be steady, and over within a minute. */
    int jobs(Scale scale);

    /** Makes what it needs in an empty database. */
    void prepare(Address database) throws Exception;

    /** Opens it to enqueue, and to run nothing. */
    Client client(Address database) throws Exception;

    /** Opens it to enqueue and to run. Nothing runs yet: no measure counts the opening of connections. */
    Opened open(Address database, Started started) throws Exception;

    /** Open, and not yet running. */
    interface Opened {
        /** Runs what is there and what will be enqueued. */
        Worker start() throws Exception;
    }

    /** Told by each job, in its first line. Called by many threads. */
    interface Started {
        /** For measures that count ends. */
        Started UNHEARD = (nanos, text) -> {};

        void at(long nanos, String text);
    }

    /** Enqueues. Safe for many threads. */
    interface Client extends AutoCloseable {
        /** Returns when the job is durable. */
        void enqueue(String text) throws Exception;

        /** As many at once, in the way that the contender has for it. */
        void enqueueAll(int jobs) throws Exception;

        @Override
        void close() throws SQLException;
    }

    /** Enqueues and runs. */
    interface Worker extends Client {
        /** Returns when so many jobs have run since it was started, and their ends are durable. */
        void awaitFinished(int jobs) throws Exception;
    }
}
