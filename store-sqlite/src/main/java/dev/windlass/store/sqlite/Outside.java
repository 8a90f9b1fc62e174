package dev.windlass.store.sqlite;

import dev.windlass.store.AnchoredClock;
import dev.windlass.store.StoreClock;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** All that this store takes from the machine besides files: the only class that starts a thread or reads a clock. */
final class Outside {
    private Outside() {}

    static StoreClock clock() {
        return new AnchoredClock(InstantSource.system(), System::nanoTime);
    }

    /** Monotonic nanoseconds, for differences only. */
    static LongSupplier nanos() {
        return System::nanoTime;
    }

    /** Starts a platform thread that ends with the program: whoever wants its work done waits for the answer. */
    static Thread start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
