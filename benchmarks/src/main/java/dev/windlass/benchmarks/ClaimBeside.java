package dev.windlass.benchmarks;

import dev.windlass.store.Store;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What a claim of 128 jobs costs in an empty store and beside a crowd. Both stores take turns claim by claim; between the timed claims
 * each gets 128 new jobs and finishes the 128 it holds, so that the crowd stays as it is.
 *
 * @param percentile of the empty case, of which a promise speaks
 * @param most how many times that it may be
 */
record ClaimBeside(String name, Crowd crowd, double percentile, double most) implements Measure {
    private static final int WARM_UP = 100;

    /** What stands in a store and should not be in the way. */
    interface Crowd {
        /** Puts it there, and answers what it is. */
        String gather(Scale scale, Address database);

        /** Settles it, once the store is open for good. */
        default void settle(Store store) {
            // Most crowds stay where they are.
        }
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var database = setting.databases().fresh("crowd");
        var what = crowd.gather(setting.scale(), database);
        var alone = new Histogram(3);
        var beside = new Histogram(3);
        try (var emptyStore = setting.databases().fresh("no-crowd").open();
                var crowdedStore = database.open()) {
            crowd.settle(crowdedStore);
            var none = new PortWorker(emptyStore);
            var all = new PortWorker(crowdedStore);
            for (var claim = -WARM_UP; claim < setting.scale().claims(); claim++) {
                record(none, alone, claim);
                record(all, beside, claim);
            }
        }
        tell(report, "empty", alone);
        tell(report, what, beside);
        report.floor(new Floor(
                String.format(Locale.ROOT, "%s, p%.0f of the empty case", name, percentile),
                (double) beside.getValueAtPercentile(percentile) / alone.getValueAtPercentile(percentile),
                Floor.Sense.AT_MOST,
                most,
                "times"));
    }

    private static void record(PortWorker worker, Histogram histogram, int claim) {
        var nanos = worker.timedClaim();
        if (claim >= 0) {
            histogram.recordValue(nanos / 1_000);
        }
    }

    private void tell(Report report, String subject, Histogram micros) {
        report.figure(name + ", p50", subject, micros.getValueAtPercentile(50) / 1e3, "ms");
        report.figure(name + ", p99", subject, micros.getValueAtPercentile(99) / 1e3, "ms");
    }
}
