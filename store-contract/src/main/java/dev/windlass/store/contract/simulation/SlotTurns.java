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
        solitude.begins(
                lease, world.witness().claimedAt(lease.key()), world.agenda().now());
        ends.put(run, world.agenda().in(cast.length(), process, () -> end(run)));
    }

    /** Nothing starts that people hold back. */
    private void requireAllowed(Lease lease) {
        world.witness()
                .queues()
                .pausedSince(lease.queue())
                .filter(since -> ears.mustFollow(since, process))
                .ifPresent(since -> {
                    throw new Violation(lease.key() + " was started by " + process.name() + " although its queue "
                            + lease.queue() + " is paused for " + (world.agenda().now() - since) / MILLI + " ms");
                });
    }

    private void end(Run run) {
        if (ends.remove(run) == null) {
            return;
        }
        run.execute(() -> world.journal().add(process.name(), "interrupts", run.id()));
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
