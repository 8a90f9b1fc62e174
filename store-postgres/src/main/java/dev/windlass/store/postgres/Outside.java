package dev.windlass.store.postgres;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** All that this store takes from the machine besides its connections: the only class that starts a thread, reads a clock or draws by chance. */
final class Outside {
    private Outside() {}

    /** Starts a platform thread that ends with the program. */
    static Thread start(String name, Runnable task) {
        var thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Monotonic nanoseconds, for differences only. */
    static long nanos() {
        return System.nanoTime();
    }

    /** Waits, for between half of it and all of it; whether it was let. Who interrupts finds the thread interrupted. */
    static boolean rests(Duration longest) {
        try {
            Thread.sleep(jittered(longest.toMillis()));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A name that nobody else has. */
    static String name() {
        return UUID.randomUUID().toString();
    }

    /** Between half of it and all of it, so that those who were cut off together do not come back together. */
    static long jittered(long millis) {
        return millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1);
    }
}
