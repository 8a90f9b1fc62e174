package dev.windlass.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Threads that each do one blocking thing again and again.
 *
 * @param perSecond calls a second
 * @param all calls, with those of the warm-up
 */
record Callers(double perSecond, long all) {
    /** What each caller repeats. */
    interface Call {
        void make() throws Exception;
    }

    /** Calls for the given time, after a third of it that does not count. */
    static Callers call(int callers, Duration time, Call call) throws Exception {
        var calls = new LongAdder();
        var over = new AtomicBoolean();
        var ends = new ArrayList<CompletableFuture<Void>>();
        for (var caller = 0; caller < callers; caller++) {
            var end = new CompletableFuture<Void>();
            ends.add(end);
            new Thread(() -> repeat(call, calls, over, end), "caller-" + caller).start();
        }
        Thread.sleep(time.dividedBy(3).toMillis());
        var before = calls.sum();
        var began = System.nanoTime();
        Thread.sleep(time.toMillis());
        var perSecond = (calls.sum() - before) * 1e9 / (System.nanoTime() - began);
        over.set(true);
        for (var end : ends) {
            end.get();
        }
        return new Callers(perSecond, calls.sum());
    }

    private static void repeat(Call call, LongAdder calls, AtomicBoolean over, CompletableFuture<Void> end) {
        try {
            while (!over.get()) {
                call.make();
                calls.increment();
            }
            end.complete(null);
        } catch (Exception e) {
            end.completeExceptionally(e);
        }
    }
}
