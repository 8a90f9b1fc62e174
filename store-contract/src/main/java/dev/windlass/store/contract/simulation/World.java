package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Rules;
import dev.windlass.engine.Settings;
import dev.windlass.engine.Suspicion;
import dev.windlass.engine.Timing;
import dev.windlass.store.Store;
import dev.windlass.task.Limit;
import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import dev.windlass.task.Retry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything there is in one seed: processes, callers, one store, time, and trouble. */
final class World {
    static final long MILLI = 1_000_000;

    /** As the product's defaults in proportion, but seven times as fast, and with rare looks where a hint is enough. */
    static final Settings SETTINGS = new Settings(
            3,
            4,
            1 << 16,
            new Timing(
                    Duration.ofMillis(2_000),
                    Duration.ofMillis(600),
                    Duration.ofMillis(400),
                    Duration.ofMillis(400),
                    Duration.ofMillis(2_000),
                    Duration.ofMillis(700),
                    Duration.ofMillis(300)),
            new Suspicion(2, 3, Duration.ofMillis(700), Duration.ofMillis(1_500)));

    /** The limit that people now and then see otherwise. */
    static final String OVERRIDDEN = "pair";

    /** So narrow that jobs wait for each other. */
    static final List<Limit> LIMITS = List.of(
            Limit.named("mutex").mutex(),
            Limit.named(OVERRIDDEN).concurrent(2),
            Limit.named("line").sequence(),
            Limit.named("rate").rate(2, Duration.ofSeconds(1)).burst(2));

    /** The queue whose bounds people now and then see otherwise. */
    static final Queue NARROW = Queue.named("narrow")
            .retry(Retry.fixed(Duration.ofMillis(100)).attempts(3))
            .concurrency(2)
            .depth(4)
            .rate(Rate.of(4, Duration.ofSeconds(1)));

    static final List<Queue> QUEUES = List.of(
            Queue.named("default")
                    .retry(Retry.exponential(Duration.ofMillis(50), Duration.ofMillis(800))
                            .attempts(3)),
            Queue.named("mail").retry(Retry.fixed(Duration.ofMillis(200)).attempts(5)),
            NARROW);

    /** Each process has its own, which follow what people say. */
    static Rules rules() {
        return Rules.declared(QUEUES).limited(LIMITS);
    }

    static final long AFTER_INTERRUPT = 500 * MILLI;
    static final long FLUSH = 1_500 * MILLI;

    private static final int PROCESSES = 3;
    private static final double OLD = 0.35;
    static final int LEAST_JOBS = 20;
    static final int LEAST_EVENTS = 500;
    private static final List<Fault> BETWEEN_CALLS =
            List.of(Fault.PAUSE, Fault.CRASH, Fault.STOP, Fault.STORE_DOWN, Fault.CLOCK_STEP);

    /** I2: once nothing goes wrong any more, everything ends within this time. */
    private static final long TO_DRAIN = 60_000 * MILLI;

    private final Agenda agenda = new Agenda();
    private final StoreTime time = new StoreTime(agenda);
    private final Outage outage = new Outage(agenda);
    private final Families families = new Families();
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final Dice dice;
    private final Profile profile;
    private final Journal journal;
    private final Coverage coverage;
    private final PlantedBug plant;
    private final Store bare;
    private final Store store;
    private final Optional<Receipts> receipts;
    private final Witness witness;
    private final Callers callers;
    private final Simulation.Size size;
    private int begun;
    private int inFlight;

    World(Simulation.Setting setting, long seed, boolean journalOpen) {
        dice = new Dice(seed);
        profile = new Profile(dice.fork(1));
        journal = new Journal(agenda, journalOpen);
        coverage = setting.coverage();
        plant = setting.plant();
        size = setting.size();
        bare = setting.stores().open(time);
        receipts = setting.stores().receipts(bare);
        store = plant.atTheServer(bare, this::passMoment);
        store.queues().declare(QUEUES);
        store.limits().declare(LIMITS);
        witness = new Witness(bare, agenda, rules());
        callers = new Callers(this, dice.fork(2));
    }

    Agenda agenda() {
        return agenda;
    }

    Outage outage() {
        return outage;
    }

    Families families() {
        return families;
    }

    List<SimulatedProcess> processes() {
        return processes;
    }

    Profile profile() {
        return profile;
    }

    Journal journal() {
        return journal;
    }

    Coverage coverage() {
        return coverage;
    }

    PlantedBug plant() {
        return plant;
    }

    /** The store without any planted bug. */
    Store bare() {
        return bare;
    }

    Store store() {
        return store;
    }

