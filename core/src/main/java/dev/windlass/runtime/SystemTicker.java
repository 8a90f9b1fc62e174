package dev.windlass.runtime;

import dev.windlass.engine.Ticker;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Monotonic time of this machine. */
final class SystemTicker implements Ticker {
    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public void rest(Duration length) throws InterruptedException {
        // Nobody counts down: only the time or an interrupt ends it.
        var over = new CountDownLatch(1);
        if (over.await(length.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IllegalStateException("nobody can have counted this latch down");
        }
    }
}
