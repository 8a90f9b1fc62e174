package dev.windlass.runtime;

import dev.windlass.engine.Accepter;
import dev.windlass.engine.Chance;
import dev.windlass.engine.Gate;
import dev.windlass.engine.Health;
import dev.windlass.engine.Hints;
import dev.windlass.engine.Intake;
import dev.windlass.engine.Isolation;
import dev.windlass.engine.JobIds;
import dev.windlass.engine.Membership;
import dev.windlass.engine.Observer;
import dev.windlass.engine.Rules;
import dev.windlass.engine.Seal;
import dev.windlass.engine.Settings;
import dev.windlass.engine.Steady;
import dev.windlass.engine.Ticker;
import dev.windlass.engine.Work;
import dev.windlass.engine.Worker;
import dev.windlass.store.Ability;
import dev.windlass.store.Accepted;
import dev.windlass.store.Hint;
import dev.windlass.store.NewJob;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.Store;
import dev.windlass.task.Encryption;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Queue;
import dev.windlass.task.WindlassException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * A running engine: an accepter, any number of workers, and their threads. Made by {@link #start}; ended once by {@link #stop}.
 * Safe for all threads.
 */
public final class Engine {
    private static final Duration TO_ACCEPT = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofMillis(100);
    private static final ProgramLog LOG = ProgramLog.of(Engine.class);

    private final Store store;
    private final Health health = new Health();
    private final Bell bell = new Bell();
    private final Accepter accepter;
    private final DutyThread accepts;
    private final Waits waits;
    private final DutyThread looks;
    private final Intake intake;
    private final List<WorkerThreads> workers;
    private final AtomicBoolean stopping = new AtomicBoolean();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /** What to start. */
    public record Plan(Rules rules, Map<String, Work> works, Settings settings, Around around, List<Team> teams) {}

    /** What stands around every enqueue, what hears of every run, and what encrypts the jobs. */
    public record Around(Gate gate, Observer observer, Seal seal) {}

    /** One worker among those of a process. */
    public record Team(String name, Rules rules, Settings settings) {}

    private Engine(Store store, Plan plan) {
        this.store = store;
        Ticker ticker = new SystemTicker();
        Chance chance = new SystemChance();
        var hints = new LocalHints();
        var ids = new JobIds(store.now(), ticker, chance);
        intake = new Intake(
                ids,
                plan.rules(),
                plan.settings().maxPayload(),
                plan.around().gate(),
                plan.around().seal());
        accepter = new Accepter(
                store.jobs(), ids, ticker, hints, plan.settings().timing().acceptPatience());
        accepts = new DutyThread("windlass-accepts", new Steady("accepts", accepter, chance, health));
        waits = new Waits(ticker, LOOK);
        looks = new DutyThread("windlass-waits", waits);
        var seams = new WorkerThreads.Seams(ticker, chance, health, bell);
        var workerSeams = new Worker.Seams(ticker, chance, hints, new Isolation(plan.settings(), ticker, hints));
        workers = plan.teams().stream()
                .map(team -> new WorkerThreads(
                        "windlass-" + team.name(),
                        new Worker(store, workerPlan(plan, team), intake, workerSeams),
                        team.settings(),
                        seams))
                .toList();
    }

    private static Worker.Plan workerPlan(Plan plan, Team team) {
        var card = new Membership.Card(
                team.name(), hostName(), ProcessHandle.current().pid(), Work.versions(plan.works()));
        return new Worker.Plan(
                card, team.rules(), plan.works(), team.settings(), plan.around().observer());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            // For people's eyes only; a machine without a name is no reason not to work.
            return "unknown";
        }
    }

    /** What encrypts jobs, with nonces of this machine. */
    public static Seal seal(Optional<Encryption> encryption) {
        return Seal.of(encryption, new SystemNonces());
    }

    /** Wires an engine on a store and starts its threads. */
    public static Engine start(Store store, Plan plan) {
        var engine = new Engine(store, plan);
        if (store.abilities().contains(Ability.RULED)) {
            // Before anything is accepted or claimed: the store keeps a queue's bounds from its first job on.
            store.queues().declare(declarations(store, plan));
        }
        engine.accepts.start();
        engine.looks.start();
        engine.workers.forEach(WorkerThreads::start);
        store.hear(engine::hear);
        return engine;
    }

    private void hear(Hint hint) {
        switch (hint) {
            case READY -> hintReady();
            case CONTROL -> hintControl();
        }
    }

    /** Who runs jobs says what holds for the queue that all have; who only enqueues, and says nothing of it, leaves it as it is. */
    private static Collection<Queue> declarations(Store store, Plan plan) {
        var declared = plan.rules().declared();
        var plain = Queue.named(Queue.DEFAULT_NAME);
        var isKnown = store.queues().list().stream().anyMatch(row -> row.name().equals(plain.name()));
        return isKnown && plan.teams().isEmpty()
                ? declared.stream().filter(queue -> !queue.equals(plain)).toList()
                : declared;
    }

    /** Makes and checks jobs before they are submitted. */
    public Intake intake() {
        return intake;
    }

    /** Hands jobs over; the answer completes when they are durable. */
    public CompletableFuture<Accepted> accept(List<NewJob> jobs) {
        if (stopping.get()) {
            throw new WindlassException(
                    ErrorCode.STOPPED,
                    "this Windlass was stopped; nothing was accepted, enqueue through a running one");
        }
        // The jobs are written by another thread, which a caller in a transaction would keep from writing.
        store.requireNoTransaction();
        return accepter.submit(jobs);
    }

    /** Refuses what asks a Windlass that was stopped: its store is closed. */
    public void requireRunning() {
        if (stopped.isDone()) {
            throw new WindlassException(ErrorCode.STOPPED, "this Windlass was stopped; ask a running one");
        }
    }

    /** Refuses to be stopped by a task or a listener of its own, or from within a transaction: the stop would wait for itself. */
    public void requireStoppable() {
        store.requireNoTransaction();
        if (accepts.isCurrent() || workers.stream().anyMatch(WorkerThreads::areCurrent)) {
            throw new IllegalStateException(
                    "a task or a listener of this Windlass tried to close it, and would wait for"
                            + " itself; close it from another thread");
        }
    }

    /** Waits until something is so, looking again whenever a job ended here. */
    public boolean await(BooleanSupplier so, Duration limit) throws InterruptedException {
        return bell.await(so, limit, LOOK);
    }

    /** A future that answers whether something became so within the limit, for whoever has no thread to wait with. */
    public CompletableFuture<Boolean> whenSo(BooleanSupplier so, Duration limit) {
        var answer = waits.add(so, limit);
        looks.wake();
        return answer;
    }

    /** Which duties get no answer from the store, and which workers have tasks that hang; empty when all is well. */
    public Map<String, String> ills() {
        var ills = new TreeMap<>(health.ills());
        workers.stream()
                .filter(worker -> worker.hanging() > 0)
                .forEach(worker -> ills.put(
                        worker.name() + ".slots",
                        worker.hanging()
                                + " tasks were given up and have not ended; each keeps a thread, and after 100 of"
                                + " them each keeps its slot as well: have them heed interrupts"));
        return ills;
    }

    /** Wakes whoever looks for due jobs: somebody moved one by hand. */
    public void hintUpkeep() {
        workers.forEach(WorkerThreads::wakeUpkeep);
    }

    /** Wakes whoever looks for ready jobs: somebody made one ready by hand. */
    public void hintReady() {
        workers.forEach(WorkerThreads::wakeClaims);
    }

    /** Wakes whoever follows what people decide: somebody here has decided something. */
    public void hintControl() {
        workers.forEach(WorkerThreads::wakeUpkeep);
    }

    /** Tells whoever runs jobs that one was called off which somebody holds. */
    public void hintCancel() {
        workers.forEach(WorkerThreads::wakeOverseer);
    }

    /**
     * Stops in phases: claims nothing more, finishes what runs for so long, releases the rest, leaves. The first call does it, all
     * others wait for the first. What it had to leave is logged once, in numbers.
     */
    public void stop(Duration patience) {
        if (stopping.compareAndSet(false, true)) {
            try {
                stopOnce(patience);
                stopped.complete(null);
            } catch (RuntimeException | Error e) {
                stopped.completeExceptionally(e);
                throw e;
            }
        }
        stopped.join();
    }

    private void stopOnce(Duration patience) {
        var interrupted = Thread.interrupted();
        workers.forEach(WorkerThreads::close);
        var end = System.nanoTime() + patience.toNanos();
        interrupted |= stopAccepting();
        for (var worker : workers) {
            // An interrupt of the stop ends its patience, not the stop: the store is closed next.
            var left = interrupted ? Duration.ZERO : Duration.ofNanos(Math.max(0, end - System.nanoTime()));
            interrupted |= worker.stop(left);
        }
        looks.stop(TO_ACCEPT);
        waits.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        tellWhatIsLeft();
    }

    private void tellWhatIsLeft() {
        var jobs = workers.stream().mapToInt(WorkerThreads::unended).sum();
        var outcomes = workers.stream().mapToInt(WorkerThreads::unflushed).sum();
        if (jobs + outcomes > 0) {
            LOG.warn(
                    "stopped with work left, whose jobs run again: still-running={} unwritten-outcomes={}",
                    jobs,
                    outcomes);
        }
        var hanging = workers.stream().mapToInt(WorkerThreads::hanging).sum();
        if (hanging > 0) {
            LOG.warn("stopped while tasks that were given up go on in threads of their own: threads={}", hanging);
        }
    }

    /** Waits for jobs that were handed over, then answers the rest. Answers whether it was interrupted. */
    private boolean stopAccepting() {
        var interrupted = false;
        try {
            bell.await(accepter::isIdle, TO_ACCEPT, LOOK);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        accepts.stop(TO_ACCEPT);
        accepter.close();
        return interrupted || Thread.interrupted();
    }

    /** Whether nothing is left to run in the store, now or later. */
    public boolean isDrained() {
        return store.jobs().backlog().isEmpty();
    }

    /** Hints reach the threads of this process at once. */
    private final class LocalHints implements Hints {
        @Override
        public void accepting() {
            accepts.wake();
        }

        @Override
        public void claiming() {
            workers.forEach(WorkerThreads::wakeClaims);
        }

        @Override
        public void joining() {
            workers.forEach(WorkerThreads::wakeBeats);
        }

        @Override
        public void upkeep() {
            workers.forEach(WorkerThreads::wakeUpkeep);
        }

        @Override
        public void running() {
            workers.forEach(WorkerThreads::wakeSlots);
        }

        @Override
        public void ended() {
            bell.ring();
            looks.wake();
        }
    }
}
