package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Store;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What a claim of 128 jobs without limits costs beside a crowd that waits for permits, and alone. The crowd's keys are full: as many of
 * each as may are held by another worker. Both stores take turns claim by claim.
 */
final class CrowdClaim implements Measure {
    private static final int WARM_UP = 100;
    private static final int KEYS = 10;
    private static final int PERMITS = 3;

    /** One in ten of what waits in the measure of a backlog: 100,000. */
    private static final int SHARE = 10;

    private static final Limit LIMIT = Limit.named("per-shop").concurrent(PERMITS);

    @Override
    public String name() {
        return "claim beside a crowd";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var crowd = setting.scale().backlog() / SHARE;
        var database = crowded(setting.databases().fresh("crowd"), crowd);
        var alone = new Histogram(3);
        var beside = new Histogram(3);
        try (var emptyStore = setting.databases().fresh("no-crowd").open();
                var crowdedStore = database.open()) {
            fill(crowdedStore);
            var none = new PortWorker(emptyStore);
            var all = new PortWorker(crowdedStore);
            for (var claim = -WARM_UP; claim < setting.scale().claims(); claim++) {
                record(none, alone, claim);
                record(all, beside, claim);
            }
        }
        tell(report, "nobody waits", alone);
        tell(report, String.format("%,d wait on full keys", crowd), beside);
        report.floor(new Floor(
                name() + ", p50 of the empty case",
                (double) beside.getValueAtPercentile(50) / alone.getValueAtPercentile(50),
                Floor.Sense.AT_MOST,
                1.2,
                "times"));
    }

    private static Address crowded(Address database, int crowd) {
        try (var windlass =
                Windlass.on(database.open()).limit(LIMIT).withoutWorkers().start()) {
            for (var key = 0; key < KEYS; key++) {
                windlass.enqueueAll(
                        Letter.TASK,
                        Stream.generate(() -> Letter.SAMPLE).limit(crowd / KEYS),
                        Options.DEFAULT.limit(LIMIT, "shop-" + key));
            }
        }
        return database;
    }

    /** Grants what may be granted, to a worker that keeps it. */
    private static void fill(Store store) {
        var plan = new GrantPlan(Map.of(Queue.DEFAULT_NAME, KEYS * PERMITS), KEYS * PERMITS);
        var granted = 0;
        for (var step = store.limits().grant(plan).count();
                step > 0;
                step = store.limits().grant(plan).count()) {
            granted += step;
        }
        new PortWorker(store).hold(granted);
    }

    private static void record(PortWorker worker, Histogram histogram, int claim) {
        var nanos = worker.timedClaim();
        if (claim >= 0) {
            histogram.recordValue(nanos / 1_000);
        }
    }

    private void tell(Report report, String subject, Histogram histogram) {
        report.figure(name() + ", p50", subject, histogram.getValueAtPercentile(50) / 1e3, "ms");
        report.figure(name() + ", p99", subject, histogram.getValueAtPercentile(99) / 1e3, "ms");
    }
}
