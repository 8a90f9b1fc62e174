package dev.windlass.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/**
 * JobRunr from its released jar, on SQLite, beside Windlass: on the same disk and as durable (write-ahead log, full syncs). Job
 * requests, because they are its fastest way to enqueue; the poll interval at its shortest, the number of workers as it chooses
 * itself. It stores no results.
 */
final class JobRunrPeer implements Measure {
    private static final Duration SHORTEST_POLL = Duration.ofSeconds(5);
    private static final long LOOK_NANOS = 20_000_000;
    private static final String JOBRUNR = "JobRunr";

    @Override
    public String name() {
        return "peer";
    }

    @Override
    public void take(Setting setting, Report report) throws Exception {
        var jobs = ", " + setting.scale().peerJobs() + " jobs";
        tell(setting, report, "single enqueue, 1 caller", source -> enqueue(setting, source, 1));
        tell(setting, report, "single enqueue, 8 callers", source -> enqueue(setting, source, 8));
        tell(setting, report, "bulk enqueue" + jobs, source -> bulk(setting, source));
        tell(setting, report, "end to end" + jobs, source -> drain(setting, source));
    }

    /** One turn on a file of its own. */
    private interface Turn {
        double take(DataSource source) throws Exception;
    }

    private static void tell(Setting setting, Report report, String measure, Turn turn) throws Exception {
        new Turns()
                .with(JOBRUNR, () -> onFreshFile(setting, turn))
                .take(setting.scale().rounds())
                .forEach((subject, spread) -> report.figure(measure, subject, spread, "jobs/s"));
    }

    private static double onFreshFile(Setting setting, Turn turn) throws Exception {
        try (var source = source(setting.workspace().fresh("jobrunr.db"))) {
            try {
                return turn.take(source);
            } finally {
                JobRunr.destroy();
            }
        }
    }

    private static double enqueue(Setting setting, DataSource source, int callers) throws Exception {
        var scheduler = scheduler(source);
        return Callers.rate(callers, setting.scale().callerTime(), () -> scheduler.enqueue(JobRunrLetter.SAMPLE));
    }

    private static double bulk(Setting setting, DataSource source) {
        var scheduler = scheduler(source);
        var began = System.nanoTime();
        scheduler.enqueue(jobs(setting));
        return setting.scale().peerJobs() * 1e9 / (System.nanoTime() - began);
    }

    /** From the start of its server to the last durable finish, for which its storage has to be asked. */
    private static double drain(Setting setting, DataSource source) throws InterruptedException {
        var jobs = setting.scale().peerJobs();
        var left = new CountDownLatch(jobs);
        scheduler(source).enqueue(jobs(setting));
        JobRunr.destroy();
        var storage = SqlStorageProviderFactory.using(source);
        var began = System.nanoTime();
        serve(storage, left);
        left.await();
        while (storage.countJobs(StateName.SUCCEEDED) < jobs) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return jobs * 1e9 / (System.nanoTime() - began);
    }

    private static Stream<JobRunrLetter> jobs(Setting setting) {
        return Stream.generate(() -> JobRunrLetter.SAMPLE).limit(setting.scale().peerJobs());
    }

    private static JobRequestScheduler scheduler(DataSource source) {
        return JobRunr.configure()
                .useStorageProvider(SqlStorageProviderFactory.using(source))
                .initialize()
                .getJobRequestScheduler();
    }

    private static void serve(StorageProvider storage, CountDownLatch left) {
        JobRunr.configure()
                .useStorageProvider(storage)
                .useJobActivator(activator(left))
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(SHORTEST_POLL))
                .initialize();
    }

    private static JobActivator activator(CountDownLatch left) {
        var reader = new JobRunrLetter.Reader(left);
        return new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(reader);
            }
        };
    }

    private static HikariDataSource source(Path file) {
        var config = new HikariConfig();
        config.setJdbcUrl("jdbc:sqlite:" + file
                + "?journal_mode=WAL&synchronous=FULL&busy_timeout=30000&transaction_mode=IMMEDIATE");
        return new HikariDataSource(config);
    }
}
