package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How soon a job runs when nothing else does: from the return of {@code enqueue} to the first line of its task, in one process,
 * 20 jobs a second. A task that began before its enqueue returned counts as zero.
 */
final class IdleLatency implements Measure {
    private static final long EVERY_NANOS = 50_000_000;
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int WARM_UP = 100;

    @Override
    public String name() {
        return "idle latency";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var histogram = new Histogram(LONGEST_MICROS, 3);
        var starts = new LinkedBlockingQueue<Long>();
        var store = SqliteStore.at(setting.workspace().fresh("latency.db"));
        try (var windlass = Windlass.on(store)
                .perform(Letter.TASK, (letter, run) -> {
                    starts.add(System.nanoTime());
                    return Letter.Receipt.SAMPLE;
                })
                .start()) {
            for (var sample = -WARM_UP; sample < setting.scale().latencySamples(); sample++) {
                var micros = sample(windlass, starts);
                if (sample >= 0) {
                    histogram.recordValue(Math.min(micros, LONGEST_MICROS));
                }
                LockSupport.parkNanos(EVERY_NANOS);
            }
        }
        tell(report, histogram);
    }

    private static long sample(Windlass windlass, LinkedBlockingQueue<Long> starts) throws InterruptedException {
        windlass.enqueue(Letter.TASK, Letter.SAMPLE);
        var returned = System.nanoTime();
        var started = starts.poll(1, TimeUnit.MINUTES);
        if (started == null) {
            throw new IllegalStateException("a job did not start within a minute");
        }
        return Math.max(0, started - returned) / 1_000;
    }

    private void tell(Report report, Histogram histogram) {
        var p50 = histogram.getValueAtPercentile(50) / 1e3;
        var p99 = histogram.getValueAtPercentile(99) / 1e3;
        report.figure(name() + ", p50", "Windlass", p50, "ms");
        report.figure(name() + ", p99", "Windlass", p99, "ms");
        report.figure(name() + ", highest", "Windlass", histogram.getMaxValue() / 1e3, "ms");
        report.floor(new Floor("idle latency, p50", p50, Floor.Sense.AT_MOST, 1, "ms"));
        report.floor(new Floor("idle latency, p99", p99, Floor.Sense.AT_MOST, 5, "ms"));
    }
}
