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
    private final LeaseStore store;
    private final Membership membership;
    private final Rules rules;
    private final Settings settings;
    private final Observer observer;
    private final Hints hints;
    private final Duration period;

    Rescuer(LeaseStore store, Crew crew) {
        this.store = store;
        this.membership = crew.membership();
        this.rules = crew.rules();
        this.settings = crew.settings();
        this.observer = crew.observer();
        this.hints = crew.hints();
        // A vanished worker is found within its lease and a fifth of it: 18 s by default, where 20 s are promised.
        this.period = settings.lease().dividedBy(5);
    }

    @Override
    public Next run() {
        if (!membership.joined()) {
            return Next.notBefore(settings.upkeep());
        }
        var scope = membership.maySettleOthers() ? RescuePlan.Scope.EXPIRED : RescuePlan.Scope.ENDED;
        var rescued = store.rescue(settings.rescuePlan(membership.id(), scope, rules.keepDead()));
        if (rescued.isEmpty()) {
            return Next.notBefore(period);
        }
        rescued.forEach(observer::rescued);
        hints.claiming();
        return Next.now();
    }
}
