package dev.windlass.store.contract.simulation;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.KeyView;
import dev.windlass.store.LimitAudit;
import dev.windlass.store.LimitStore;
import dev.windlass.store.LimitView;
import dev.windlass.task.Limit;
import java.util.Collection;
import java.util.List;

/** Limits that pass every call on to correct ones; a bug overrides the one call in which it sits. */
class ForwardingLimits implements LimitStore {
    final LimitStore correct;

    ForwardingLimits(LimitStore correct) {
        this.correct = correct;
    }

    @Override
    public void declare(Collection<Limit> limits) {
        correct.declare(limits);
    }

    @Override
    public void override(Limit limit) {
        correct.override(limit);
    }

    @Override
    public void reset(String name) {
        correct.reset(name);
    }

    @Override
    public List<LimitView> list() {
        return correct.list();
    }

    @Override
    public List<KeyView> keys(String name, String after, int limit) {
        return correct.keys(name, after, limit);
    }

    @Override
    public Granted grant(GrantPlan plan) {
        return correct.grant(plan);
    }

    @Override
    public LimitAudit audit(long after, int limit) {
        return correct.audit(after, limit);
    }
}
