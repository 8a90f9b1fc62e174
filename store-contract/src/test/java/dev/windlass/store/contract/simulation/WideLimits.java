package dev.windlass.store.contract.simulation;

import dev.windlass.store.LimitStore;
import dev.windlass.store.Store;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.Limit;
import java.util.Collection;

/** A store that compares the permits of a key with its bound by "not more" where it should be "less". */
final class WideLimits extends ForwardingStore {
    WideLimits(Store correct) {
        super(correct);
    }

    @Override
    public LimitStore limits() {
        return new ForwardingLimits(correct.limits()) {
            @Override
            public void declare(Collection<Limit> limits) {
                correct.declare(limits.stream().map(WideLimits::wider).toList());
            }
        };
    }

    private static Limit wider(Limit limit) {
        if (limit.bound() instanceof Limit.Bound.Concurrent concurrent) {
            return Limit.named(limit.name()).concurrent(concurrent.jobs() + 1);
        }
        return limit.bound() instanceof Limit.Bound.Mutex
                ? Limit.named(limit.name()).concurrent(2)
                : limit;
    }
}
