package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.task.JobId;
import java.util.ArrayList;
import java.util.List;

/**
 * Those who enqueue. Each wants some jobs accepted and asks again, wherever it can, until it was told that they are: with the same
 * ids, as a caller does whose request got no answer.
 */
final class Callers {
    private static final long PATIENCE = 3_000 * MILLI;
    private static final long NOBODY_THERE = 100 * MILLI;
    private static final int MOST_TOGETHER = 4;

    private final World world;
    private final Dice dice;
    private final List<Wish> wishes = new ArrayList<>();

    private static final class Wish {
        private final int count;
        private List<NewJob> jobs = List.of();
        private List<JobId> standing = List.of();
        private boolean granted;

        Wish(int count) {
            this.count = count;
        }
    }

    Callers(World world, Dice dice) {
        this.world = world;
        this.dice = dice;
    }

    /** Wants this many jobs, some of them together, at any time up to {@code until}. */
    void want(int jobs, long until) {
        for (var left = jobs; left > 0; ) {
            var wish = new Wish(dice.happens(0.2) ? Math.min(left, 2 + dice.below(MOST_TOGETHER - 1)) : 1);
            left -= wish.count;
            wishes.add(wish);
            world.agenda().in(dice.between(0, until), () -> ask(wish));
        }
    }

    private void ask(Wish wish) {
        if (wish.granted) {
            return;
        }
        var open = world.processes().stream().filter(SimulatedProcess::isOpen).toList();
        if (open.isEmpty()) {
            world.agenda().in(NOBODY_THERE, () -> ask(wish));
            return;
        }
        var process = dice.oneOf(open);
        for (var missing = wish.count - wish.jobs.size(); missing > 0; missing--) {
            wish.jobs = new ArrayList<>(wish.jobs);
            wish.jobs.add(process.draft());
        }
        var answered = process.submit(wish.jobs).thenAccept(accepted -> granted(wish, accepted));
        world.journal().add(process.name(), "asked for", wish.jobs, answered.isDone() ? "at once" : "");
        world.agenda().in(PATIENCE, () -> ask(wish));
    }

    private void granted(Wish wish, Accepted accepted) {
        wish.granted = true;
        wish.standing =
                wish.jobs.stream().map(job -> accepted.standing(job.id())).toList();
        world.journal().add("callers", "acknowledged", wish.standing);
        // An event of its own: what is thrown here would end in the future that called.
        world.agenda().in(0, () -> world.witness().lives().acknowledged(wish.standing));
    }

    boolean areContent() {
        return wishes.stream().allMatch(wish -> wish.granted);
    }

    /** I1: everything that was acknowledged is there, in the end as well. */
    void check() {
        wishes.forEach(wish -> world.witness().lives().acknowledged(wish.standing));
    }
}
