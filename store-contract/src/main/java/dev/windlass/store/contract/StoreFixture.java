package dev.windlass.store.contract;

import dev.windlass.store.Store;
import dev.windlass.task.JobId;
import java.io.IOException;
import java.time.Duration;

/** A fresh and empty store, and the hands of the test on it. Its time stands still until {@link #advance} moves it. */
public interface StoreFixture extends AutoCloseable {
    /** The store under test: the same handle until {@link #reopen}. */
    Store store();

    /** Lets this much store time pass, for every handle on the data. */
    void advance(Duration by);

    /**
     * Another handle on the same data, as another process would have it; the races run over both. A store without the ability
     * SHARED has only the one.
     */
    default Store another() {
        return store();
    }

    /**
     * Ends the handle as a process that dies does, and opens the data anew. Only asked of stores with the ability DURABLE; from
     * then on {@link #store()} answers the new handle.
     */
    default Store reopen() throws Exception {
        throw new UnsupportedOperationException("this store has not the ability DURABLE");
    }

    /** Flips at least one bit of the job's stored payload, behind the store's back, and leaves the stored checksum alone. */
    void damage(JobId id) throws Exception;

    /** Closes every handle and removes the data. */
    @Override
    void close() throws IOException;
}
