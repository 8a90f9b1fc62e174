package dev.windlass.benchmarks;

import java.util.List;

/**
 * One job per call, blocking until it is durable, by so many callers at a time. Each turn begins with an empty database.
 *
 * @param ratios what is promised of the last number of callers
 */
record SingleEnqueue(List<Integer> callers, List<Contender> contenders, List<Ratio> ratios) implements Measure {
    @Override
    public String name() {
        return "single enqueue";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        for (var count : callers) {
            var turns = new Turns();
            for (var contender : contenders) {
                turns.with(contender.name(), () -> enqueue(setting, contender, count));
            }
            var measure = name() + ", " + count + (count == 1 ? " caller" : " callers");
            var rounds = turns.take(setting.scale().rounds());
            rounds.tell(report, measure);
            if (count.equals(callers.get(callers.size() - 1))) {
                ratios.forEach(ratio -> report.floor(ratio.in(measure, rounds)));
            }
        }
    }

    private static Pace enqueue(Setting setting, Contender contender, int callers) throws Exception {
        var database = setting.databases().fresh("enqueue");
        contender.prepare(database);
        var meter = setting.databases().meter(database);
        Callers called;
        try (var client = contender.client(database)) {
            called = Callers.call(callers, setting.scale().callerTime(), () -> client.enqueue(Letter.SAMPLE.text()));
        }
        return new Pace(called.perSecond(), meter.perJob(called.all()));
    }
}
