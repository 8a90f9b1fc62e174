package dev.windlass.benchmarks;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.JobRun;
import dev.windlass.task.Performer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Drains a file of stored jobs: from {@code start()} to the last durable finish, with payload, result and attempt row. Every turn
 * gets a copy of the same file, which lies on the disk before the clock starts.
 */
final class EndToEnd implements Measure {
    private static final String MINIMAL = "minimal loop";
    private static final String RAW = "raw loop of our own statements";
    private static final String WINDLASS = "Windlass";
    private static final int MILLISECOND = 1_000_000;

    @Override
    public String name() {
        return "end to end";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var stored = Stored.jobs(
                setting.workspace().fresh("stored.db"), setting.scale().drainJobs());
        var minimal = setting.workspace().fresh("minimal-stored.db");
        MinimalLoop.fill(minimal, setting.scale().drainJobs());
        var rounds = new Turns()
                .with(MINIMAL, () -> minimal(setting, minimal))
                .with(RAW, () -> raw(setting, stored))
                .with(WINDLASS, () -> windlass(setting, stored, (letter, run) -> Letter.Receipt.SAMPLE))
                .take(setting.scale().rounds());
        rounds.forEach((subject, spread) -> report.figure(name(), subject, spread, "jobs/s"));
        floor(report, rounds, RAW, 50);
        floor(report, rounds, MINIMAL, 25);
        new Turns()
                .with("Windlass, 16 slots", () -> windlass(setting, stored, EndToEnd::work))
                .take(setting.scale().rounds())
                .forEach(
                        (subject, spread) -> report.figure("end to end, 0 to 1 ms of work", subject, spread, "jobs/s"));
    }

    private static void floor(Report report, Rounds rounds, String loop, double bound) {
        report.floor(new Floor(
                "end to end, of the " + loop, rounds.percent(WINDLASS, loop), Floor.Sense.AT_LEAST, bound, "%"));
    }

    private static double minimal(Setting setting, Path stored) throws Exception {
        try (var loop = MinimalLoop.on(setting.workspace().copy(stored, "minimal.db"))) {
            var began = System.nanoTime();
            var finished = loop.drain();
            return rate(setting, finished, began);
        }
    }

    private static double raw(Setting setting, Path stored) throws Exception {
        try (var statements = OwnStatements.on(setting.workspace().copy(stored, "raw.db"))) {
            var began = System.nanoTime();
            var finished = 0;
            var held = List.<OwnStatements.Held>of();
            do {
                finished += held.size();
                held = statements.exchange(held);
            } while (!held.isEmpty());
            return rate(setting, finished, began);
        }
    }

    private static double windlass(Setting setting, Path stored, Performer<Letter, Letter.Receipt> performer)
            throws Exception {
        var jobs = setting.scale().drainJobs();
        var left = new CountDownLatch(jobs);
        var builder = Windlass.on(SqliteStore.at(setting.workspace().copy(stored, "windlass.db")))
                .perform(Letter.TASK, performer)
                .listen(event -> {
                    if (event instanceof JobEvent.Succeeded) {
                        left.countDown();
                    }
                });
        var began = System.nanoTime();
        var windlass = builder.start();
        try {
            left.await();
            return rate(setting, jobs, began);
        } finally {
            windlass.close();
        }
    }

    private static double rate(Setting setting, int finished, long began) {
        var rate = finished * 1e9 / (System.nanoTime() - began);
        if (finished != setting.scale().drainJobs()) {
            throw new IllegalStateException("a drain finished " + finished + " jobs");
        }
        return rate;
    }

    /** Waits as a task does that calls somebody: up to a millisecond, half of one on average. */
    private static Letter.Receipt work(Letter letter, JobRun run) {
        var end = System.nanoTime() + ThreadLocalRandom.current().nextInt(MILLISECOND);
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return Letter.Receipt.SAMPLE;
    }
}
