package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.engine.Accepter;
import dev.windlass.engine.Duty;
import dev.windlass.engine.Health;
import dev.windlass.engine.Hints;
import dev.windlass.engine.Intake;
import dev.windlass.engine.Isolation;
import dev.windlass.engine.JobIds;
import dev.windlass.engine.Membership;
import dev.windlass.engine.Observer;
import dev.windlass.engine.Rules;
import dev.windlass.engine.Steady;
import dev.windlass.engine.Ticker;
import dev.windlass.engine.Work;
import dev.windlass.engine.Worker;
import dev.windlass.store.Accepted;
import dev.windlass.store.Edit;
import dev.windlass.store.NewJob;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.task.Limit;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One process with an engine: an accepter and one worker or two, wired as the runtime wires them, whose duties are called by
 * {@link Loop}s. All it knows is lost when it crashes.
 */
final class SimulatedProcess implements Agenda.Owner {
    private static final double LOST_HINT = 0.1;

    /** Two workers of one process share nothing but what must be shared: what goes wrong between them shows only here. */
    private static final double SECOND_WORKER = 0.4;

    private static final long LONGEST_OFFSET = 1L << 50;
    private static final long LOOK = 20 * MILLI;

    private final World world;
    private final String name;
    private final Edition edition;
    private final Dice dice;
    private final Excuses excuses = new Excuses();
    private final Rules rules = World.rules();
    private final Wire wire;
    private final Store store;
    private final Intake intake;
    private final Cast cast;
    private final Accepter accepter;
    private final Loop accepts;
    private final List<SimulatedWorker> workers = new ArrayList<>();
    private boolean gone;
    private boolean stopping;
    private long asleepUntil;

    /** As above, but stays when it is woken: what it had put off comes no sooner for that. */
    private long dullUntil;

    SimulatedProcess(World world, String name, Edition edition, Dice dice) {
        this.world = world;
        this.name = name;
        this.edition = edition;
        this.dice = dice;
        var offset = dice.between(0, LONGEST_OFFSET);
        var ticker = new Ticker() {
            @Override
            public long nanos() {
                return world.agenda().now() + offset;
            }

            @Override
            public void rest(Duration length) {
                SimulatedProcess.this.rest(length.toNanos());
            }
        };
        wire = new Wire(world, this, dice.fork(4));
        store = reach(new Ears(world.agenda()));
        var ids = new JobIds(store.now(), ticker, dice.fork(1));
        var hints = new LossyHints();
        intake = new Intake(ids, rules, World.SETTINGS.maxPayload());
        cast = new Cast(new Cast.Troupe(edition, world.receipts()), dice.fork(2), world.families()::born);
        accepter = new Accepter(
                store.jobs(), ids, ticker, hints, World.SETTINGS.timing().acceptPatience());
        accepts = loop("accepts", accepter);
        var isolation = new Isolation(World.SETTINGS, ticker, hints);
        var solitude = new Solitude(World.SETTINGS);
        for (var count = dice.happens(SECOND_WORKER) ? 2 : 1; count > 0; count--) {
            var ears = new Ears(world.agenda());
            var worker = new Worker(
                    reach(ears), plan(), intake, new Worker.Seams(ticker, dice.fork(10L + count), hints, isolation));
            workers.add(new SimulatedWorker(
                    worker,
                    new SlotTurns(world, this, new SlotTurns.Stage(worker.slots(), cast, solitude, ears)),
                    this::loop));
        }
    }

    private Store reach(Ears ears) {
        var reach = new Reach(world.store(), wire, world.witness(), excuses, ears);
        return world.plant().atTheClient(new FaultyStore(reach));
    }

    private Worker.Plan plan() {
        var works = cast.works();
        var card = new Membership.Card(name, "simulated", 1, Work.versions(works));
        return new Worker.Plan(card, rules, works, World.SETTINGS, Observer.NONE);
    }

    private Loop loop(String part, Duty duty) {
        return new Loop(world.agenda(), this, new Steady(part, duty, dice.fork(5), new Health()), dice);
    }

    String name() {
        return name;
    }

    Excuses excuses() {
        return excuses;
    }

    @Override
    public boolean isGone() {
        return gone;
    }

    @Override
    public long asleepUntil() {
        return gone ? 0 : asleepUntil;
    }

