package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.task.JobState;
import dev.windlass.task.Queue;
import java.util.List;

/** Those who cancel and edit jobs and revive dead ones, now and then and without looking closely. */
final class People {
    private final World world;
    private final Dice dice;

    People(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    /** Goes on until nothing goes wrong any more. */
    void meddle() {
        world.agenda().in(dice.between(50 * MILLI, 500 * MILLI), () -> {
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
        var dead = such(JobState.DEAD);
        var ready = dice.happens(0.5) ? such(JobState.READY) : such(JobState.SCHEDULED);
        if (!dead.isEmpty() && dice.happens(0.6)) {
            var id = dice.oneOf(dead).id();
            process.ask(jobs -> jobs.revive(id));
        } else if (!ready.isEmpty() && dice.happens(0.4)) {
            var id = dice.oneOf(ready).id();
            var edit = process.edit();
            process.ask(jobs -> jobs.edit(id, edit));
        } else if (!ready.isEmpty() && dice.happens(0.7)) {
            var id = dice.oneOf(ready).id();
            process.ask(jobs -> jobs.cancel(id, Queue.DEFAULT_KEEP));
        } else if (!world.witness().lives().all().isEmpty()) {
            var any = dice.oneOf(List.copyOf(world.witness().lives().all())).id();
            process.ask(jobs -> jobs.cancel(any, Queue.DEFAULT_KEEP));
        }
    }

    private List<JobLife> such(JobState state) {
        return world.witness().lives().such(life -> life.state() == state);
    }
}
