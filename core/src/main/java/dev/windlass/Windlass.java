package dev.windlass;

import dev.windlass.engine.Rules;
import dev.windlass.runtime.Engine;
import dev.windlass.store.Attempt;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.Repair;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.Store;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Given;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.Session;
import dev.windlass.task.Task;
import dev.windlass.task.UnreadableException;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Durable background work: jobs that are enqueued here survive the end of the process, and run until they succeed, are dead, or
 * are cancelled.
 *
 * <pre>{@code
 * try (var windlass = Windlass.on(SqliteStore.at(Path.of("windlass.db")))
 *         .perform(WELCOME, (welcome, run) -> new Receipt(mailer.send(welcome)))
 *         .start()) {
 *     windlass.enqueue(WELCOME, new Welcome(42, "hi"), in("5 minutes"));
 * }
 * }</pre>
 *
 * Safe for all threads. Closing it waits for running jobs, gives the rest back, and closes the store.
 */
public final class Windlass extends Calls implements AutoCloseable {
    /** How long a call by a proxy waits for its job, where nobody says otherwise. */
    public static final Duration CALL_LIMIT = Duration.ofMinutes(1);

    private final Store store;
    private final Engine engine;
    private final Tasks tasks;
    private final Enqueues enqueues;
    private final Decisions decisions;
    private final Duration stopPatience;

    Windlass(Store store, Engine engine, Tasks tasks, Rules rules, Stowage stowage, Duration stopPatience) {
        this.store = store;
        this.engine = engine;
        this.tasks = tasks;
        this.stopPatience = stopPatience;
        this.enqueues = new Enqueues(this, stowage);
        this.decisions = new Decisions(this, rules);
    }

    /** Begins a Windlass on a store, which then belongs to it. */
    public static WindlassBuilder on(Store store) {
        return new WindlassBuilder(Given.to("on", "a store", store));
    }

    /** Enqueues a job to run now. Durable when this returns. */
    public <P, R> JobHandle<R> enqueue(Task<P, R> task, P payload) {
        return enqueue(task, payload, Options.DEFAULT);
    }

    /**
     * Enqueues a job. Durable when this returns.
     *
     * @throws IllegalArgumentException in one sentence, if something about the job is not acceptable
     * @throws QueueFullException if its queue is at a bound; nothing was accepted, and the exception says when to try again
     * @throws WindlassException if the store did not accept it: {@link ErrorCode#STORE_FULL} and {@link ErrorCode#OVERLOADED} say
     *     that nothing was accepted, {@link ErrorCode#STORE_DOWN} that nobody knows
     */
    @Override
    public <P, R> JobHandle<R> enqueue(Task<P, R> task, P payload, Options options) {
        Given.to("enqueue", "a task", task);
        Given.to("enqueue", "options", options);
        return enqueues.enqueue(task, payload, options);
    }

    /** Enqueues a job to run now; the stage completes when it is durable. Callers share commits. */
    public <P, R> CompletionStage<JobHandle<R>> enqueueAsync(Task<P, R> task, P payload) {
        return enqueueAsync(task, payload, Options.DEFAULT);
    }

    /**
     * Enqueues a job; the stage completes when it is durable. What depends on it runs on the common pool and not on the thread that
     * accepts: there it could enqueue again and wait for itself.
     */
    public <P, R> CompletionStage<JobHandle<R>> enqueueAsync(Task<P, R> task, P payload, Options options) {
        Given.to("enqueueAsync", "a task", task);
        Given.to("enqueueAsync", "options", options);
        return enqueues.enqueueAsync(task, payload, options);
    }

    /** Enqueues a job for each payload, to run now. See {@link #enqueueAll(Task, Stream, Options)}. */
    public <P> long enqueueAll(Task<P, ?> task, Stream<P> payloads) {
        return enqueueAll(task, payloads, Options.DEFAULT);
    }

    /**
     * Enqueues a job for each payload, in chunks of 1,000 jobs or 4 MiB that are accepted whole or not at all. The stream is read
     * as it goes, a chunk ahead of the disk.
     *
     * @return how many jobs were accepted: all but those that an earlier one with the same unique key answered
     * @throws PartlyAcceptedException if the stream broke off, by a bad payload, a refusal or an exception of its own, after some
     *     of its jobs were accepted; it says how many. If none were, what broke it off is thrown as it is
     */
    public <P> long enqueueAll(Task<P, ?> task, Stream<P> payloads, Options options) {
        Given.to("enqueueAll", "a task", task);
        Given.to("enqueueAll", "payloads", payloads);
        Given.to("enqueueAll", "options", options);
        return enqueues.enqueueAll(task, payloads, options);
    }

