package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Queue;
import java.util.List;
import java.util.Optional;

/** Those who cancel and edit jobs, revive dead ones and rule over queues and limits, now and then and without looking closely. */
final class People {
    private static final List<JobState> WAITING = List.of(JobState.READY, JobState.SCHEDULED, JobState.WAITING);
    private static final int MOST_PURGED = 2;

    private final World world;
    private final Dice dice;

    People(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    /** Goes on until nothing goes wrong any more. */
    void meddle() {
        world.agenda().in(dice.between(40 * MILLI, 400 * MILLI), () -> {
            if (world.profile().healed()) {
                return;
            }
            var open =
                    world.processes().stream().filter(SimulatedProcess::isOpen).toList();
            if (!open.isEmpty()) {
                meddle(dice.oneOf(open));
            }
            meddle();
        });
    }

    private void meddle(SimulatedProcess process) {
        var what = dice.fraction();
        if (what < 0.3) {
            revive(process);
        } else if (what < 0.55) {
            edit(process);
        } else if (what < 0.77) {
            cancel(process);
        } else if (what < 0.85) {
            bound(process);
        } else {
            rule(process);
        }
    }

    private void revive(SimulatedProcess process) {
        oneOf(such(JobState.DEAD))
                .ifPresent(id -> process.ask(store -> store.jobs().revive(id)));
    }

    private void edit(SimulatedProcess process) {
        var edit = process.edit();
        oneOf(such(dice.oneOf(WAITING)))
                .ifPresent(id -> process.ask(store -> store.jobs().edit(id, edit)));
    }

    private void cancel(SimulatedProcess process) {
        var some = dice.happens(0.8)
                ? such(dice.oneOf(WAITING))
                : List.copyOf(world.witness().lives().all());
        oneOf(some).ifPresent(id -> process.ask(store -> store.jobs().cancel(id, Queue.DEFAULT_KEEP)));
    }

    private void bound(SimulatedProcess process) {
        process.override()
                .ifPresentOrElse(
                        limit -> process.ask(store -> store.limits().override(limit)),
                        () -> process.ask(store -> store.limits().reset(World.OVERRIDDEN)));
    }

    /** Queues that are paused are mostly resumed soon, else nothing would happen any more. */
    private void rule(SimulatedProcess process) {
        var paused = world.witness().queues().paused();
        var what = dice.fraction();
        if (!paused.isEmpty() && what < 0.6) {
            var queue = dice.oneOf(paused);
            process.ask(store -> store.queues().resume(queue));
        } else if (what < 0.3) {
            var queue = dice.oneOf(World.QUEUES).name();
            process.ask(store -> store.queues().pause(queue));
        } else if (what < 0.4) {
            var queue = dice.oneOf(World.QUEUES).name();
            process.ask(store -> store.queues().purge(queue, MOST_PURGED, Queue.DEFAULT_KEEP));
        } else if (what < 0.8) {
            var bounds = process.bounds();
            process.ask(store -> store.queues().override(bounds));
        } else {
            process.ask(store -> store.queues().reset(World.NARROW.name()));
        }
    }

    /** Lets every queue go on, somewhere and again and again, until all do. */
    void resumeAll() {
        var open = world.processes().stream().filter(SimulatedProcess::isOpen).toList();
        var paused = world.witness().queues().paused();
        if (!open.isEmpty()) {
            paused.forEach(queue -> open.get(0).ask(store -> store.queues().resume(queue)));
        }
        if (!paused.isEmpty()) {
            world.agenda().in(100 * MILLI, this::resumeAll);
        }
    }

    private Optional<JobId> oneOf(List<JobLife> some) {
        return some.isEmpty() ? Optional.empty() : Optional.of(dice.oneOf(some).id());
    }

    private List<JobLife> such(JobState state) {
        return world.witness().lives().such(life -> life.state() == state);
    }
}
