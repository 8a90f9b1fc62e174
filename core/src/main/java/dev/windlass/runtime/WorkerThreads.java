package dev.windlass.runtime;

import dev.windlass.engine.Chance;
import dev.windlass.engine.Duty;
import dev.windlass.engine.Health;
import dev.windlass.engine.Run;
import dev.windlass.engine.Settings;
import dev.windlass.engine.Steady;
import dev.windlass.engine.Ticker;
import dev.windlass.engine.Worker;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * A worker with its threads: one that exchanges, one that beats, one for the upkeep, and one for each slot.
 *
 * <p>It stops in phases: claim nothing more and give back what has not started; wait for what runs; interrupt it; give back what
 * does not end; make all outcomes durable; leave. The beats end last.
 */
final class WorkerThreads {
    /** How long interrupted runs have to end before their jobs are released without them. */
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(3);

    private static final Duration TO_FLUSH = Duration.ofSeconds(10);
    private static final Duration TO_JOIN = Duration.ofSeconds(2);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final ProgramLog LOG = ProgramLog.of(WorkerThreads.class);

    private final String name;
    private final Worker worker;
    private final Bell bell;
    private final DutyThread claims;
    private final DutyThread beats;
    private final Circle circle;
    private final DutyThread upkeep;
    private final SlotThreads slots;
    private boolean interrupted;

    /** What a worker gets from outside. */
    record Seams(Ticker ticker, Chance chance, Health health, Bell bell) {}

    WorkerThreads(String name, Worker worker, Settings settings, Seams seams) {
        this.name = name;
        this.worker = worker;
        this.bell = seams.bell();
        this.claims = thread("claims", worker.claimer(), seams);
        this.beats = thread("beats", worker.beater(), seams);
        this.circle = new Circle(
                worker.upkeep().stream()
                        .map(named -> steady(name + "." + named.name(), named.duty(), seams))
                        .toList(),
                seams.ticker());
        this.upkeep = new DutyThread(name + "-upkeep", circle);
        this.slots = new SlotThreads(name, settings.slots(), worker.slots());
    }

    private DutyThread thread(String part, Duty duty, Seams seams) {
        return new DutyThread(name + "-" + part, steady(name + "." + part, duty, seams));
    }

    private static Duty steady(String part, Duty duty, Seams seams) {
        return new Steady(part, duty, seams.chance(), seams.health());
    }

    void start() {
        slots.start();
        beats.start();
        claims.start();
        upkeep.start();
    }

    void wakeClaims() {
        claims.wake();
    }

    void wakeBeats() {
        beats.wake();
    }

    void wakeUpkeep() {
        circle.hint();
        upkeep.wake();
    }

    /** Somebody in this process has called off a job that may run here. */
    void wakeOverseer() {
        worker.overseer().urge();
        wakeUpkeep();
    }

    void wakeSlots() {
        slots.wake();
    }

    /** Whether the caller is one of these threads: a task or a listener. */
    boolean areCurrent() {
        return slots.areCurrent() || claims.isCurrent() || beats.isCurrent() || upkeep.isCurrent();
    }

    /** First phase of a stop, for all workers before the first one is waited for. */
    void close() {
        worker.close();
    }

    /**
     * Stops in phases, waiting so long for running jobs. An interrupt ends the waiting and not the stop; answers whether there was
     * one.
     */
    boolean stop(Duration patience) {
        worker.slots().running().forEach(Run::announceStop);
        // Upkeep goes on meanwhile: what runs may time out or be called off.
        if (!await(this::isIdle, patience)) {
            worker.slots().running().forEach(Run::cancel);
            if (!await(this::isIdle, AFTER_INTERRUPT)) {
                giveUp();
            }
        }
        upkeep.stop(TO_JOIN);
        await(this::isFlushed, TO_FLUSH);
        claims.stop(TO_JOIN);
        slots.stop(TO_JOIN);
        leave();
        beats.stop(TO_JOIN);
        return interrupted || Thread.interrupted();
    }

    private void giveUp() {
        for (var run : worker.slots().running()) {
            LOG.warn(
                    "a task does not end after an interrupt, its job is given back: job={} task={}",
                    run.id(),
                    run.lease().task());
            run.abandon();
        }
    }

    private void leave() {
        try {
            worker.leave();
        } catch (StoreException e) {
            LOG.warn(
                    "the worker could not sign off, its row runs out by itself: worker={} error={}",
                    name,
                    e.getMessage());
        }
    }

    private boolean isIdle() {
        // Repeated: a claim that was under way when the door closed may have brought leases since.
        worker.close();
        claims.wake();
        return nothingComes() && worker.slots().isIdle();
    }

    /** Whether no exchange is under way that began with the door open; what it brought is given back before anybody looks. */
    private boolean nothingComes() {
        var exchanging = worker.claimer().isExchanging();
        worker.close();
        return !exchanging;
    }

    private boolean isFlushed() {
        worker.close();
        claims.wake();
        return nothingComes() && worker.claimer().isFlushed();
    }

    private boolean await(BooleanSupplier so, Duration limit) {
        try {
            return bell.await(so, limit, LOOK);
        } catch (InterruptedException e) {
            // Kept for the caller of the stop; the phases that follow still have their time.
            interrupted = true;
            return so.getAsBoolean();
        }
    }

    /** Jobs whose tasks have not ended, after a stop: their threads run on as long as the process does. */
    int unended() {
        return worker.slots().running().size();
    }

    /** Tasks that were given up and have not ended: each keeps a thread as long as the process lives. */
    int hanging() {
        return worker.slots().hanging();
    }

    String name() {
        return name;
    }

    /** Outcomes that are not durable, after a stop: their jobs run again. */
    int unflushed() {
        return worker.claimer().unflushed();
    }
}
