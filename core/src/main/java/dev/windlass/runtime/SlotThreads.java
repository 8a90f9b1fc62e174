package dev.windlass.runtime;

import dev.windlass.engine.Run;
import dev.windlass.engine.Slots;
import dev.windlass.store.ProgramLog;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/**
 * The threads on which tasks run, one for each slot.
 *
 * <p>An idle thread parks on a list; a hint wakes one, and each thread that found a job wakes the next before it begins, so that
 * a batch of leases wakes as many threads as it needs and a single one wakes no herd.
 */
final class SlotThreads {
    private static final ProgramLog LOG = ProgramLog.of(SlotThreads.class);

    private final Slots slots;
    private final String name;
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<Thread> idle = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** How many were made so far. Guarded by this. */
    private int made;

    /** How many of them took the place of one whose run was given up. Written under this. */
    private volatile int substitutes;

    SlotThreads(String name, int count, Slots slots) {
        this.slots = slots;
        this.name = name;
        IntStream.range(0, count).forEach(each -> another());
    }

    private synchronized Thread another() {
        var thread = new Thread(this::loop, name + "-slot-" + ++made);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }

    void start() {
        threads.forEach(Thread::start);
    }

    /** Leases wait for a slot, or slots have lost their threads. */
    void wake() {
        if (substitutes < slots.departed()) {
            substitute();
        }
        var next = idle.poll();
        if (next != null) {
            LockSupport.unpark(next);
        }
    }

    /** A thread for each one whose run was given up: that one may never come back. */
    private synchronized void substitute() {
        while (!stopped && substitutes < slots.departed()) {
            substitutes = substitutes + 1;
            another().start();
        }
    }

    /** Ends the threads as their runs end and waits so long for them. */
    void stop(Duration limit) {
        stopped = true;
        threads.forEach(LockSupport::unpark);
        var end = System.nanoTime() + limit.toNanos();
        for (var thread : threads) {
            join(thread, end - System.nanoTime());
        }
    }

    boolean areCurrent() {
        return threads.contains(Thread.currentThread());
    }

    private static void join(Thread thread, long nanos) {
        try {
            thread.join(Math.max(1, nanos / 1_000_000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void loop() {
        while (!stopped) {
            var run = slots.take();
            if (run.isPresent()) {
                wake();
                execute(run.get());
                if (slots.isReplaced(run.get())) {
                    threads.remove(Thread.currentThread());
                    return;
                }
                // What is left of an interrupt was meant for the run that is over.
                Thread.interrupted();
            } else {
                rest();
            }
        }
    }

    private static void execute(Run run) {
        try {
            run.execute(Thread.currentThread()::interrupt);
        } catch (RuntimeException | Error e) {
            // The run has ended its attempt; the slot must not die with it.
            LOG.error("a run broke, its attempt has failed: job={}", run.id(), e);
        }
    }

    private void rest() {
        var self = Thread.currentThread();
        idle.add(self);
        // Looked again after being listed: a lease that came in between would wait for the next hint otherwise.
        if (!slots.isWaiting() && !stopped) {
            LockSupport.park(this);
        }
        idle.remove(self);
        Thread.interrupted();
    }
}
