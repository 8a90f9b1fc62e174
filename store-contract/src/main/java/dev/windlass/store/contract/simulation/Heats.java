package dev.windlass.store.contract.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Plays many seeds on two threads, each seed on one of them: the seeds know nothing of each other. */
final class Heats {
    private static final int THREADS = 2;
    private static final int BATCH = 20;

    private final Simulation simulation;
    private final int seeds;
    private final AtomicInteger next = new AtomicInteger();

    /** What came of all seeds together. */
    record Result(Simulation.Summary summary, Coverage coverage) {}

    private Heats(Simulation simulation, int seeds) {
        this.simulation = simulation;
        this.seeds = seeds;
    }

    /** Plays the seeds from 0 on, until all are played or one did not go well. */
    static Result play(Simulation simulation, int seeds) throws InterruptedException, ExecutionException {
        var heats = new Heats(simulation, seeds);
        var threads = Executors.newFixedThreadPool(THREADS);
        try {
            var running = new ArrayList<Future<Result>>();
            for (var thread = 0; thread < THREADS; thread++) {
                running.add(threads.submit((Callable<Result>) heats::playOn));
            }
            return together(running);
        } finally {
            threads.shutdownNow();
        }
    }

    private Result playOn() {
        var summary = Simulation.Summary.NONE;
        var coverage = new Coverage();
        for (var first = next.getAndAdd(BATCH); first < seeds; first = next.getAndAdd(BATCH)) {
            summary = summary.and(simulation.play(first, Math.min(BATCH, seeds - first), coverage));
            if (summary.failed().isPresent()) {
                next.set(seeds);
            }
        }
        return new Result(summary, coverage);
    }

    private static Result together(List<Future<Result>> running) throws InterruptedException, ExecutionException {
        var summary = Simulation.Summary.NONE;
        var coverage = new Coverage();
        for (var one : running) {
            summary = summary.and(one.get().summary());
            coverage.add(one.get().coverage());
        }
        return new Result(summary, coverage);
    }
}
