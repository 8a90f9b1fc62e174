package dev.windlass.store.contract.ordeal;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.store.contract.ordeal.Load.Done;
import dev.windlass.store.contract.ordeal.Load.Work;
import dev.windlass.task.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.locks.LockSupport;

/**
 * The program that is killed and paused: enqueues what is left of its load and runs it, until nothing is left. Everything it saw
 * and promised is in the audit:
 *
 * <pre>
 * OPEN millis            the store is open, this long after it was asked for; without the time that others had the processor
 * ENQ key                about to enqueue
 * ACK key job            the enqueue has returned
 * START job fence micros a performer was called, by the store's clock
 * END job                it is about to return
 * FENCED job             its outcome came too late
 * DRAINED                nothing is left, of nobody's
 * </pre>
 */
public final class Laborer {
    public static final int SLOTS = 16;

    private static final long TURN_NANOS = 10_000_000;
    private static final Duration ISOLATION = Duration.ofSeconds(1);

    private final Load load;
    private final Audit audit;
    private final Store store;

    private Laborer(Load load, Audit audit, Store store) {
        this.load = load;
        this.audit = audit;
        this.store = store;
    }

    /** Does what it is told; called by a program that knows how to open the store. */
    public static void main(Opening opening, String[] arguments) throws Exception {
        var orders = Orders.parse(opening, arguments);
        try (var audit = Audit.open(orders.audit())) {
            var began = unstarved();
            var store = orders.open();
            audit.write("OPEN", (unstarved() - began) / 1_000_000);
            new Laborer(orders.load(), audit, orders.mutant().spoil(store)).labor(orders);
            audit.write("DRAINED");
        }
    }

    /** Nanoseconds of this thread, less those in which it could have run and the machine was busy with other programs. */
    private static long unstarved() throws IOException {
        var schedule = Path.of("/proc/thread-self/schedstat");
        var waited = Files.exists(schedule)
                ? Long.parseLong(Files.readString(schedule).split(" ", -1)[1])
                : 0;
        return System.nanoTime() - waited;
    }

    private void labor(Orders orders) throws Exception {
        try (var windlass = Windlass.on(store)
                .perform(Load.WORK, this::perform)
                .slots(SLOTS)
                .lease(Duration.ofMillis(orders.leaseMillis()))
                .isolation(ISOLATION, ISOLATION)
                .listen(this::hear)
                .start()) {
            Producers.of(orders, audit).enqueueAll(windlass);
            windlass.drain();
        }
    }

    private Done perform(Work work, JobRun run) {
        audit.write("START", run.id(), run.fence(), micros());
        var children = new ArrayList<String>();
        for (var number = 0; number < work.children(); number++) {
            children.add(run.enqueue(Load.WORK, load.child(work, number)).toString());
        }
        toil(work.millis());
        audit.write("END", run.id());
        return new Done(run.fence(), children);
    }

    /** In short turns, so that a pause of the process does not use the time up; deaf to interrupts, as bad tasks are. */
    private static void toil(int millis) {
        for (var left = millis * 1_000_000L; left > 0; left -= TURN_NANOS) {
            var end = System.nanoTime() + Math.min(left, TURN_NANOS);
            for (var rest = end - System.nanoTime(); rest > 0; rest = end - System.nanoTime()) {
                LockSupport.parkNanos(rest);
                Thread.interrupted();
            }
        }
    }

    private void hear(JobEvent event) {
        if (event instanceof JobEvent.Fenced fenced) {
            audit.write("FENCED", fenced.job());
        }
    }

    private long micros() {
        var now = store.now();
        return Math.addExact(now.getEpochSecond() * 1_000_000, now.getNano() / 1_000);
    }
}
