package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;

/** One job per call, blocking until it is durable, by 1, 8 and 64 callers at a time. Each turn begins with an empty file. */
final class SingleEnqueue implements Measure {
    private static final int[] CALLERS = {1, 8, 64};
    private static final String RAW = "raw group-commit writer";
    private static final String WINDLASS = "Windlass";

    @Override
    public String name() {
        return "single enqueue";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        for (var callers : CALLERS) {
            var rounds = new Turns()
                    .with(RAW, () -> raw(setting, callers))
                    .with(WINDLASS, () -> windlass(setting, callers))
                    .take(setting.scale().rounds());
            var measure = name() + ", " + callers + (callers == 1 ? " caller" : " callers");
            rounds.forEach((subject, spread) -> report.figure(measure, subject, spread, "jobs/s"));
            if (callers == 64) {
                report.floor(new Floor(
                        "single enqueue, 64 callers, of the raw group-commit writer",
                        rounds.percent(WINDLASS, RAW),
                        Floor.Sense.AT_LEAST,
                        75,
                        "%"));
            }
        }
    }

    private static double raw(Setting setting, int callers) throws Exception {
        try (var writer = new RawGroupCommit(setting.workspace().fresh("enqueue-raw.db"))) {
            return Callers.rate(callers, setting.scale().callerTime(), writer::enqueue);
        }
    }

    private static double windlass(Setting setting, int callers) throws Exception {
        var file = setting.workspace().fresh("enqueue.db");
        try (var windlass = Windlass.on(SqliteStore.at(file)).withoutWorkers().start()) {
            return Callers.rate(
                    callers, setting.scale().callerTime(), () -> windlass.enqueue(Letter.TASK, Letter.SAMPLE));
        }
    }
}
