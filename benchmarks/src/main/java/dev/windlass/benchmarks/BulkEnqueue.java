package dev.windlass.benchmarks;

import java.util.List;

/** Many jobs at once, from the call to its return. Each turn begins with an empty database. */
record BulkEnqueue(List<Contender> contenders, List<Ratio> ratios) implements Measure {
    @Override
    public String name() {
        return "bulk enqueue";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var turns = new Turns();
        for (var contender : contenders) {
            turns.with(contender.name(), () -> enqueue(setting, contender));
        }
        var rounds = turns.take(setting.scale().rounds());
        rounds.tell(report, name());
        ratios.forEach(ratio -> report.floor(ratio.in(name(), rounds)));
    }

    private static Pace enqueue(Setting setting, Contender contender) throws Exception {
        var jobs = contender.jobs(setting.scale());
        var database = setting.databases().fresh("bulk");
        contender.prepare(database);
        var meter = setting.databases().meter(database);
        double perSecond;
        try (var client = contender.client(database)) {
            var began = System.nanoTime();
            client.enqueueAll(jobs);
            perSecond = jobs * 1e9 / (System.nanoTime() - began);
        }
        return new Pace(perSecond, meter.perJob(jobs));
    }
}
