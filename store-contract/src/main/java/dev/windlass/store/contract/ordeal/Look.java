package dev.windlass.store.contract.ordeal;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks again and again until something is so; each millisecond, since a moment worth a kill is short. */
final class Look {
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private Look() {}

    static void until(Duration limit, Callable<Boolean> so) throws Exception {
        var end = System.nanoTime() + limit.toNanos();
        while (!so.call()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("it has not come about within " + limit);
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }
}
