package dev.windlass.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * How soon a job runs when nothing else does: from the return of the enqueue to the first line of its task, 20 jobs a second,
 * whether or not those before have begun. A task that began before its enqueue returned counts as zero.
 */
record IdleLatency(List<Contender> contenders, Promise promise) implements Measure {
    private static final long EVERY_NANOS = 50_000_000;
    private static final long LONGEST_MICROS = 60_000_000;
    private static final int WARM_UP = 100;

    /** What is promised of the latencies, by the names of the contenders. */
    interface Promise {
        List<Floor> of(Map<String, Histogram> micros);
    }

    @Override
    public String name() {
        return "idle latency";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var micros = new LinkedHashMap<String, Histogram>();
        for (var contender : contenders) {
            micros.put(contender.name(), watch(setting, report, contender));
        }
        promise.of(micros).forEach(report::floor);
    }

    private Histogram watch(Setting setting, Report report, Contender contender) throws Exception {
        var samples = WARM_UP + setting.scale().latencySamples();
        var database = setting.databases().fresh("latency");
        contender.prepare(database);
        var meter = setting.databases().meter(database);
        var began = new AtomicLongArray(samples);
        var left = new CountDownLatch(samples);
        var returned = new long[samples];
        try (var worker = contender
                .open(database, (nanos, text) -> {
                    began.set(number(text), nanos);
                    left.countDown();
                })
                .start()) {
            enqueue(worker, returned);
            if (!left.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException(left.getCount() + " jobs did not start within a minute");
            }
        }
        var histogram = histogram(began, returned);
        tell(report, contender.name(), histogram, meter.perJob(samples));
        return histogram;
    }

    private static void enqueue(Contender.Client client, long[] returned) throws Exception {
        var next = System.nanoTime();
        for (var number = 0; number < returned.length; number++) {
            client.enqueue(numbered(number));
            returned[number] = System.nanoTime();
            next += EVERY_NANOS;
            for (var wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
        }
    }

    /** A text as long as all, which begins with the number of the sample. */
    private static String numbered(int number) {
        var begin = number + " ";
        return begin + Letter.SAMPLE.text().substring(begin.length());
    }

    private static int number(String text) {
        return Integer.parseInt(text.substring(0, text.indexOf(' ')));
    }

    private static Histogram histogram(AtomicLongArray began, long[] returned) {
        var histogram = new Histogram(LONGEST_MICROS, 3);
        for (var number = WARM_UP; number < returned.length; number++) {
            var micros = Math.max(0, began.get(number) - returned[number]) / 1_000;
            histogram.recordValue(Math.min(micros, LONGEST_MICROS));
        }
        return histogram;
    }

    private void tell(Report report, String subject, Histogram micros, Optional<Cost> cost) {
        report.figure(name() + ", p50", subject, millis(micros, 50), "ms");
        report.figure(name() + ", p99", subject, millis(micros, 99), "ms");
        report.figure(name() + ", highest", subject, micros.getMaxValue() / 1e3, "ms");
        cost.ifPresent(each -> {
            report.figure(name() + ", WAL", subject, each.walBytes(), "bytes/job");
            report.figure(name() + ", commits", subject, each.commits() * 1_000, "per 1,000 jobs");
        });
    }

    static double millis(Histogram micros, double percentile) {
        return micros.getValueAtPercentile(percentile) / 1e3;
    }
}