    Optional<Receipts> receipts() {
        return receipts;
    }

    Witness witness() {
        return witness;
    }

    /** From the first event to the last; a {@link Violation} where something does not hold. */
    void run() {
        var lives = witness.lives();
        for (var process = 0; process < PROCESSES; process++) {
            begin();
        }
        var healing = size.length() * dice.between(8_000 * MILLI, 12_000 * MILLI);
        callers.want(size.length() * (LEAST_JOBS + dice.below(6)), healing * 2 / 3);
        var people = new People(this, dice.fork(3));
        people.meddle();
        strikeBetweenCalls();
        agenda.in(healing, this::heal);
        // Once no call can be late any more: one that pauses a queue would hold it back for ever.
        agenda.in(healing + 2 * Wire.LATEST, people::resumeAll);
        while (!isOver()) {
            agenda.step();
            agenda.requireWhole();
            witness.lookAfter(size.look());
            if (agenda.now() > healing + size.length() * TO_DRAIN) {
                throw new Violation("I2: nothing goes wrong any more, and not everything ends: " + lives.open());
            }
        }
        lives.lookAtAll();
        lives.checkHistories();
        lives.permits().check(bare.limits());
        callers.check();
        families.check(store, lives);
        receipts.ifPresent(lives::checkReceipts);
    }

    private boolean isOver() {
        return profile.healed()
                && agenda.happened() >= LEAST_EVENTS
                && inFlight == 0
                && callers.areContent()
                && witness.lives().open().isEmpty()
                && store.jobs().backlog().isEmpty();
    }

    private void begin() {
        var edition = profile.healed() || !dice.happens(OLD) ? Edition.NEW : Edition.OLD;
        begun++;
        processes.add(new SimulatedProcess(this, "p" + begun, edition, dice.fork(100L + begun)));
    }

    /** A process is gone, and after a while another one takes its place. */
    void replace(SimulatedProcess gone) {
        journal.add(gone.name(), "is gone");
        processes.remove(gone);
        agenda.in(dice.between(20 * MILLI, 2_000 * MILLI), this::begin);
    }

    /** A call arrives later than its caller waits for it. */
    void send(long nanos, Runnable call) {
        inFlight++;
        agenda.in(nanos, () -> {
            inFlight--;
            call.run();
        });
    }

    private void passMoment() {
        if (agenda.mayPass()) {
            var end = agenda.now() + dice.between(0, 100 * MILLI);
            agenda.passUntil(() -> end);
        }
    }

    private void strikeBetweenCalls() {
        agenda.in(dice.between(50 * MILLI, 450 * MILLI), () -> {
            profile.strikeBetween(BETWEEN_CALLS).ifPresent(this::strikeSomebody);
            strikeBetweenCalls();
        });
    }

    private void strikeSomebody(Fault fault) {
        if (!processes.isEmpty()) {
            coverage.hit(Map.of(), fault);
            befall(fault, dice.oneOf(processes));
        }
    }

    /** Lets a fault befall a process or, where it is the store's, everybody. */
    void befall(Fault fault, SimulatedProcess process) {
        journal.add(process.name(), "befalls", fault);
        switch (fault) {
            case PAUSE -> process.sleep(dice.between(100 * MILLI, 6_000 * MILLI));
            case CRASH -> {
                if (!process.isGone()) {
                    process.crash();
                    replace(process);
                }
            }
            case STOP -> process.stop();
            case STORE_DOWN -> {
                outage.begin(dice.between(50 * MILLI, (dice.happens(0.2) ? 3_000 : 600) * MILLI));
                disturbAll();
            }
            case CLOCK_STEP -> {
                stepClock();
                disturbAll();
            }
            case LOST_REQUEST, LATE_REQUEST, LOST_REPLY, DUPLICATE ->
                throw new IllegalArgumentException(fault + " befalls a call");
        }
    }

    private void stepClock() {
        if (dice.happens(0.7)) {
            time.leap(Duration.ofNanos(dice.between(50 * MILLI, 5_000 * MILLI)));
        } else {
            time.slowDown();
            agenda.in(dice.between(500 * MILLI, 4_000 * MILLI), time::recover);
        }
    }

    private void disturbAll() {
        processes.forEach(process -> process.excuses().disturbed(agenda.now()));
    }

    private void heal() {
        journal.add("world", "heals");
        profile.heal();
        outage.end();
        time.recover();
        disturbAll();
        processes.forEach(SimulatedProcess::awake);
        if (processes.stream().noneMatch(process -> process.isOpen() && process.edition() == Edition.NEW)) {
            // In the end there must be somebody who can perform what the old ones put aside.
            begin();
        }
    }
}
