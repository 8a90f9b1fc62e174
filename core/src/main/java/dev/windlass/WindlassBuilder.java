package dev.windlass;

import dev.windlass.engine.Rules;
import dev.windlass.engine.Seal;
import dev.windlass.engine.Settings;
import dev.windlass.engine.Work;
import dev.windlass.runtime.Engine;
import dev.windlass.store.Ability;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.Store;
import dev.windlass.task.Encryption;
import dev.windlass.task.EnqueueInterceptor;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Given;
import dev.windlass.task.JobRun;
import dev.windlass.task.Limit;
import dev.windlass.task.OneLine;
import dev.windlass.task.Performer;
import dev.windlass.task.Queue;
import dev.windlass.task.RunInterceptor;
import dev.windlass.task.Task;
import dev.windlass.task.VoidPerformer;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Puts a {@link Windlass} together. For one thread; use once. */
public final class WindlassBuilder {
    private static final ProgramLog LOG = ProgramLog.of(WindlassBuilder.class);

    private static final long DEFAULT_BULK = 50L << 20;
    private static final long LARGEST_BULK = 2L << 30;

    private final Store store;
    private final Map<String, Task<?, ?>> tasks = new LinkedHashMap<>();
    private final Map<String, Function<Seal, Work>> works = new LinkedHashMap<>();
    private final List<Service> services = new ArrayList<>();
    private final List<Queue> queues = new ArrayList<>();
    private final Interceptors interceptors = new Interceptors();
    private final List<Limit> limits = new ArrayList<>();
    private final List<Listener> listeners = new ArrayList<>();
    private final List<WorkerPlan> workers = new ArrayList<>();
    private Settings settings = Settings.DEFAULT;
    private long maxBulk = DEFAULT_BULK;
    private Optional<Encryption> encryption = Optional.empty();
    private boolean performs = true;
    private boolean started;

    WindlassBuilder(Store store) {
        this.store = store;
    }

    /** Declares who performs a task here. */
    public <P, R> WindlassBuilder perform(Task<P, R> task, Performer<P, R> performer) {
        Given.to("perform", "a task", task);
        Given.to("perform", "a performer", performer);
        task.requireUnbroken();
        task.codec().prepare(task.payload());
        task.codec().prepare(task.result());
        Function<Seal, Work> work = seal -> new TaskWork<>(task, performer, store, seal);
        declare(task.name(), task, work);
        task.past().aliases().forEach(former -> declare(former, task, work));
        return this;
    }

    private void declare(String name, Task<?, ?> task, Function<Seal, Work> work) {
        if (works.containsKey(name)) {
            throw new IllegalArgumentException(
                    "task " + name + " has a performer already; give each task one performer");
        }
        tasks.put(name, task);
        works.put(name, work);
    }

    /** Declares who performs a task that gives no result. */
    public <P> WindlassBuilder performVoid(Task<P, Void> task, VoidPerformer<P> performer) {
        Given.to("performVoid", "a task", task);
        Given.to("performVoid", "a performer", performer);
        return perform(task, (payload, run) -> {
            performer.perform(payload, run);
            return null;
        });
    }

    /**
     * Makes tasks of an object's methods: those that carry {@link dev.windlass.task.Exported}, and all of an interface or class that
     * does. Each is named {@code name.method}; its payload is a JSON object of its parameters, a parameter of type {@link JobRun} is
     * given the run, and its result is JSON.
     *
     * @throws IllegalArgumentException in one sentence, if a method cannot be a task
     */
    public WindlassBuilder service(String name, Object object) {
        Given.to("service", "a name", name);
        Given.to("service", "an object", object);
        return add(Service.of(name, object));
    }

    /** Makes tasks of the static methods of a class that are exported, as {@link #service(String, Object)} does of an object's. */
    public WindlassBuilder service(String name, Class<?> statics) {
        Given.to("service", "a name", name);
        Given.to("service", "a class", statics);
        return add(Service.ofStatics(name, statics));
    }

    private WindlassBuilder add(Service service) {
        service.exported().values().forEach(method -> perform(method.task(), service.performer(method)));
        services.add(service);
        return this;
    }

