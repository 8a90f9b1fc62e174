package dev.windlass.runtime;

import dev.windlass.engine.Duty;
import dev.windlass.engine.Next;
import dev.windlass.engine.Ticker;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/**
 * Futures that complete when something has become so: one thread looks for all of them, again at each hint and now and then without
 * one. Any thread may add; what is added is guarded by the monitor, and no question is asked under it.
 */
final class Waits implements Duty {
    /** More are refused: each look asks the store for every one of them. */
    static final int MOST = 10_000;

    private static final Duration IDLE = Duration.ofMinutes(1);

    private final Ticker ticker;
    private final Duration look;
    private List<Wait> waiting = new ArrayList<>();
    private int count;
    private boolean closed;

    private record Wait(BooleanSupplier so, long end, CompletableFuture<Boolean> answer) {}

    Waits(Ticker ticker, Duration look) {
        this.ticker = ticker;
        this.look = look;
    }

    /** Answers true once it is so, false when the limit has passed. Whoever completes the future gives the wait up. */
    synchronized CompletableFuture<Boolean> add(BooleanSupplier so, Duration limit) {
        if (closed) {
            return CompletableFuture.failedFuture(stopped());
        }
        if (count == MOST) {
            throw new WindlassException(
                    ErrorCode.OVERLOADED,
                    "the results of " + MOST + " jobs are waited for already; wait for some of them before more");
        }
        count++;
        var wait = new Wait(so, ticker.nanos() + Bell.bounded(limit).toNanos(), new CompletableFuture<>());
        waiting.add(wait);
        return wait.answer();
    }

    @Override
    public Next run() {
        var left = taken();
        left.removeIf(this::isOver);
        return putBack(left) ? Next.after(IDLE) : Next.after(look);
    }

    private synchronized List<Wait> taken() {
        var taken = waiting;
        waiting = new ArrayList<>();
        return taken;
    }

    /** Answers whether nobody waits now. */
    private synchronized boolean putBack(List<Wait> left) {
        waiting.addAll(left);
        count = waiting.size();
        return waiting.isEmpty();
    }

    private boolean isOver(Wait wait) {
        try {
            if (wait.so().getAsBoolean()) {
                wait.answer().complete(true);
            } else if (ticker.nanos() - wait.end() >= 0) {
                wait.answer().complete(false);
            }
        } catch (RuntimeException | Error e) {
            // The store's trouble is the caller's to judge; the others are asked all the same.
            wait.answer().completeExceptionally(e);
        }
        return wait.answer().isDone();
    }

    /** Answers everybody: nothing will be looked for any more. */
    void close() {
        List<Wait> left;
        synchronized (this) {
            closed = true;
            left = taken();
            count = 0;
        }
        left.forEach(wait -> wait.answer().completeExceptionally(stopped()));
    }

    private static WindlassException stopped() {
        return new WindlassException(
                ErrorCode.STOPPED, "this Windlass was stopped before the job had ended; ask a running one");
    }
}
