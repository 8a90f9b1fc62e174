package dev.windlass.benchmarks;

import static dev.windlass.benchmarks.IdleLatency.millis;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** PostgreSQL: Windlass beside bare statements and beside the peers from their released jars. */
final class PostgresSuite implements Suite {
    private static final String RAW_WRITER = "raw group-commit writer";
    private static final String RAW_INSERTS = "raw inserts";
    private static final String RAW_LOOP = "raw loop of our own statements";
    private static final String MINIMAL_LOOP = "minimal loop";

    private final Contender windlass = new WindlassContender();
    private final Contender dbScheduler = new DbSchedulerContender();
    private final Contender jobRunr = new JobRunrContender();
    private final Contender quartz = new QuartzContender();

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Databases open(Workspace workspace) throws Exception {
        return PostgresDatabases.in(workspace);
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new SingleEnqueue(
                        List.of(8),
                        List.of(own(RAW_WRITER), windlass, dbScheduler, jobRunr, quartz),
                        List.of(Ratio.times(DbSchedulerContender.NAME, 1.5), Ratio.times(JobRunrContender.NAME, 2.5))),
                new BulkEnqueue(
                        List.of(own(RAW_INSERTS), windlass, dbScheduler, jobRunr, quartz),
                        List.of(Ratio.percent(RAW_INSERTS, 60), Ratio.times(DbSchedulerContender.NAME, 1))),
                endToEnd(),
                new IdleLatency(
                        List.of(new RawNotify(), windlass, new AcrossProcesses(), dbScheduler, jobRunr, quartz),
                        PostgresSuite::latencies),
                new Processes(),
                new ClaimBeside("backlog claim", Crowds.ready(), 99, 2),
                new ClaimBeside("claim beside scheduled jobs", Crowds.scheduled(), 99, 2),
                new WalOfJob(),
                new HeldSnapshot(),
                new IdleCrowd(),
                new KillReruns(),
                new Memory());
    }

    private Measure endToEnd() {
        return new EndToEnd(
                List.of(
                        new BareContender(MINIMAL_LOOP, PostgresMinimalLoop.KIND),
                        own(RAW_LOOP),
                        windlass,
                        dbScheduler,
                        jobRunr,
                        quartz),
                List.of(
                        Ratio.percent(RAW_LOOP, 55),
                        Ratio.percent(MINIMAL_LOOP, 20),
                        Ratio.times(DbSchedulerContender.NAME, 4),
                        Ratio.times(JobRunrContender.NAME, 10)));
    }

    private static Contender own(String name) {
        return new BareContender(name, PostgresOwnStatements.KIND);
    }

    /** Windlass wakes another process no later than the fastest peer its own, and no later than three times what the server needs. */
    private static List<Floor> latencies(Map<String, Histogram> micros) {
        var none = new Histogram(3);
        var across = micros.getOrDefault(AcrossProcesses.NAME, none);
        var peer = micros.getOrDefault(DbSchedulerContender.NAME, none);
        var raw = micros.getOrDefault(RawNotify.NAME, none);
        return List.of(
                new Floor(
                        "latency across processes, p50, at most db-scheduler's in one",
                        millis(across, 50),
                        Floor.Sense.AT_MOST,
                        millis(peer, 50),
                        "ms"),
                new Floor(
                        "latency across processes, p99, of the raw commit, NOTIFY, commit",
                        millis(across, 99) / millis(raw, 99),
                        Floor.Sense.AT_MOST,
                        3,
                        "times"));
    }
}