    /** Declares a queue. {@code default} needs no declaration and may be given other rules by one. */
    public WindlassBuilder queue(Queue queue) {
        Given.to("queue", "a queue", queue);
        if (queues.stream().anyMatch(known -> known.name().equals(queue.name()))) {
            throw new IllegalArgumentException(
                    "queue " + queue.name() + " is declared already; give each queue its rules once");
        }
        queues.add(queue);
        return this;
    }

    /**
     * Declares a limit, which jobs name in their {@code Options}. It holds for the whole store, for jobs of other processes too: the
     * last declaration of a name counts, unless a person has put another bound over it.
     */
    public WindlassBuilder limit(Limit limit) {
        Given.to("limit", "a limit", limit);
        if (limits.stream().anyMatch(known -> known.name().equals(limit.name()))) {
            throw new IllegalArgumentException(
                    "limit " + limit.name() + " is declared already; give each limit its bound once");
        }
        limits.add(limit);
        return this;
    }

    /** Adds a worker, under a name that no other worker here has. Without any, one takes all queues. */
    public WindlassBuilder worker(WorkerPlan worker) {
        Given.to("worker", "a plan", worker);
        if (workers.stream().anyMatch(other -> other.name().equals(worker.name()))) {
            throw new IllegalArgumentException("two workers are named " + OneLine.quoted(worker.name())
                    + ", threads and health are told apart by it; give each a name of its own");
        }
        workers.add(worker);
        return this;
    }

    /** Only enqueues: no job runs here. */
    public WindlassBuilder withoutWorkers() {
        performs = false;
        return this;
    }

    /** How many jobs run at the same time, where no worker says otherwise. */
    public WindlassBuilder slots(int count) {
        settings = settings.withSlots(count);
        return this;
    }

