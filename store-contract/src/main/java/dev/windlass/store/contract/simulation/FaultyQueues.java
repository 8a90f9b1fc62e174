package dev.windlass.store.contract.simulation;

import dev.windlass.store.Control;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/** The rules of queues as one process reaches them. */
record FaultyQueues(Reach reach) implements QueueStore {
    private static final Map<Arrow, Integer> RULE = Reach.follow(Arrow.RULE, 1);

    /** What held, and when in virtual time. */
    private record Read(Control control, long at) {}

    @Override
    public void declare(Collection<Queue> queues) {
        throw new UnsupportedOperationException("the world declares its queues before any process is there");
    }

    @Override
    public void override(Queue rules) {
        reach.send("override " + rules, RULE, () -> {
            reach.store().queues().override(rules);
            reach.witness().queues().overridden(rules);
            return rules;
        });
    }

    @Override
    public void reset(String queue) {
        reach.send("reset " + queue, RULE, () -> {
            reach.store().queues().reset(queue);
            reach.witness().queues().reset(queue);
            return queue;
        });
    }

    @Override
    public void pause(String queue) {
        reach.send("pause " + queue, RULE, () -> {
            reach.store().queues().pause(queue);
            reach.witness().queues().paused(queue);
            return queue;
        });
    }

    @Override
    public void resume(String queue) {
        reach.send("resume " + queue, RULE, () -> {
            reach.store().queues().resume(queue);
            reach.witness().queues().resumed(queue);
            return queue;
        });
    }

    @Override
    public boolean adopt(QueueOverride said) {
        throw new UnsupportedOperationException("nobody imports anything into the world");
    }

    @Override
    public List<QueueRow> list() {
        return reach.send("queues", Reach.NONE, () -> reach.store().queues().list());
    }

    @Override
    public int purge(String queue, int limit, Duration keep) {
        return reach.send("purge " + queue, RULE, () -> {
            var answer = reach.store().queues().purge(queue, limit, keep);
            reach.witness().people().purged(queue, answer);
            return answer;
        });
    }

    @Override
    public Control control(long known) {
        var asking = reach.ears().rules();
        asking.ask();
        var read = reach.send(
                "control", Reach.NONE, () -> new Read(reach.store().queues().control(known), asking.now()));
        asking.heard(read.at());
        read.control().queues().ifPresent(rules -> reach.excuses().told(asking.now()));
        return read.control();
    }
}
