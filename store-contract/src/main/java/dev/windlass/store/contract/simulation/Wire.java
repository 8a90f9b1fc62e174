package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Carries the calls of one process to the store, and the faults that strike them. */
final class Wire {
    private static final double SLOW = 0.02;
    private static final double SLOW_AFTER_FAULT = 0.3;
    private static final long SLOWEST = 300 * MILLI;
    static final long LATEST = 4_000 * MILLI;

    private final World world;
    private final SimulatedProcess process;
    private final Dice dice;

    /** A call as its faults see it: what it is called, what it is about to do and how often, and whether the row's life hangs on it. */
    record Call(String name, Map<Arrow, Integer> arrows, boolean beats) {}

    Wire(World world, SimulatedProcess process, Dice dice) {
        this.world = world;
        this.process = process;
        this.dice = dice;
    }

    /** Sends a call, and answers what the store answers if nothing goes wrong. */
    <T> T send(Call call, Supplier<T> request) {
        var fault = strike(call);
        return fault.isEmpty() ? answered(call, request) : suffer(call, fault.get(), request);
    }

    /** Sends a commit whose work runs on this thread: so it cannot arrive when its caller has gone on. */
    Lent.Outcome lend(Call call, Lent<?> lent) {
        var fault = strike(call);
        if (fault.isEmpty()) {
            return answered(call, lent::run);
        }
        return switch (fault.get()) {
            case LATE_REQUEST -> {
                hang(dice.between(MILLI, SLOWEST));
                answered(call, lent::run);
                throw unanswered(call);
            }
            case DUPLICATE -> {
                var outcome = answered(call, lent::run);
                outcome.answer().ifPresent(answer -> later(call, lent::again));
                yield outcome;
            }
            default -> suffer(call, fault.get(), lent::run);
        };
    }

    /** What strikes this call, which has to wait for it to begin. */
    private Optional<Fault> strike(Call call) {
        dawdle(call, SLOW);
        if (world.outage().lasts()) {
            struck(call, Fault.STORE_DOWN);
            throw unanswered(call);
        }
        var fault = world.profile().strike(call.arrows());
        fault.ifPresent(one -> struck(call, one));
        return fault;
    }

    private <T> T suffer(Call call, Fault fault, Supplier<T> request) {
        return switch (fault) {
            case LOST_REQUEST -> throw unanswered(call);
            case LATE_REQUEST -> {
                later(call, request);
                throw unanswered(call);
            }
            case LOST_REPLY -> {
                answered(call, request);
                throw unanswered(call);
            }
            case DUPLICATE -> {
                later(call, request);
                yield answered(call, request);
            }
            case STORE_DOWN -> {
                world.befall(fault, process);
                throw unanswered(call);
            }
            case PAUSE, CRASH, STOP, CLOCK_STEP -> around(call, fault, request);
        };
    }

    /** Something befalls the process while its call is under way: before it took effect, or after. */
    private <T> T around(Call call, Fault fault, Supplier<T> request) {
        if (dice.happens(0.5)) {
            befall(fault);
            return answered(call, request);
        }
        var answer = answered(call, request);
        befall(fault);
        return answer;
    }

    private void befall(Fault fault) {
        world.befall(fault, process);
        if (fault == Fault.PAUSE && world.agenda().mayPass()) {
            world.agenda().passUntil(process::asleepUntil);
        }
        process.requireThere();
    }

    private <T> T answered(Call call, Supplier<T> request) {
        var answer = take(request);
        world.journal().add(process.name(), call.name(), "->", answer);
        return answer;
    }

    private <T> T take(Supplier<T> request) {
        world.witness().called();
        try {
            return request.get();
        } catch (Violation violation) {
            world.agenda().breaks(violation);
            throw violation;
        }
    }

    private <T> void later(Call call, Supplier<T> request) {
        world.send(dice.between(MILLI, LATEST), () -> {
            excuse(call);
            process.excuses().surprised(world.agenda().now());
            var answer = take(request);
            world.journal().add(process.name(), "late " + call.name(), "->", answer);
        });
    }

    private void struck(Call call, Fault fault) {
        world.journal().add(process.name(), call.name(), "hit by", fault, call.arrows());
        world.coverage().hit(call.arrows(), fault);
        excuse(call);
    }

    private void excuse(Call call) {
        if (call.beats()) {
            process.excuses().disturbed(world.agenda().now());
        }
    }

    private StoreException unanswered(Call call) {
        dawdle(call, SLOW_AFTER_FAULT);
        return new StoreException(ErrorCode.STORE_DOWN, call.name() + " was not answered");
    }

    /** Sometimes a call takes its time: its duty waits, the rest of the process does not. */
    private void dawdle(Call call, double probability) {
        if (world.profile().healed() || !world.agenda().mayPass() || !dice.happens(probability)) {
            return;
        }
        excuse(call);
        hang(dice.between(0, SLOWEST));
    }

    private void hang(long nanos) {
        if (world.agenda().mayPass()) {
            process.rest(nanos);
        }
    }
}