    /**
     * Enqueues a job from JSON, as people and other languages write it. Where the task has a performer here, the JSON is checked
     * against its payload before anything is accepted. The handle tells whether an earlier job with the same unique key answers.
     */
    public JobHandle<?> enqueueJson(String task, String json, Options options) {
        Given.to("enqueueJson", "the name of a task", task);
        // People write what the task takes today.
        return enqueueJson(task, tasks.find(task).map(Task::version).orElse(1), json, options);
    }

    /** The same for JSON of another version of the task's payload, as whoever performs it reads it. */
    public JobHandle<?> enqueueJson(String task, int version, String json, Options options) {
        Given.to("enqueueJson", "the name of a task", task);
        Given.to("enqueueJson", "JSON", json);
        Given.to("enqueueJson", "options", options);
        return enqueues.enqueueJson(task, version, json, options);
    }

    /** A service by its interface, wherever it is performed, with {@link #CALL_LIMIT} for each call. See {@link #proxy(String, Class, Duration)}. */
    public <T> T proxy(String service, Class<T> type) {
        return proxy(service, type, CALL_LIMIT);
    }

    /**
     * A service by its interface, wherever it is performed: each call is a job of the task {@code service.method}. A method that
     * declares a {@link java.util.concurrent.CompletableFuture} or a {@link JobHandle} gives it at once; any other waits for the job
     * to end, at most so long, and fails as {@link JobHandle#await} does. Safe for all threads.
     *
     * @throws IllegalArgumentException in one sentence, if a method of the interface cannot be a task
     */
    public <T> T proxy(String service, Class<T> type, Duration limit) {
        Given.to("proxy", "the name of a service", service);
        Given.to("proxy", "an interface", type);
        Given.to("proxy", "a limit", limit);
        return Proxied.of(this, service, type, limit);
    }

    /** All tasks that are performed here, by name. */
    public List<TaskHelp> tasks() {
        return tasks.help();
    }

    /**
     * Enqueues in a transaction of the caller's, on stores that can lend one: the jobs exist if and only if it commits, and are found
     * within half a second then.
     */
    public Within within(Session session) {
        Given.to("within", "a session", session);
        return new Within(this, session);
    }

    /** The handle of a job that was enqueued before, perhaps by another process. */
    public <R> JobHandle<R> handle(Task<?, R> task, JobId id) {
        Given.to("handle", "a task", task);
        Given.to("handle", "an id", id);
        return JobHandle.of(this, task, id);
    }

    /** The job as it stands, or empty where it is unknown or pruned. */
    public Optional<Job> find(JobId id) {
        Given.to("find", "an id", id);
        return reading().find(id);
    }

    /** Every attempt of a job that ended and is still kept, the oldest first. */
    public List<Attempt> attempts(JobId id) {
        Given.to("attempts", "an id", id);
        return reading().attempts(id);
    }

    /** The last lines that a job's attempts have logged, the oldest first. */
    public List<LogLine> log(JobId id) {
        Given.to("log", "an id", id);
        return reading().log(id);
    }

    JobStore reading() {
        engine.requireRunning();
        return store.jobs();
    }

    /** A page of jobs, without payloads. */
    public JobPage list(JobQuery query) {
        Given.to("list", "a query", query);
        return reading().list(query);
    }

    /**
     * Calls off a job. Of one that runs it is a request, and the answer is {@link CancelAnswer#RUNNING}: its task is told within a
     * second, wherever it runs, interrupted if it goes on, and given up at last. Whoever is first wins: a success that is committed
     * before stays one.
     */
    public CancelAnswer cancel(JobId id) {
        Given.to("cancel", "an id", id);
        return decisions.cancel(id);
    }

    /** Calls off all jobs of a task that wait for their time. See {@link #unschedule(String)}. */
    public long unschedule(Task<?, ?> task) {
        Given.to("unschedule", "a task", task);
        return unschedule(task.name());
    }

