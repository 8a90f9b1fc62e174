package dev.windlass.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.configuration.JobRunrConfiguration;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.storage.sql.common.SqlStorageProviderFactory;

/**
 * JobRunr from its released jar. Job requests, because they are its fastest way to enqueue; many at once as a stream; the poll
 * interval at its shortest, the number of workers as it chooses itself, and a connection for each. It stores no results.
 */
final class JobRunrContender implements Contender {
    static final String NAME = "JobRunr";

    private static final Duration SHORTEST_POLL = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 24;
    private static final long LOOK_NANOS = 20_000_000;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int jobs(Scale scale) {
        return scale.peerJobs();
    }

    @Override
    public void prepare(Address database) {
        try (var source = database.pool(CONNECTIONS)) {
            SqlStorageProviderFactory.using(source).close();
        }
    }

    @Override
    public Client client(Address database) {
        var source = database.pool(CONNECTIONS);
        var storage = SqlStorageProviderFactory.using(source);
        return new Running(
                source, storage, scheduler(JobRunr.configure().useStorageProvider(storage)), new Semaphore(0));
    }

    @Override
    public Opened open(Address database, Started started) {
        var source = database.pool(CONNECTIONS);
        var storage = SqlStorageProviderFactory.using(source);
        var begun = new Semaphore(0);
        var reader = new JobRunrLetter.Reader((nanos, text) -> {
            started.at(nanos, text);
            begun.release();
        });
        var configuration = JobRunr.configure()
                .useStorageProvider(storage)
                .useJobActivator(activator(reader))
                .useBackgroundJobServer(BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andPollInterval(SHORTEST_POLL));
        return () -> new Running(source, storage, scheduler(configuration), begun);
    }

    private static JobRequestScheduler scheduler(JobRunrConfiguration configuration) {
        return configuration.initialize().getJobRequestScheduler();
    }

    private static JobActivator activator(JobRunrLetter.Reader reader) {
        return new JobActivator() {
            @Override
            public <T> T activateJob(Class<T> type) {
                return type.cast(reader);
            }
        };
    }

    private record Running(
            HikariDataSource source, StorageProvider storage, JobRequestScheduler scheduler, Semaphore begun)
            implements Worker {
        @Override
        public void enqueue(String text) {
            scheduler.enqueue(new JobRunrLetter(text));
        }

        @Override
        public void enqueueAll(int jobs) {
            scheduler.enqueue(Stream.generate(() -> new JobRunrLetter(Letter.SAMPLE.text()))
                    .limit(jobs));
        }

        /** Its storage has to be asked for the ends: it tells them to nobody. */
        @Override
        public void awaitFinished(int jobs) throws InterruptedException {
            begun.acquire(jobs);
            while (storage.countJobs(StateName.SUCCEEDED) < jobs) {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }

        @Override
        public void close() {
            JobRunr.destroy();
            source.close();
        }
    }
}
