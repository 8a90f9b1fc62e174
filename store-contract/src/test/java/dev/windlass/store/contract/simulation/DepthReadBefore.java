package dev.windlass.store.contract.simulation;

import dev.windlass.store.Accepted;
import dev.windlass.store.Depth;
import dev.windlass.store.JobQuery;
import dev.windlass.store.NewJob;
import dev.windlass.store.QueueStore;
import dev.windlass.store.Store;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueBounds;
import java.util.Collection;
import java.util.List;
import java.util.OptionalLong;

/** A store that reads what stands in a queue, and accepts in a second step that asks no more. */
final class DepthReadBefore extends ForwardingStore {
    private final Runnable meanwhile;

    DepthReadBefore(Store correct, Runnable meanwhile) {
        super(correct);
        this.meanwhile = meanwhile;
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        var coming = batch.stream()
                .filter(job -> job.queue().equals(World.NARROW.name()))
                .filter(job -> correct.jobs().find(job.id()).isEmpty())
                .map(NewJob::id)
                .distinct()
                .count();
        if (coming > 0) {
            var full = standing().refuses(World.NARROW, new Depth(coming, 0));
            if (full.isPresent()) {
                throw full.get();
            }
            meanwhile.run();
        }
        return correct.jobs().accept(batch);
    }

    private Depth standing() {
        var jobs = correct.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST)).jobs().stream()
                .filter(job ->
                        job.queue().equals(World.NARROW.name()) && !job.state().ended())
                .count();
        return new Depth(jobs, 0);
    }

    @Override
    public QueueStore queues() {
        return new ForwardingQueues(correct.queues()) {
            @Override
            public void declare(Collection<Queue> queues) {
                correct.declare(queues.stream().map(DepthReadBefore::endless).toList());
            }

            @Override
            public void override(Queue rules) {
                correct.override(endless(rules));
            }
        };
    }

    private static Queue endless(Queue rules) {
        var bounds = rules.bounds();
        return rules.bounds(new QueueBounds(bounds.rate(), bounds.concurrency(), OptionalLong.empty(), bounds.bytes()));
    }
}
