package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Duty;
import dev.windlass.engine.Run;
import dev.windlass.engine.Worker;
import dev.windlass.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** One worker of a simulated process: its duties, each in its loop, and its slots. */
final class SimulatedWorker {
    private final Worker worker;
    private final SlotTurns turns;
    private final Loop claims;
    private final Loop beats;
    private final Loop slots;
    private final List<Loop> upkeep = new ArrayList<>();

    /** Puts the duties of a worker on the agenda. */
    interface Loops {
        Loop loop(String name, Duty duty);
    }

    SimulatedWorker(Worker worker, SlotTurns turns, Loops loops) {
        this.worker = worker;
        this.turns = turns;
        claims = loops.loop("claims", worker.claimer());
        beats = loops.loop("beats", worker.beater());
        slots = loops.loop("slots", turns);
        worker.upkeep().forEach(named -> upkeep.add(loops.loop(named.name(), named.duty())));
    }

    Loop claims() {
        return claims;
    }

    Loop beats() {
        return beats;
    }

    Loop slots() {
        return slots;
    }

    List<Loop> upkeep() {
        return upkeep;
    }

    /** Claims nothing more, and gives back what has not started, again and again: a claim may be under way. */
    void close() {
        worker.close();
        claims.wake();
    }

    boolean isIdle() {
        return worker.slots().isIdle();
    }

    boolean isFlushed() {
        return worker.claimer().isFlushed();
    }

    void interrupt() {
        worker.slots().running().forEach(Run::cancel);
        turns.hurry();
    }

    /** Ends its loops and signs off; {@code otherwise} hears why it could not. */
    void leave(Consumer<StoreException> otherwise) {
        // Upkeep has gone on until now: what ran could time out or be called off.
        upkeep.forEach(Loop::stop);
        claims.stop();
        slots.stop();
        beats.stop();
        try {
            worker.leave();
        } catch (StoreException e) {
            otherwise.accept(e);
        }
    }
}
