package dev.windlass.engine;

import dev.windlass.store.Lease;
import dev.windlass.task.RetryLater;
import java.time.Duration;
import java.util.Map;

/** What every run of a worker needs at hand. */
record RunParts(
        Map<String, Work> works,
        Verdicts verdicts,
        Intake intake,
        Finisher finisher,
        Membership membership,
        Observer observer,
        Ticker ticker) {
    /** How long a job waits whose task this worker does not know: another worker may, or this one after its next release. */
    private static final Duration UNKNOWN_TASK = Duration.ofMinutes(1);

    /** The work of the lease's task. A job of an unknown task is never dead for it: it is put off. */
    Work work(Lease lease) {
        var work = works.get(lease.task());
        if (work != null) {
            observer.starting(lease);
            return work;
        }
        observer.unknownTask(lease);
        return (payload, run) -> {
            throw new RetryLater(
                    UNKNOWN_TASK,
                    "task " + lease.task() + " has no performer here, known are " + works.keySet()
                            + "; declare it with perform(...)");
        };
    }
}
