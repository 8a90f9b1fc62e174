package dev.windlass.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/**
 * Drains stored jobs: from the start to the last durable finish; Windlass with payload, result and attempt row. Every turn gets a
 * copy of the same database.
 */
record EndToEnd(List<Contender> contenders, List<Ratio> ratios) implements Measure {
    private static final int MILLISECOND = 1_000_000;

    @Override
    public String name() {
        return "end to end";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var stored = new LinkedHashMap<Contender, Address>();
        for (var contender : contenders) {
            stored.put(contender, stored(setting, contender));
        }
        var rounds = rounds(setting, stored, Contender.Started.UNHEARD);
        rounds.tell(report, name());
        ratios.forEach(ratio -> report.floor(ratio.in(name(), rounds)));
        stored.keySet().removeIf(contender -> contender instanceof BareContender);
        rounds(setting, stored, (nanos, text) -> work()).tell(report, name() + ", 0 to 1 ms of work");
    }

    private static Address stored(Setting setting, Contender contender) throws Exception {
        var database = setting.databases().fresh("stored-" + contender.name().replaceAll("\\W", "-"));
        contender.prepare(database);
        try (var client = contender.client(database)) {
            client.enqueueAll(contender.jobs(setting.scale()));
        }
        setting.databases().settle(database);
        return database;
    }

    private static Rounds rounds(Setting setting, Map<Contender, Address> stored, Contender.Started started)
            throws Exception {
        var turns = new Turns();
        stored.forEach((contender, database) ->
                turns.with(contender.name(), () -> drain(setting, contender, database, started)));
        return turns.take(setting.scale().rounds());
    }

    private static Pace drain(Setting setting, Contender contender, Address stored, Contender.Started started)
            throws Exception {
        var jobs = contender.jobs(setting.scale());
        var database = setting.databases().copy(stored, "drain");
        var meter = setting.databases().meter(database);
        double perSecond;
        var opened = contender.open(database, started);
        var began = System.nanoTime();
        try (var worker = opened.start()) {
            worker.awaitFinished(jobs);
            perSecond = jobs * 1e9 / (System.nanoTime() - began);
        }
        return new Pace(perSecond, meter.perJob(jobs));
    }

    /** Waits as a task does that calls somebody: up to a millisecond, half of one on average. */
    private static void work() {
        var end = System.nanoTime() + ThreadLocalRandom.current().nextInt(MILLISECOND);
        for (var left = end - System.nanoTime(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
