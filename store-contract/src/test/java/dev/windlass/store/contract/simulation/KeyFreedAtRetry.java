package dev.windlass.store.contract.simulation;

import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.store.Store;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Terms;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;

/** A store that takes the end of an attempt for the end of its job, and gives the job's key to the next one that asks. */
final class KeyFreedAtRetry extends ForwardingStore {
    KeyFreedAtRetry(Store correct) {
        super(correct);
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        var accepted = correct.jobs().accept(batch);
        var freed = batch.stream()
                .filter(job -> Optional.ofNullable(accepted.firsts().get(job.id()))
                        .filter(this::backsOff)
                        .isPresent())
                .toList();
        correct.jobs()
                .accept(freed.stream().map(job -> job.withTerms(Terms.NONE)).toList());
        var firsts = new HashMap<>(accepted.firsts());
        freed.forEach(job -> firsts.remove(job.id()));
        return new Accepted(accepted.at(), firsts);
    }

    private boolean backsOff(JobId id) {
        return correct.jobs()
                .find(id)
                .filter(job -> job.fence() > 0
                        && job.state() != JobState.RUNNING
                        && !job.state().ended())
                .isPresent();
    }
}
