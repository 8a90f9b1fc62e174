package dev.windlass.store.contract.simulation;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Exchange;
import dev.windlass.store.Store;
import dev.windlass.store.contract.ForwardingStore;

/** A store whose claims find nothing among what is parked. */
final class NeverFreed extends ForwardingStore {
    NeverFreed(Store correct) {
        super(correct);
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        var plan = ask.plan();
        var lines = plan.entries().stream()
                .filter(entry -> entry.kind() != ClaimPlan.Kind.PARKED)
                .toList();
        return correct.leases()
                .exchange(new Exchange.Ask(
                        ask.worker(),
                        ask.claimNumber(),
                        ask.commits(),
                        new ClaimPlan(lines, plan.total(), plan.starts())));
    }
}
