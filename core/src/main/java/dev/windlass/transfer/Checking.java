package dev.windlass.transfer;

import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.Transfer;
import dev.windlass.task.JobId;
import dev.windlass.task.Limit;
import java.util.Optional;

/** Sees that all lines can be written, and writes none. */
final class Checking implements Receiver {
    private Optional<JobId> partsOf = Optional.empty();
    private int parts;

    @Override
    public void queue(QueueOverride said) {
        // It was read, so it is sound.
    }

    @Override
    public void limit(Limit override) {
        // The same.
    }

    @Override
    public void part(PartLine part) {
        var job = part.id();
        if (partsOf.isPresent() && !partsOf.get().equals(job)) {
            requireNone();
        }
        if (part.part() != parts) {
            throw new IllegalArgumentException("part " + part.part() + " of the payload of job " + job
                    + " stands where part " + parts + " is expected; export anew");
        }
        PartStore.requireBounds(part.part(), part.content());
        partsOf = Optional.of(job);
        parts++;
    }

    @Override
    public void job(Transfer job) {
        job.orphaned().job().requireNames();
        var id = job.job().id();
        var expected = PartList.in(job.job().payload()).map(PartList::parts).orElse(0);
        var there = partsOf.filter(id::equals).isPresent() ? parts : 0;
        if (there != expected) {
            throw new IllegalArgumentException("job " + id + " has " + expected + " parts of its payload, and " + there
                    + " stand before it; export anew");
        }
        if (there == 0) {
            requireNone();
        }
        partsOf = Optional.empty();
        parts = 0;
    }

    @Override
    public void end() {
        requireNone();
    }

    private void requireNone() {
        if (partsOf.isPresent()) {
            throw new IllegalArgumentException(
                    "parts of the payload of job " + partsOf.get() + " stand before it, and the job does not follow");
        }
    }
}
