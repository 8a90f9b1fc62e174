package dev.windlass.benchmarks;

import org.HdrHistogram.Histogram;

/**
 * What a claim of 128 jobs costs before an empty lane and before a full one. Both stores take turns claim by claim; between the
 * timed claims each gets 128 new jobs and finishes the 128 it holds, so that the backlog stays as it is.
 */
final class BacklogClaim implements Measure {
    private static final int WARM_UP = 100;

    @Override
    public String name() {
        return "backlog claim";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var backlog = setting.scale().backlog();
        var full = Stored.jobs(setting.databases().fresh("backlog"), backlog);
        var withNone = new Histogram(3);
        var withBacklog = new Histogram(3);
        try (var emptyStore = setting.databases().fresh("no-backlog").open();
                var fullStore = full.open()) {
            var none = new PortWorker(emptyStore);
            var all = new PortWorker(fullStore);
            for (var claim = -WARM_UP; claim < setting.scale().claims(); claim++) {
                record(none, withNone, claim);
                record(all, withBacklog, claim);
            }
        }
        tell(report, "no backlog", withNone);
        tell(report, String.format("%,d ready jobs", backlog), withBacklog);
        report.floor(new Floor(
                "backlog claim, p99 of the empty case",
                (double) withBacklog.getValueAtPercentile(99) / withNone.getValueAtPercentile(99),
                Floor.Sense.AT_MOST,
                2,
                "times"));
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
