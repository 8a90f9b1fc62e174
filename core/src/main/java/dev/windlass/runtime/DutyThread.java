package dev.windlass.runtime;

import dev.windlass.engine.Duty;
import dev.windlass.engine.Next;
import dev.windlass.store.ProgramLog;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * A thread that calls one duty again and again. {@link #wake} may be called by any thread and costs nothing while the duty is
 * awake.
 */
final class DutyThread {
    /** A duty that breaks is called again after this long: a bug in one turn must not end background work for good. */
    static final Duration AFTER_A_BUG = Duration.ofSeconds(1);

    private static final ProgramLog LOG = ProgramLog.of(DutyThread.class);

    private final Duty duty;
    private final Thread thread;
    private volatile boolean woken;
    private volatile boolean stopped;

    DutyThread(String name, Duty duty) {
        this.duty = duty;
        this.thread = new Thread(this::loop, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Cuts the present wait short, or the next one if the duty is at work. */
    void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    /** Ends the loop after the present turn and waits so long for it. Answers whether it ended in time. */
    boolean stop(Duration limit) {
        stopped = true;
        LockSupport.unpark(thread);
        try {
            thread.join(Math.max(1, limit.toMillis()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return !thread.isAlive();
    }

    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    private void loop() {
        while (!stopped) {
            woken = false;
            rest(turn());
        }
    }

    private Next turn() {
        try {
            return duty.run();
        } catch (RuntimeException | Error e) {
            LOG.error("a duty broke, it goes on: thread={}", thread.getName(), e);
            return Next.notBefore(AFTER_A_BUG);
        }
    }

    private void rest(Next next) {
        var end = System.nanoTime() + next.after().toNanos();
        var firm = next.patience() == Next.Patience.FIRM;
        for (var left = next.after().toNanos(); left > 0; left = end - System.nanoTime()) {
            if (stopped || (woken && !firm)) {
                return;
            }
            LockSupport.parkNanos(this, left);
            // Nobody who is meant to interrupt this thread exists; a stray interrupt must not turn every rest into a
            // spin.
            Thread.interrupted();
        }
    }
}
