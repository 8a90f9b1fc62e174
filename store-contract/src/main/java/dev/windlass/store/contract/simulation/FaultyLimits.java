package dev.windlass.store.contract.simulation;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.LimitAudit;
import dev.windlass.store.LimitStore;
import dev.windlass.store.LimitView;
import dev.windlass.task.Limit;
import java.util.Collection;
import java.util.List;

/** Limits behind a wire that loses, doubles and delays; what people do to them goes by without it. */
record FaultyLimits(Reach reach) implements LimitStore {
    @Override
    public void declare(Collection<Limit> limits) {
        reach.store().limits().declare(limits);
    }

    @Override
    public void override(Limit limit) {
        reach.store().limits().override(limit);
    }

    @Override
    public void reset(String name) {
        reach.store().limits().reset(name);
    }

    @Override
    public List<LimitView> list() {
        return reach.store().limits().list();
    }

    @Override
    public Granted grant(GrantPlan plan) {
        return reach.send("grant", Reach.NONE, () -> reach.store().limits().grant(plan));
    }

    @Override
    public LimitAudit audit(long after, int limit) {
        return reach.store().limits().audit(after, limit);
    }
}