    /**
     * Calls off all jobs of a task that wait for their time: delayed ones, and those that would be tried again. What is ready, runs or
     * was enqueued meanwhile is not touched. Goes through the waiting jobs a page at a time.
     *
     * @return how many were called off
     */
    public long unschedule(String task) {
        Given.to("unschedule", "the name of a task", task);
        return decisions.unschedule(task);
    }

    /** Puts a dead job back into its lane, with all its attempts before it again. */
    public ReviveAnswer revive(JobId id) {
        Given.to("revive", "an id", id);
        return decisions.revive(id);
    }

    /**
     * Changes delay, lane or payload of a job that waits. One that runs or has ended is not touched, and the answer says so. A payload
     * comes by the interceptors of enqueues.
     */
    public EditAnswer edit(JobId id, Edit edit) {
        Given.to("edit", "an id", id);
        Given.to("edit", "an edit", edit);
        return decisions.edit(id, edit);
    }

    /**
     * The payload of a job as it was enqueued, decrypted where it was encrypted; empty where the job is unknown or pruned. In place of a
     * payload in parts it is their list.
     *
     * @throws UnreadableException if it is encrypted and cannot be decrypted here
     */
    public Optional<Content> payload(JobId id) {
        Given.to("payload", "an id", id);
        return contents().payload(id);
    }

    Contents contents() {
        return new Contents(reading(), engine.intake().seal());
    }

    /** Lets a job that waits for its time come due at once. */
    public EditAnswer runNow(JobId id) {
        Given.to("runNow", "an id", id);
        return edit(id, Edit.NOTHING.withDue(Due.NOW));
    }

    /** The queues, to pause, purge and override them. */
    public Queues queues() {
        return new Queues(this);
    }

    /** The limits, to look at their keys and override their numbers. */
    public Limits limits() {
        return new Limits(this);
    }

    /** Returns when nothing is left to run, now or later: no ready, running or scheduled job in the whole store. */
    public void drain() throws InterruptedException {
        drain(Duration.ofDays(Integer.MAX_VALUE));
    }

    /** Like {@link #drain()} with a limit; answers whether nothing is left. */
    public boolean drain(Duration limit) throws InterruptedException {
        Given.to("drain", "a limit", limit);
        return engine.await(engine::isDrained, limit);
    }

    /**
     * How attempts of the last days ended, how long they ran and how long their jobs had stood ready before, by queue and task, as workers
     * have counted them; they write it every ten seconds and when they stop.
     */
    public List<Statistic> statistics(StatisticsQuery query) {
        Given.to("statistics", "a query", query);
        engine.requireRunning();
        return store.statistics().read(query);
    }

    /** What was wrong in the store and was healed, the youngest first. Anything here is worth a look: it was a fault, or a hand. */
    public List<Repair> repairs(int limit) {
        engine.requireRunning();
        return store.audits().repairs(limit);
    }

    /** The workers of the last day on this store, of whatever process, the youngest first. */
    public List<Worker> workers() {
        engine.requireRunning();
        return store.workers().list();
    }

    /**
     * Lets a worker take nothing more, in whatever process it is: within a second it gives back what it has not started, and what runs
     * goes on. There is no way back but another start, so this is for a process that is about to be stopped. Answers whether the worker
     * was alive.
     */
    public boolean drainWorker(WorkerId worker) {
        Given.to("drainWorker", "the id of a worker", worker);
        engine.requireRunning();
        var alive = store.workers().drain(worker);
        engine.hintControl();
        return alive;
    }

    /** What the store told duties that get no answer from it, by duty, and where tasks hang, by worker; empty when all is well. */
    public Map<String, String> health() {
        return engine.ills();
    }

    /** The store, for reading history, logs and payloads. It is closed with this Windlass. */
    public Store store() {
        return store;
    }

    @Override
    Tasks declared() {
        return tasks;
    }

    Engine engine() {
        return engine;
    }

    /**
     * Stops in phases, waiting for running jobs as long as was configured. Idempotent.
     *
     * @throws IllegalStateException if a task or a listener of this Windlass calls it, which would wait for itself
     */
    @Override
    public void close() {
        engine.requireStoppable();
        try {
            engine.stop(stopPatience);
        } finally {
            store.close();
        }
    }
}
