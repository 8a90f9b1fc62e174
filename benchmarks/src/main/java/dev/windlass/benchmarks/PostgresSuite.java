package dev.windlass.benchmarks;

import java.util.List;

/** PostgreSQL: Windlass and the peers from their released jars, beside bare statements. */
final class PostgresSuite implements Suite {
    private static final String MINIMAL_LOOP = "minimal loop";

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
        var windlass = new WindlassContender();
        var minimal = new BareContender(MINIMAL_LOOP, PostgresMinimalLoop.KIND);
        var dbScheduler = new DbSchedulerContender();
        var jobRunr = new JobRunrContender();
        var quartz = new QuartzContender();
        return List.of(
                new SingleEnqueue(List.of(8), List.of(minimal, windlass, dbScheduler, jobRunr, quartz), List.of()),
                new BulkEnqueue(List.of(minimal, windlass, dbScheduler, jobRunr, quartz), List.of()),
                new EndToEnd(List.of(minimal, windlass, dbScheduler, jobRunr, quartz), List.of()),
                new IdleLatency(List.of(new RawNotify(), windlass, dbScheduler, jobRunr, quartz), micros -> List.of()));
    }
}
