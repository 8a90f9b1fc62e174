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
import java.util.Map;

/** Limits as one process reaches them. */
record FaultyLimits(Reach reach) implements LimitStore {
    private static final Map<Arrow, Integer> RULE = Reach.follow(Arrow.RULE, 1);

    @Override
    public void declare(Collection<Limit> limits) {
        reach.store().limits().declare(limits);
    }

    @Override
    public void override(Limit limit) {
        reach.send("override " + limit, RULE, () -> {
            reach.store().limits().override(limit);
            reach.witness().lives().permits().override(limit);
            return limit;
        });
    }

    @Override
    public void reset(String name) {
        reach.send("reset " + name, RULE, () -> {
            reach.store().limits().reset(name);
            reach.witness().lives().permits().reset(name);
            return name;
        });
    }

    @Override
    public List<LimitView> list() {
        return reach.store().limits().list();
    }

    @Override
    public List<KeyView> keys(String name, String after, int limit) {
        return reach.store().limits().keys(name, after, limit);
    }

    @Override
    public Granted grant(GrantPlan plan) {
        var arrows = Reach.follow(Arrow.GRANT, reach.witness().countGrantable());
        return reach.send("grant", arrows, () -> {
            var answer = reach.store().limits().grant(plan);
            reach.witness().granted(plan, answer);
            return answer;
        });
    }

    @Override
    public LimitAudit audit(long after, int limit) {
        return reach.store().limits().audit(after, limit);
    }
}
