package dev.windlass.benchmarks;

import static dev.windlass.benchmarks.IdleLatency.millis;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The embedded store beside bare statements on the same file format, and beside JobRunr. */
final class SqliteSuite implements Suite {
    private static final String RAW_WRITER = "raw group-commit writer";
    private static final String RAW_LOOP = "raw loop of our own statements";
    private static final String MINIMAL_LOOP = "minimal loop";

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public Databases open(Workspace workspace) {
        return new SqliteDatabases(workspace);
    }

    @Override
    public List<Measure> measures() {
        var windlass = new WindlassContender();
        var jobRunr = new JobRunrContender();
        return List.of(
                new SingleEnqueue(
                        List.of(1, 8, 64),
                        List.of(own(RAW_WRITER), windlass, jobRunr),
                        List.of(Ratio.percent(RAW_WRITER, 75))),
                new BulkEnqueue(List.of(own("raw inserts"), windlass, jobRunr), List.of()),
                new EndToEnd(
                        List.of(new BareContender(MINIMAL_LOOP, SqliteMinimal.KIND), own(RAW_LOOP), windlass, jobRunr),
                        List.of(Ratio.percent(RAW_LOOP, 50), Ratio.percent(MINIMAL_LOOP, 25))),
                new IdleLatency(List.of(windlass), SqliteSuite::latencies),
                new ClaimBeside("backlog claim", Crowds.ready(), 99, 2),
                new ClaimBeside("claim beside a crowd", new Crowds.Limited(), 50, 1.2),
                new IdleCost(),
                new KillReruns(),
                new Memory());
    }

    private static Contender own(String name) {
        return new BareContender(name, SqliteOwnStatements.KIND);
    }

    private static List<Floor> latencies(Map<String, Histogram> micros) {
        var windlass = micros.getOrDefault(WindlassContender.NAME, new Histogram(3));
        return List.of(
                new Floor("idle latency, p50", millis(windlass, 50), Floor.Sense.AT_MOST, 1, "ms"),
                new Floor("idle latency, p99", millis(windlass, 99), Floor.Sense.AT_MOST, 5, "ms"));
    }
}
