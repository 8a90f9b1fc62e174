package dev.windlass.engine;

import dev.windlass.store.Ability;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.Store;
import java.time.Duration;

/**
 * Watches over the attempts that run here: brings those to an end whose jobs were called off or whose time is up.
 *
 * <p>It looks twice a second for what was called off in any process, and at once after {@link #urge}. While nothing runs it asks
 * nobody, and an attempt without a timeout costs it one look at a field.
 */
public final class Overseer implements Duty {
    private static final ProgramLog LOG = ProgramLog.of(Overseer.class);

    private final LeaseStore store;
    private final boolean ruled;
    private final Membership membership;
    private final Slots slots;
    private final Finisher finisher;
    private final Verdicts verdicts;
    private final Ticker ticker;
    private final Hints hints;
    private final Duration period;

    private long lastAsked;
    private volatile boolean urged = true;

    Overseer(Store store, WorkerParts parts) {
        this.store = store.leases();
        this.ruled = store.abilities().contains(Ability.RULED);
        this.membership = parts.membership();
        this.slots = parts.slots();
        this.finisher = parts.finisher();
        this.verdicts = parts.verdicts();
        this.ticker = parts.ticker();
        this.hints = parts.hints();
        this.period = parts.settings().timing().upkeep();
    }

    @Override
    public Next run() {
        if (slots.isIdle()) {
            return Next.after(period);
        }
        var soonest = period;
        for (var run : slots.running()) {
            soonest = sooner(soonest, oversee(run));
        }
        if (ruled && isTimeToAsk()) {
            ask();
        }
        return Next.after(soonest);
    }

    private static Duration sooner(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    /** Takes the run's next step if its time has come, and answers how long until the one after it. */
    private Duration oversee(Run run) {
        if (run.oversee() == Pressure.Step.GIVE_UP && run.giveUp()) {
            var isReplaced = slots.leaveBehind(run);
            LOG.warn(
                    "a task does not end after an interrupt, {}: job={} task={}",
                    isReplaced
                            ? "its slot goes on with another thread"
                            : "and too many hang already, so its slot is lost until it ends",
                    run.id(),
                    run.lease().task());
        }
        // Never at once: a run that was given up by somebody else is gone at the next turn.
        return run.untilNextStep()
                .filter(left -> left.compareTo(Timing.SHORTEST_TURN) > 0)
                .orElse(period);
    }

    private boolean isTimeToAsk() {
        return urged || ticker.since(lastAsked).compareTo(period) >= 0;
    }

    private void ask() {
        urged = false;
        lastAsked = ticker.nanos();
        for (var lease : store.cancels(membership.id(), ClaimPlan.MOST)) {
            slots.callOff(lease).ifPresent(waiting -> {
                finisher.add(waiting, Commit.end(waiting.key(), verdicts.calledOff(waiting)));
                hints.claiming();
            });
        }
    }

    /** Somebody in this process has called off a job that may run here. */
    public void urge() {
        urged = true;
    }
}
