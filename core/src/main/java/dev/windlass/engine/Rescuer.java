package dev.windlass.engine;

import dev.windlass.store.LeaseStore;
import dev.windlass.store.RescuePlan;
import java.time.Duration;

/**
 * Takes jobs back from holders that vanished.
 *
 * <p>Leases of ended rows are swept at any time. To declare others dead it first must have been in unbroken contact for one lease
 * length itself: after a pause of this process, or an outage of the store, the silence of the others proves nothing.
 */
public final class Rescuer implements Duty {
    private static final int BATCH = 500;

    private final LeaseStore store;
    private final Membership membership;
    private final Rules rules;
    private final Settings settings;
    private final Observer observer;
    private final Hints hints;
    private final Duration period;

    Rescuer(LeaseStore store, WorkerParts parts) {
        this.store = store;
        this.membership = parts.membership();
        this.rules = parts.rules();
        this.settings = parts.settings();
        this.observer = parts.observer();
        this.hints = parts.hints();
        // A vanished worker is found within its lease and a fifth of it: 18 s by default, where 20 s are promised.
        this.period = settings.timing().lease().dividedBy(5);
    }

    private RescuePlan plan(RescuePlan.Scope scope) {
        var suspicion = settings.suspicion();
        return new RescuePlan(
                membership.id(), scope, suspicion.after(), suspicion.quarantineAfter(), rules.keepDead(), BATCH);
    }

    @Override
    public Next run() {
        if (!membership.joined()) {
            return Next.notBefore(settings.timing().upkeep());
        }
        var scope = membership.mayRescueOthers() ? RescuePlan.Scope.EXPIRED : RescuePlan.Scope.ENDED;
        var rescued = store.rescue(plan(scope));
        if (rescued.isEmpty()) {
            return Next.notBefore(period);
        }
        rescued.forEach(observer::rescued);
        hints.claiming();
        return Next.now();
    }
}
