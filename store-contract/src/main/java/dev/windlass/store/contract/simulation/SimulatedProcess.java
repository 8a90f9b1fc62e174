package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.engine.Accepter;
import dev.windlass.engine.Duty;
import dev.windlass.engine.Health;
import dev.windlass.engine.Hints;
import dev.windlass.engine.Intake;
import dev.windlass.engine.JobIds;
import dev.windlass.engine.Membership;
import dev.windlass.engine.Observer;
import dev.windlass.engine.Run;
import dev.windlass.engine.Steady;
import dev.windlass.engine.Ticker;
import dev.windlass.engine.Worker;
import dev.windlass.store.Accepted;
import dev.windlass.store.JobStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One process with an engine: an accepter and a worker, wired as the runtime wires them, whose duties are called by {@link Loop}s.
 * All it knows is lost when it crashes.
 */
final class SimulatedProcess implements Agenda.Owner {
    private static final double LOST_HINT = 0.1;
    private static final long LONGEST_OFFSET = 1L << 50;
    private static final long LOOK = 20 * MILLI;

    private final World world;
    private final String name;
    private final Dice dice;
    private final Excuses excuses = new Excuses();
    private final Store store;
    private final Intake intake;
    private final Cast cast;
    private final Accepter accepter;
    private final Worker worker;
    private final SlotTurns slotTurns;
    private final Loop accepts;
    private final Loop claims;
    private final Loop beats;
    private final Loop slots;
    private final List<Loop> upkeep = new ArrayList<>();
    private boolean gone;
    private boolean stopping;
    private long asleepUntil;

    SimulatedProcess(World world, String name, Dice dice) {
        this.world = world;
        this.name = name;
        this.dice = dice;
        var offset = dice.between(0, LONGEST_OFFSET);
        Ticker ticker = () -> world.agenda().now() + offset;
        store = reach(world);
        var ids = new JobIds(store.now(), ticker, dice.fork(1));
        var hints = new LossyHints();
        intake = new Intake(ids, World.RULES, World.SETTINGS.maxPayload());
        cast = new Cast(dice.fork(2), world.families()::born);
        accepter = new Accepter(store.jobs(), ids, ticker, hints, World.SETTINGS.acceptPatience());
        worker = new Worker(store, plan(), intake, new Worker.Seams(ticker, dice.fork(3), hints));
        slotTurns = new SlotTurns(world, this, worker.slots(), cast);
        accepts = loop("accepts", accepter);
        claims = loop("claims", worker.claimer());
        beats = loop("beats", worker.beater());
        slots = new Loop(world.agenda(), this, slotTurns, dice);
        worker.upkeep().forEach(named -> upkeep.add(loop(named.name(), named.duty())));
    }

    private Store reach(World world) {
        var wire = new Wire(world, this, dice.fork(4));
        return world.plant().atTheClient(new FaultyStore(new Reach(world.store(), wire, world.witness(), excuses)));
    }

    private Worker.Plan plan() {
        var works = cast.works();
        var card = new Membership.Card(name, "simulated", 1, works.keySet());
        return new Worker.Plan(card, World.RULES, works, World.SETTINGS, Observer.NONE);
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

    void requireThere() {
        if (gone) {
            throw new Crash();
        }
    }

    /** Whether callers may still come to it. */
    boolean isOpen() {
        return !gone && !stopping;
    }

    NewJob draft() {
        var part = cast.root();
        return intake.job(part.task(), part.payload(), part.options(), Optional.empty());
    }

    CompletableFuture<Accepted> submit(List<NewJob> jobs) {
        return accepter.submit(jobs);
    }

    /** Somebody here asks the store for something, once. */
    void ask(Consumer<JobStore> question) {
        world.agenda().in(0, this, () -> {
            try {
                question.accept(store.jobs());
            } catch (StoreException e) {
                world.journal().add(name, "was not answered and asks no more");
            }
        });
    }

    void sleep(long nanos) {
        excuses.disturbed(world.agenda().now());
        asleepUntil = Math.max(asleepUntil, world.agenda().now() + nanos);
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
        upkeep.forEach(Loop::stop);
        var limit = world.agenda().now() + World.SETTINGS.stopPatience().toNanos();
        // An event of its own: whoever asks for the stop must not share the fate of its calls.
        world.agenda().in(0, this, () -> awaitIdle(limit, this::interrupt));
    }

    private void awaitIdle(long limit, Runnable otherwise) {
        worker.close();
        claims.wake();
        if (worker.slots().isIdle()) {
            awaitFlush(world.agenda().now() + World.FLUSH);
        } else if (world.agenda().now() > limit) {
            otherwise.run();
        } else {
            world.agenda().in(LOOK, this, () -> awaitIdle(limit, otherwise));
        }
    }

    private void interrupt() {
        worker.slots().running().forEach(Run::cancel);
        slotTurns.hurry();
        var now = world.agenda().now();
        awaitIdle(now + World.AFTER_INTERRUPT, () -> awaitFlush(now + World.AFTER_INTERRUPT + World.FLUSH));
    }

    private void awaitFlush(long limit) {
        worker.close();
        claims.wake();
        if (worker.claimer().isFlushed() || world.agenda().now() > limit) {
            leave();
        } else {
            world.agenda().in(LOOK, this, () -> awaitFlush(limit));
        }
    }

    private void leave() {
        claims.stop();
        slots.stop();
        beats.stop();
        try {
            worker.leave();
        } catch (StoreException e) {
            world.journal().add(name, "could not leave, its row runs out by itself");
        }
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
            hint(claims);
        }

        @Override
        public void joining() {
            hint(beats);
        }

        @Override
        public void upkeep() {
            upkeep.forEach(this::hint);
        }

        @Override
        public void running() {
            hint(slots);
        }

        @Override
        public void ended() {
            // Nobody in the simulation waits for the end of a job.
        }
    }
}
