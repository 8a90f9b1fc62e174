package dev.windlass.store.contract.simulation;

import dev.windlass.store.LeaseKey;
import dev.windlass.task.JobRun;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The acts that are under way in one process: how the task of an attempt finds its own. */
final class Acts {
    private final Map<LeaseKey, Act> acts = new HashMap<>();

    void begin(LeaseKey lease, Act act) {
        acts.put(lease, act);
    }

    void end(LeaseKey lease) {
        acts.remove(lease);
    }

    /** The act of this attempt, if it is one that takes time. */
    Optional<Act> find(JobRun run) {
        return Optional.ofNullable(acts.get(new LeaseKey(run.id(), run.fence())));
    }
}