    /** Whether anything befell all of it at this time or later. */
    boolean wasDisturbed(long since) {
        return excuses.wasDisturbed(since) || dullUntil >= since;
    }

    /** Waits in the middle of something, while all else goes on. */
    void rest(long nanos) {
        var end = world.agenda().now() + nanos;
        world.agenda().passUntil(() -> Math.max(end, asleepUntil()));
        requireThere();
    }

    void requireThere() {
        if (gone) {
            throw new Crash();
        }
    }

    Edition edition() {
        return edition;
    }

    /** Whether callers may still come to it. */
    boolean isOpen() {
        return !gone && !stopping;
    }

    NewJob draft() {
        var part = cast.root();
        return intake.job(part.task(), part.payload(), part.options(), Optional.empty());
    }

    /** What somebody here changes about a job that waits. */
    Edit edit() {
        return cast.edit();
    }

    /** What somebody here says about how many jobs may pass a limit; empty lets the declared bound hold. */
    Optional<Limit> override() {
        return cast.override();
    }

    /** Other bounds for the narrow queue, as somebody here would have them. */
    Queue bounds() {
        return cast.bounds();
    }

    CompletableFuture<Accepted> submit(List<NewJob> jobs) {
        return accepter.submit(jobs);
    }

    /** Somebody here asks the store for something, once. */
    void ask(Consumer<Store> question) {
        world.agenda().in(0, this, () -> {
            try {
                question.accept(store);
            } catch (StoreException e) {
                world.journal().add(name, "was not answered and asks no more");
            }
        });
    }

    void sleep(long nanos) {
        excuses.disturbed(world.agenda().now());
        asleepUntil = Math.max(asleepUntil, world.agenda().now() + nanos);
        dullUntil = asleepUntil;
    }

    void awake() {
        asleepUntil = 0;
    }

    void crash() {
        excuses.ends();
        gone = true;
    }

    /** Stops in the phases of the runtime: claim nothing more, wait, interrupt, flush, leave. */
    void stop() {
        if (stopping || gone) {
            return;
        }
        stopping = true;
        excuses.ends();
        accepts.stop();
        var limit =
                world.agenda().now() + World.SETTINGS.timing().stopPatience().toNanos();
        // An event of its own: whoever asks for the stop must not share the fate of its calls.
        world.agenda().in(0, this, () -> awaitIdle(limit, this::interrupt));
    }

    private void awaitIdle(long limit, Runnable otherwise) {
        workers.forEach(SimulatedWorker::close);
        if (workers.stream().allMatch(SimulatedWorker::isIdle)) {
            awaitFlush(world.agenda().now() + World.FLUSH);
        } else if (world.agenda().now() > limit) {
            otherwise.run();
        } else {
            world.agenda().in(LOOK, this, () -> awaitIdle(limit, otherwise));
        }
    }

    private void interrupt() {
        workers.forEach(SimulatedWorker::interrupt);
        var now = world.agenda().now();
        awaitIdle(now + World.AFTER_INTERRUPT, () -> awaitFlush(now + World.AFTER_INTERRUPT + World.FLUSH));
    }

    private void awaitFlush(long limit) {
        workers.forEach(SimulatedWorker::close);
        if (workers.stream().allMatch(SimulatedWorker::isFlushed)
                || world.agenda().now() > limit) {
            leave();
        } else {
            world.agenda().in(LOOK, this, () -> awaitFlush(limit));
        }
    }

    private void leave() {
        workers.forEach(
                worker -> worker.leave(e -> world.journal().add(name, "could not leave, its row runs out by itself")));
        gone = true;
        world.replace(this);
    }

    /** Hints to the loops of this process, some of which get lost: polling is the truth. */
    private final class LossyHints implements Hints {
        private void hint(Loop loop) {
            if (!dice.happens(LOST_HINT)) {
                loop.wake();
            }
        }

        @Override
        public void accepting() {
            hint(accepts);
        }

        @Override
        public void claiming() {
            workers.forEach(worker -> hint(worker.claims()));
        }

        @Override
        public void joining() {
            workers.forEach(worker -> hint(worker.beats()));
        }

        @Override
        public void upkeep() {
            workers.forEach(worker -> worker.upkeep().forEach(this::hint));
        }

        @Override
        public void running() {
            workers.forEach(worker -> hint(worker.slots()));
        }

        @Override
        public void ended() {
            // Nobody in the simulation waits for the end of a job.
        }
    }
}
