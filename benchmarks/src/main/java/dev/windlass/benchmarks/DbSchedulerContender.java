package dev.windlass.benchmarks;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.serializer.JacksonSerializer;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/**
 * db-scheduler from its released jar, on PostgreSQL, with the settings that its documents advise for speed: polling by
 * {@code lock-and-fetch}, which claims a batch in one statement ("for high throughput"); 50 threads with a lower limit of 0.5 and an
 * upper of 4.0 of them, the fastest line of its own table of benchmarks; immediate execution, without which a job
 * waits for the next poll; JSON instead of Java serialization; many at once by {@code scheduleBatch}. A connection for each thread. It
 * stores neither results nor a history: the row of a finished job is deleted.
 */
final class DbSchedulerContender implements Contender {
    static final String NAME = "db-scheduler";

    private static final int THREADS = 50;
    private static final double LOWER_LIMIT = 0.5;
    private static final double UPPER_LIMIT = 4.0;
    private static final int CONNECTIONS = THREADS + 6;
    private static final String TASK = "bench.letter";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int jobs(Scale scale) {
        return scale.peerJobs();
    }

    @Override
    public void prepare(Address database) throws Exception {
        Script.run(database, DbSchedulerContender.class, "db-scheduler.sql");
    }

    @Override
    public Client client(Address database) {
        return running(database, Started.UNHEARD);
    }

    @Override
    public Opened open(Address database, Started started) {
        var running = running(database, started);
        return () -> {
            running.scheduler.start();
            return running;
        };
    }

    private static Running running(Address database, Started started) {
        var begun = new Semaphore(0);
        var task = Tasks.oneTime(TASK, Letter.class).execute((instance, context) -> {
            started.at(System.nanoTime(), instance.getData().text());
            begun.release();
        });
        var source = database.pool(CONNECTIONS);
        var scheduler = Scheduler.create(source, task)
                .serializer(new JacksonSerializer())
                .pollUsingLockAndFetch(LOWER_LIMIT, UPPER_LIMIT)
                .threads(THREADS)
                .enableImmediateExecution()
                .build();
        return new Running(source, scheduler, task, begun);
    }

    private record Running(HikariDataSource source, Scheduler scheduler, OneTimeTask<Letter> task, Semaphore begun)
            implements Worker {
        @Override
        public void enqueue(String text) {
            scheduler.schedule(instance(text), Instant.now());
        }

        @Override
        public void enqueueAll(int jobs) {
            Stream<TaskInstance<?>> instances = Stream.generate(() -> instance(Letter.SAMPLE.text()))
                    .limit(jobs)
                    .map(each -> each);
            scheduler.scheduleBatch(instances, Instant.now());
        }

        private TaskInstance<Letter> instance(String text) {
            return task.instance(UUID.randomUUID().toString(), new Letter(text));
        }

        @Override
        public void awaitFinished(int jobs) throws Exception {
            begun.acquire(jobs);
            Script.awaitNone(source, "select 1 from scheduled_tasks limit 1");
        }

        @Override
        public void close() {
            scheduler.stop();
            source.close();
        }
    }
}
