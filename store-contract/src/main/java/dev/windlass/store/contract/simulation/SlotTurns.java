package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.engine.Duty;
import dev.windlass.engine.Next;
import dev.windlass.engine.Run;
import dev.windlass.engine.Slots;
import dev.windlass.store.Lease;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The slots of one worker: takes jobs, and has each performed once its time has passed. An attempt so begins with a wait and ends
 * in one event, since a single thread can play only one performer at a time.
 */
final class SlotTurns implements Duty {
    private static final Duration LOOK = Duration.ofMillis(500);

    private final World world;
    private final SimulatedProcess process;
    private final Slots slots;
    private final Cast cast;
    private final Solitude solitude;
    private final Ears ears;
    private final Map<Run, Agenda.Event> ends = new LinkedHashMap<>();

    /** Where a worker's attempts play: {@code solitude} is one for all workers of a process. */
    record Stage(Slots slots, Cast cast, Solitude solitude, Ears ears) {}

    SlotTurns(World world, SimulatedProcess process, Stage stage) {
        this.world = world;
        this.process = process;
        this.slots = stage.slots();
        this.cast = stage.cast();
        this.solitude = stage.solitude();
        this.ears = stage.ears();
    }

    @Override
    public Next run() {
        for (var run = slots.take(); run.isPresent(); run = slots.take()) {
            begin(run.get());
        }
        return Next.after(LOOK);
    }

    private void begin(Run run) {
        var lease = run.lease();
        world.journal().add(process.name(), "starts", lease.key(), lease.task(), lease.suspect() ? "suspect" : "");
        requireAllowed(lease);
        requireInTime(lease);
        solitude.begins(
                new Solitude.Begun(lease, world.witness().claimedAt(lease.key()), () -> occupies(run)),
                world.agenda().now());
        var life = world.witness().lives().get(lease.key().job());
        // By what was accepted: what its lease says may be wrong.
        var performance =
                life.base().terms().timeout().map(timeout -> world.agenda().in(0, process, () -> play(run, timeout)));
        ends.put(run, performance.orElseGet(() -> world.agenda().in(cast.length(), process, () -> end(run))));
    }

    private boolean occupies(Run run) {
        return slots.running().contains(run);
    }

    /** What came too late is ended, and not run. */
    private void requireInTime(Lease lease) {
        if (world.witness().lives().get(lease.key().job()).fences().wasLate(lease.key())) {
            throw new Violation(
                    lease.key() + " was started by " + process.name() + ", and had expired when it was claimed");
        }
    }

    /** Nothing starts that people hold back. */
    private void requireAllowed(Lease lease) {
        world.witness()
                .queues()
                .pausedSince(lease.queue())
                .filter(this::hasHeard)
                .ifPresent(since -> {
                    throw new Violation(
                            lease.key() + " was started by " + process.name() + " although its queue " + lease.queue()
                                    + " is paused for " + (world.agenda().now() - since) / MILLI + " ms");
                });
    }

    /** Whether this worker has heard of it, or could have for so long that it has to follow. */
    private boolean hasHeard(long paused) {
        var prevented = ears.rules().wasTroubled(paused) || process.wasDisturbed(paused);
        return world.agenda().now() - paused > Ears.PROMISED && (ears.rules().hasHeard(paused) || !prevented);
    }

    /** Performs an attempt with its time inside, unless too many do so already. */
    private void play(Run run, Duration timeout) {
        if (!world.agenda().mayAct()) {
            ends.put(run, world.agenda().in(cast.length(), process, () -> end(run)));
            return;
        }
        ends.remove(run);
        var stage = new Act.Stage(world.agenda(), process, ears.cancels());
        var act = new Act(stage, cast.manner(timeout));
        cast.acts().begin(run.lease().key(), act);
        run.execute(act::interrupt);
        act.requirePressed();
        cast.acts().end(run.lease().key());
        over(run);
    }

    private void end(Run run) {
        if (ends.remove(run) == null) {
            return;
        }
        run.execute(() -> world.journal().add(process.name(), "interrupts", run.id()));
        over(run);
    }

    /** What unwinds a process that is gone has ended in its task, as whatever a task throws. */
    private void over(Run run) {
        process.requireThere();
        if (slots.isReplaced(run)) {
            world.journal().add(process.name(), "has back what was given up", run.id());
        }
        solitude.ends(run.lease().key());
        run();
    }

    /** What runs was asked to end, and does so soon. */
    void hurry() {
        ends.replaceAll((run, event) -> {
            event.callOff();
            return world.agenda().in(cast.length() / 10 + MILLI, process, () -> end(run));
        });
    }
}
