package dev.windlass.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Quartz from its released jar, with its JDBC store on PostgreSQL and the settings that its documents advise for speed: batch
 * acquisition of as many triggers as there are threads, which needs {@code acquireTriggersWithinLock}; properties instead of Java
 * serialization; misfires ignored, for else what has waited for a minute is fired twenty at a time; "threads + 2" connections and more. Clustered, as all others are: only so may a second process take part. One durable job,
 * and a trigger for each letter, which is less to write than a job for each; many at once as one call, one transaction. It stores
 * neither results nor a history: the row of a finished trigger is deleted.
 */
final class QuartzContender implements Contender {
    static final String NAME = "Quartz";

    private static final int THREADS = 20;

    /** It does some hundred a second: with as many jobs as the others it would run for longer than all of them. */
    private static final int SHARE = 4;

    private static final int CONNECTIONS = THREADS + 4;

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int jobs(Scale scale) {
        return scale.peerJobs() / SHARE;
    }

    @Override
    public void prepare(Address database) throws Exception {
        Script.run(database, Scheduler.class, "impl/jdbcjobstore/tables_postgres.sql");
    }

    @Override
    public Client client(Address database) throws SchedulerException {
        return running(database, Started.UNHEARD);
    }

    @Override
    public Opened open(Address database, Started started) throws SchedulerException {
        var running = running(database, started);
        return () -> {
            running.scheduler.start();
            return running;
        };
    }

    private static Running running(Address database, Started started) throws SchedulerException {
        var begun = new Semaphore(0);
        var scheduler = new StdSchedulerFactory(properties(database)).getScheduler();
        Started counted = (nanos, text) -> {
            started.at(nanos, text);
            begun.release();
        };
        scheduler.getContext().put(QuartzLetter.STARTED, counted);
        var job = JobBuilder.newJob(QuartzLetter.class)
                .withIdentity("letter")
                .storeDurably()
                .build();
        scheduler.addJob(job, true);
        return new Running(database.pool(1), scheduler, job, begun);
    }

    private static Properties properties(Address database) {
        var properties = new Properties();
        properties.putAll(Map.of(
                "org.quartz.scheduler.instanceName", "bench",
                "org.quartz.scheduler.instanceId", "AUTO",
                "org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(THREADS),
                "org.quartz.scheduler.skipUpdateCheck", "true",
                "org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool",
                "org.quartz.threadPool.threadCount", Integer.toString(THREADS)));
        properties.putAll(Map.of(
                "org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
                "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate",
                "org.quartz.jobStore.isClustered", "true",
                "org.quartz.jobStore.acquireTriggersWithinLock", "true",
                "org.quartz.jobStore.useProperties", "true",
                "org.quartz.jobStore.dataSource", "bench"));
        properties.putAll(Map.of(
                "org.quartz.dataSource.bench.provider",
                "hikaricp",
                "org.quartz.dataSource.bench.driver",
                "org.postgresql.Driver",
                "org.quartz.dataSource.bench.URL",
                database.url(),
                "org.quartz.dataSource.bench.maxConnections",
                Integer.toString(CONNECTIONS)));
        return properties;
    }

    private record Running(HikariDataSource source, Scheduler scheduler, JobDetail job, Semaphore begun)
            implements Worker {
        @Override
        public void enqueue(String text) throws SchedulerException {
            scheduler.scheduleJob(trigger(text));
        }

        @Override
        public void enqueueAll(int jobs) throws SchedulerException {
            var triggers = new HashSet<Trigger>();
            while (triggers.size() < jobs) {
                triggers.add(trigger(Letter.SAMPLE.text()));
            }
            Map<JobDetail, Set<? extends Trigger>> all = Map.of(job, triggers);
            scheduler.scheduleJobs(all, true);
        }

        private Trigger trigger(String text) {
            return TriggerBuilder.newTrigger()
                    .withIdentity(UUID.randomUUID().toString())
                    .forJob(job)
                    .usingJobData(QuartzLetter.TEXT, text)
                    .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
                    .startNow()
                    .build();
        }

        @Override
        public void awaitFinished(int jobs) throws Exception {
            begun.acquire(jobs);
            Script.awaitNone(source, "select 1 from qrtz_triggers limit 1");
        }

        @Override
        public void close() throws SQLException {
            try {
                scheduler.shutdown(true);
            } catch (SchedulerException e) {
                throw new SQLException("Quartz does not stop", e);
            }
            source.close();
        }
    }
}
