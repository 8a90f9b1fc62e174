package dev.windlass.store.contract.simulation;

import java.util.List;
import java.util.Optional;

/**
 * Plays whole systems on a store, one for each seed: at least three processes and twenty jobs, calls that get lost or come twice,
 * pauses, crashes, outages and steps of the clock, and then a time in which everything has to end well.
 *
 * <p>Checked after each call that took effect, for the jobs it touched, and every few events for all jobs: every answer is right,
 * at most one outcome is accepted (I3), only arrows of the state table are followed (I6), attempts stay within the policy (I7), no
 * run is repeated without a cause (I5), nothing runs early, fences grow, suspects run alone, each unique key has the holder it
 * should have, queues give nothing while they are paused and take and give no more than their bounds, whoever does not start in
 * time is ended, only those who cannot perform a job put it aside, and what was acknowledged is there.
 *
 * <p>Checked where attempts run: nothing starts that its worker should know to be paused, nor what came too late, and whoever
 * overruns his time is pressed to end. Excused are those whom a fault kept from it.
 *
 * <p>Checked in the end: every acknowledged job exists (I1) and has ended (I2), a child exists if and only if the attempt that asked
 * for it succeeded and no other job answers for it (I8), what tasks wrote stands there just where their attempts completed (P5), and
 * each history is complete.
 *
 * <p>One thread at a time; several simulations may run beside each other.
 */
public final class Simulation {
    private static final int TAIL = 120;

    private final Stores stores;
    private final Size size;
    private final PlantedBug plant;

    /** What a world is made of. */
    record Setting(Stores stores, Size size, PlantedBug plant, Coverage coverage) {}

    /** How many times as long as usual a seed lasts, and after how many calls all jobs are looked at. */
    record Size(int length, int look) {}

    /** One seed as it went. {@code trouble} says in one sentence what did not hold. */
    public record Play(long seed, int events, int jobs, int reruns, Optional<String> trouble, List<String> log) {
        /** The trouble, and the end of the log. */
        public String story() {
            return "seed " + seed + ": " + trouble.orElse("nothing wrong") + System.lineSeparator()
                    + String.join(System.lineSeparator(), log.subList(Math.max(0, log.size() - TAIL), log.size()));
        }
    }

    /** Many seeds as they went; {@code failed} holds the first that did not go well, with its log. */
    public record Summary(
            int seeds, long events, int fewestEvents, long jobs, int fewestJobs, long reruns, Optional<Play> failed) {
        static final Summary NONE = new Summary(0, 0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0, Optional.empty());

        /** Both together. */
        public Summary and(Summary other) {
            return new Summary(
                    seeds + other.seeds,
                    events + other.events,
                    Math.min(fewestEvents, other.fewestEvents),
                    jobs + other.jobs,
                    Math.min(fewestJobs, other.fewestJobs),
                    reruns + other.reruns,
                    failed.or(() -> other.failed));
        }

        private Summary and(Play play) {
            return and(new Summary(
                    1, play.events(), play.events(), play.jobs(), play.jobs(), play.reruns(), Optional.empty()));
        }
    }

    private Simulation(Stores stores, Size size, PlantedBug plant) {
        this.stores = stores;
        this.size = size;
        this.plant = plant;
    }

    public static Simulation on(Stores stores) {
        return new Simulation(stores, new Size(1, 3), PlantedBug.NONE);
    }

    /** The same in seeds that last so many times as long and have as many times more jobs: for stores that allow few seeds. */
    public Simulation lasting(int times) {
        return new Simulation(stores, new Size(times, size.look()), plant);
    }

    /** The same with a look at all jobs after so many calls only: for stores that need longer for it than for the calls. */
    public Simulation lookingEvery(int calls) {
        return new Simulation(stores, new Size(size.length(), calls), plant);
    }

    /** The same with a bug. */
    Simulation with(PlantedBug bug) {
        return new Simulation(stores, size, bug);
    }

    /** Plays one seed and keeps its log. */
    public Play play(long seed) {
        return play(seed, new Coverage(), true);
    }

    /** Plays so many seeds from {@code first} on, up to the first that does not go well, and notes what was struck. */
    public Summary play(long first, int count, Coverage coverage) {
        var summary = Summary.NONE;
        for (var seed = first; seed < first + count; seed++) {
            var play = play(seed, coverage, false);
            summary = summary.and(play);
            if (play.trouble().isPresent()) {
                // Run again for its log: the same seed gives the same events.
                return summary.and(failed(play(seed)));
            }
        }
        return summary;
    }

    private static Summary failed(Play play) {
        return new Summary(0, 0, Integer.MAX_VALUE, 0, Integer.MAX_VALUE, 0, Optional.of(play));
    }

    private Play play(long seed, Coverage coverage, boolean keepLog) {
        var world = new World(new Setting(stores, size, plant, coverage), seed, keepLog);
        try {
            var trouble = run(world);
            coverage.seedIsOver();
            return new Play(
                    seed,
                    world.agenda().happened(),
                    world.witness().lives().asked(),
                    world.witness().lives().reruns(),
                    trouble,
                    world.journal().lines());
        } finally {
            stores.discard(world.bare());
        }
    }

    private static Optional<String> run(World world) {
        try {
            world.run();
            return Optional.empty();
        } catch (Violation violation) {
            return Optional.of(String.valueOf(violation.getMessage()));
        } catch (RuntimeException bug) {
            // A duty that breaks would go on in production; here it is a finding like any other.
            return Optional.of("broke: " + bug + " at "
                    + List.of(bug.getStackTrace()).subList(0, Math.min(6, bug.getStackTrace().length)));
        }
    }
}
