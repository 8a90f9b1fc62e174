package dev.windlass.store.contract.simulation;

import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.store.Store;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.Unique;
import java.util.List;

/** A store to which every job that was claimed has let go of its key, whatever the key's scope. */
final class KeyFreedAtClaim extends ForwardingStore {
    KeyFreedAtClaim(Store correct) {
        super(correct);
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        return correct.jobs().accept(batch.stream().map(this::shortened).toList());
    }

    private NewJob shortened(NewJob job) {
        return job.terms()
                .unique()
                .filter(unique -> unique.scope() == Unique.Scope.UNTIL_FINISHED)
                .map(unique -> job.withTerms(job.terms().withUnique(unique.untilStarted())))
                .orElse(job);
    }
}