    /**
     * How long jobs of a vanished process are left to it: its jobs run elsewhere after at most 1.2 times as long. Short leases find
     * a death sooner and forgive shorter pauses. At least a second.
     */
    public WindlassBuilder lease(Duration length) {
        Given.to("lease", "a length", length);
        if (length.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a lease of " + length
                    + " is below the shortest, 1 s: any pause of the machine would lose all jobs");
        }
        settings = settings.withTiming(settings.timing().withLease(length));
        return this;
    }

    /** The largest payload or result in bytes; 1 MiB unless said otherwise. Below 4 MiB, which one commit can carry. */
    public WindlassBuilder maxPayload(int bytes) {
        settings = settings.withMaxPayload(bytes);
        return this;
    }

    /** The largest payload of a {@link Task#bulk task in bulk}, in bytes; 50 MiB unless said otherwise. */
    public WindlassBuilder maxBulk(long bytes) {
        if (bytes < 1 || bytes > LARGEST_BULK) {
            throw new IllegalArgumentException("max-bulk is " + bytes + " bytes, it must be 1 to " + LARGEST_BULK);
        }
        maxBulk = bytes;
        return this;
    }

    /** How long {@link Windlass#close} waits for running jobs before it interrupts them. */
    public WindlassBuilder stopPatience(Duration patience) {
        Given.to("stopPatience", "a length", patience);
        settings = settings.withTiming(settings.timing().withStopPatience(patience));
        return this;
    }

    /**
     * How long a task that was called off, or whose time is up, may go on before it is interrupted, and as long again before its slot
     * goes on with another thread. Five seconds unless said otherwise.
     */
    public WindlassBuilder grace(Duration length) {
        Given.to("grace", "a length", length);
        settings = settings.withTiming(settings.timing().withGrace(length));
        return this;
    }

    /** How long an enqueue is repeated while the store does not answer. */
    public WindlassBuilder acceptPatience(Duration patience) {
        Given.to("acceptPatience", "a length", patience);
        settings = settings.withTiming(settings.timing().withAcceptPatience(patience));
        return this;
    }

    /** How long a suspect's worker waits to be idle, and how long it then starts nothing beside the suspect. */
    public WindlassBuilder isolation(Duration patience, Duration alone) {
        Given.to("isolation", "a length of waiting", patience);
        Given.to("isolation", "a length alone", alone);
        settings = settings.withSuspicion(settings.suspicion().withIsolation(patience, alone));
        return this;
    }

    /** Hears what happens to jobs here. */
    public WindlassBuilder listen(Listener listener) {
        Given.to("listen", "a listener", listener);
        listeners.add(listener);
        return this;
    }

    /**
     * Alerts of every dead letter whose death is decided in this process: attempts used up, refused, unreadable, damaged, quarantined.
     * Called once the death is durable, as a {@link Listener} is.
     */
    public WindlassBuilder onDead(Consumer<JobEvent.Died> alert) {
        Given.to("onDead", "an alert", alert);
        return listen(event -> {
            if (event instanceof JobEvent.Died died) {
                alert.accept(died);
            }
        });
    }

    /** Puts code around every enqueue here, children too. The first that is added comes first. */
    public WindlassBuilder aroundEnqueue(EnqueueInterceptor interceptor) {
        Given.to("aroundEnqueue", "an interceptor", interceptor);
        interceptors.add(interceptor);
        return this;
    }

    /** Puts code around every run here. The first that is added is the outermost. */
    public WindlassBuilder aroundRun(RunInterceptor interceptor) {
        Given.to("aroundRun", "an interceptor", interceptor);
        interceptors.add(interceptor);
        return this;
    }

    /**
     * Stores jobs encrypted, all or those of some tasks and queues. Every Windlass that runs them needs the keys; one that enqueues them
     * without stores them as they are. See {@link Encryption}.
     */
    public WindlassBuilder encrypt(Encryption wish) {
        Given.to("encrypt", "an encryption", wish);
        if (encryption.isPresent()) {
            throw new IllegalArgumentException(
                    "encryption is declared already; name all tasks and queues in one Encryption");
        }
        encryption = Optional.of(wish);
        return this;
    }

    /** Starts threads and duties. Closing what comes back closes the store as well; so does a start that fails. */
    public Windlass start() {
        if (started) {
            throw new IllegalStateException("this builder has started a Windlass already; make one for each");
        }
        started = true;
        try {
            var rules = Rules.declared(queues).limited(limits);
            declareLimits();
            var declared = new Tasks(tasks, services);
            var seal = Engine.seal(encryption);
            var around =
                    new Engine.Around(interceptors.after(declared::requireExported), new Listeners(listeners), seal);
            var plan = new Engine.Plan(rules, intercepted(seal), settings, around, teams(rules));
            return new Windlass(
                    store,
                    Engine.start(store, plan),
                    declared,
                    rules,
                    new Stowage(store, maxBulk, seal),
                    settings.timing().stopPatience());
        } catch (RuntimeException | Error e) {
            store.close();
            throw e;
        }
    }

    private Map<String, Work> intercepted(Seal seal) {
        return works.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        entry -> interceptors.around(entry.getValue().apply(seal))));
    }

    private void declareLimits() {
        if (limits.isEmpty()) {
            return;
        }
        if (!store.abilities().contains(Ability.RULED)) {
            throw new WindlassException(
                    ErrorCode.BAD_INPUT,
                    "limit " + limits.get(0).name()
                            + " was declared and this store keeps no limits; take another store");
        }
        store.limits().declare(limits);
    }

    private List<Engine.Team> teams(Rules rules) {
        if (!performs || works.isEmpty()) {
            return List.of();
        }
        if (workers.isEmpty()) {
            return List.of(team(WorkerPlan.named("worker"), rules));
        }
        warnOfIdleQueues(rules);
        return workers.stream().map(worker -> team(worker, rules)).toList();
    }

    private void warnOfIdleQueues(Rules rules) {
        if (workers.stream().anyMatch(worker -> worker.queues().isEmpty())) {
            return;
        }
        var taken = workers.stream().flatMap(worker -> worker.queues().stream()).collect(Collectors.toSet());
        for (var queue : rules.taken()) {
            if (!taken.contains(queue.name())) {
                // Not refused: another process may take it, or nobody uses it here.
                LOG.warn("no worker here takes this queue, its jobs wait for another process: queue={}", queue.name());
            }
        }
    }

    private Engine.Team team(WorkerPlan worker, Rules rules) {
        var own = worker.queues().isEmpty() ? rules : rules.taking(worker.queues());
        return new Engine.Team(
                worker.name(), own, settings.withSlots(worker.slots().orElse(settings.slots())));
    }
}
