package dev.windlass.store.postgres.trouble;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.PostgresStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.JobRun;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Several engines on one database, as in several processes: each has a store, a worker and callers of its own. They enqueue and run
 * numbered jobs until they are told to stop, and what they saw is kept. Used by one thread.
 */
final class Crew implements AutoCloseable {
    static final Task<Integer, Integer> WORK = Task.named("work", Integer.class, Integer.class);

    /** Lasts until it is told to end: so it runs all through an outage. */
    static final Task<Integer, Integer> LONG = Task.named("long", Integer.class, Integer.class);

    /** As it ships. */
    static final Duration LEASE = Duration.ofSeconds(15);

    private static final int SLOTS = 8;
    private static final int CALLERS = 3;
    private static final int MOST_MILLIS = 20;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Duration DRAIN = Duration.ofMinutes(2);

    private final List<Windlass> engines = new ArrayList<>();
    private final List<Thread> callers = new ArrayList<>();
    private final AtomicInteger asked = new AtomicInteger();
    private final Set<JobId> accepted = ConcurrentHashMap.newKeySet();
    private final Queue<Run> runs = new ConcurrentLinkedQueue<>();
    private final Queue<JobId> fenced = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unknown = new AtomicInteger();
    private final CountDownLatch longEnd = new CountDownLatch(1);
    private volatile boolean calling = true;

    /** A job that an engine began to run, at a moment of {@link System#nanoTime}. */
    record Run(int engine, int number, JobId job, long fence, long nanos) {}

    /** Starts so many engines, with all settings as they ship. */
    static Crew start(int engines, String url, PostgresOptions options) {
        return start(engines, url, options, LEASE);
    }

    /** The same with another length of leases. */
    static Crew start(int engines, String url, PostgresOptions options, Duration lease) {
        var crew = new Crew();
        for (var number = 0; number < engines; number++) {
            crew.add(PostgresStore.at(url, options), lease);
        }
        return crew;
    }

    private void add(Store store, Duration lease) {
        var number = engines.size();
        engines.add(Windlass.on(store)
                .perform(WORK, (work, run) -> perform(number, work, run))
                .perform(LONG, (work, run) -> performLong(number, work, run))
                .slots(SLOTS)
                .lease(lease)
                .listen(this::hear)
                .start());
    }

    private int perform(int engine, int number, JobRun run) {
        runs.add(new Run(engine, number, run.id(), run.fence(), System.nanoTime()));
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(number % MOST_MILLIS));
        return number;
    }

    private int performLong(int engine, int number, JobRun run) throws InterruptedException {
        runs.add(new Run(engine, number, run.id(), run.fence(), System.nanoTime()));
        longEnd.await();
        return number;
    }

    private void hear(JobEvent event) {
        if (event instanceof JobEvent.Fenced late) {
            fenced.add(late.job());
        }
    }

    /** From now on each engine enqueues one job after the other; long ones first, which run until {@link #endLong}. */
    Crew call() {
        engines.forEach(engine -> accept(engine, LONG));
        for (var number = 0; number < engines.size() * CALLERS; number++) {
            var engine = engines.get(number % engines.size());
            var caller = new Thread(() -> call(engine), "caller-" + number);
            callers.add(caller);
            caller.start();
        }
        return this;
    }

    private void call(Windlass engine) {
        while (calling) {
            accept(engine, WORK);
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private void accept(Windlass engine, Task<Integer, Integer> task) {
        try {
            accepted.add(engine.enqueue(task, asked.getAndIncrement()).id());
        } catch (WindlassException e) {
            // Its patience has ended: the one answer of an outage, and it says that the job may be there.
            if (e.code() != ErrorCode.STORE_DOWN) {
                throw e;
            }
            unknown.incrementAndGet();
        }
    }

    void endLong() {
        longEnd.countDown();
    }

    /** Stops the callers and waits until nothing is left to run. */
    Findings finish() throws InterruptedException {
        endLong();
        calling = false;
        for (var caller : callers) {
            caller.join();
        }
        if (!engines.get(0).drain(DRAIN)) {
            throw new AssertionError("jobs are left after " + DRAIN + ", health: "
                    + engines.get(0).health());
        }
        return Findings.of(engines.get(0), this);
    }

    List<Windlass> engines() {
        return engines;
    }

    int asked() {
        return asked.get();
    }

    /** How many enqueues ended without anybody knowing. */
    int unknown() {
        return unknown.get();
    }

    Set<JobId> accepted() {
        return accepted;
    }

    Queue<Run> runs() {
        return runs;
    }

    Queue<JobId> fenced() {
        return fenced;
    }

    /** How long after this moment each engine has run a job that was asked for after it, in order; who has not, is not there. */
    List<Duration> resumed(long nanos, int askedBefore) {
        return runs.stream()
                .filter(run -> run.number() >= askedBefore)
                .collect(Collectors.groupingBy(Run::engine, Collectors.minBy(Comparator.comparingLong(Run::nanos))))
                .values()
                .stream()
                .flatMap(Optional::stream)
                .map(run -> Duration.ofNanos(run.nanos() - nanos))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        endLong();
        calling = false;
        engines.forEach(Windlass::close);
    }
}
