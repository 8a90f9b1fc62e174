package dev.windlass.store.contract.simulation;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.Store;
import dev.windlass.task.JobId;
import dev.windlass.task.JobRun;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which attempt asked for which child, as the tasks themselves remember it. */
final class Families {
    private final Map<JobId, LeaseKey> parents = new LinkedHashMap<>();

    void born(JobRun run, JobId child) {
        parents.put(child, new LeaseKey(run.id(), run.fence()));
    }

    /**
     * I8: a child exists if and only if the attempt that asked for it is the one that succeeded, and nobody else answers for it.
     */
    void check(Store store, Lives lives) {
        var succeeded = lives.succeeded();
        parents.forEach((child, parent) -> {
            var exists = store.jobs().find(child).isPresent();
            if (exists != (succeeded.contains(parent) && !lives.wasAnswered(child))) {
                throw new Violation("I8: child " + child + " is " + (exists ? "there" : "missing") + ", and its parent "
                        + parent + (exists ? " did not succeed" : " succeeded"));
            }
        });
    }
}
