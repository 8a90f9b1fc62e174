package dev.windlass.transfer;

import dev.windlass.store.Ability;
import dev.windlass.store.Arrived;
import dev.windlass.store.JobStore;
import dev.windlass.store.LimitView;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.Store;
import dev.windlass.store.Transfer;
import dev.windlass.task.JobId;
import dev.windlass.task.Limit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Writes what is read into a store: jobs in batches, as many as it takes at once, and each part of a payload by itself before its job.
 * Parts of a job that is left out go after an hour, as all parts that no job came for.
 */
final class Writing implements Receiver {
    /** Jobs that are written at once. */
    private static final int BATCH = 200;

    private final Store store;
    private final boolean ruled;
    private final Map<JobId, JobId> holders = new LinkedHashMap<>();
    private final Map<String, String> misfits = new LinkedHashMap<>();
    private List<Transfer> open = new ArrayList<>();
    private long bytes;
    private long all;
    private long written;
    private long answered;
    private long taken;
    private long overruled;

    Writing(Store store) {
        this.store = store;
        this.ruled = store.abilities().contains(Ability.RULED);
    }

    @Override
    public void queue(QueueOverride said) {
        if (ruled && store.queues().adopt(said)) {
            taken++;
        } else {
            overruled++;
        }
    }

    @Override
    public void limit(Limit override) {
        var known = ruled ? known(override.name()) : Optional.<LimitView>empty();
        if (!ruled || known.flatMap(LimitView::override).isPresent()) {
            overruled++;
            return;
        }
        var refusal = known.flatMap(view -> view.refuses(override));
        if (refusal.isPresent()) {
            misfits.put(override.name(), refusal.get());
            return;
        }
        store.limits().override(override);
        taken++;
    }

    private Optional<LimitView> known(String limit) {
        return store.limits().list().stream()
                .filter(view -> view.name().equals(limit))
                .findFirst();
    }

    @Override
    public void part(PartLine part) {
        var content = part.content();
        store.parts().stage(part.id(), part.part(), content);
        // So that jobs with parts are not kept waiting for others until their parts are given up.
        bytes += content.size();
    }

    @Override
    public void job(Transfer job) {
        if (open.size() == BATCH || (!open.isEmpty() && bytes + job.weight() > JobStore.MOST_BYTES)) {
            send();
        }
        open.add(job);
        bytes += job.weight();
    }

    private void send() {
        var arrived = store.transfers().write(open);
        all += open.size();
        written += arrived.written();
        answered += arrived.answered().size();
        open.forEach(job -> tell(job.job().id(), arrived));
        open = new ArrayList<>();
        bytes = 0;
    }

    private void tell(JobId job, Arrived arrived) {
        var holder = arrived.answered().get(job);
        if (holder != null && holders.size() < Imported.MOST_TOLD) {
            holders.put(job, holder);
        }
    }

    @Override
    public void end() {
        send();
    }

    /** What came of it. */
    Imported imported() {
        return new Imported(written, all - written - answered, answered, holders, taken, overruled, misfits);
    }
}
