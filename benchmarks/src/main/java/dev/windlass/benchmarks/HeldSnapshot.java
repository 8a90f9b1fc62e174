package dev.windlass.benchmarks;

import java.sql.Connection;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * What a claim costs while somebody holds a snapshot, as a dump or a forgotten transaction does: nothing that was deleted since can be cleared
 * away. 500 jobs a second are accepted, claimed and finished, 128 at a time; the claims of the last quarter, when most is in
 * the way, are held against as many before the snapshot was taken.
 */
final class HeldSnapshot implements Measure {
    private static final long EVERY_NANOS = 1_000_000_000L * PortWorker.BATCH / 500;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final double MOST = 3;

    @Override
    public String name() {
        return "held snapshot";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var held = setting.scale().snapshot();
        var database = setting.databases().fresh("snapshot");
        Histogram before;
        Histogram last;
        try (var store = database.open()) {
            var worker = new PortWorker(store);
            var quarter = held.dividedBy(4);
            claims(worker, WARM_UP);
            before = claims(worker, quarter);
            try (var other = database.connect()) {
                other.setAutoCommit(false);
                other.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                Script.one(other, "select count(*) from pg_class");
                claims(worker, held.minus(quarter));
                last = claims(worker, quarter);
                other.rollback();
            }
        }
        tell(report, "before", before);
        tell(report, String.format(Locale.ROOT, "after %,d s at 500 jobs/s", held.toSeconds()), last);
        report.floor(new Floor(
                "claims under a snapshot of " + held.toSeconds() + " s, p99 of those before",
                (double) last.getValueAtPercentile(99) / before.getValueAtPercentile(99),
                Floor.Sense.AT_MOST,
                MOST,
                "times"));
    }

    private static Histogram claims(PortWorker worker, Duration time) {
        var micros = new Histogram(3);
        var began = System.nanoTime();
        for (var next = began; next - began < time.toNanos(); next += EVERY_NANOS) {
            for (var wait = next - System.nanoTime(); wait > 0; wait = next - System.nanoTime()) {
                LockSupport.parkNanos(wait);
            }
            micros.recordValue(worker.timedClaim() / 1_000);
        }
        return micros;
    }

    private void tell(Report report, String subject, Histogram micros) {
        report.figure(name() + ", claim p50", subject, micros.getValueAtPercentile(50) / 1e3, "ms");
        report.figure(name() + ", claim p99", subject, micros.getValueAtPercentile(99) / 1e3, "ms");
    }
}
