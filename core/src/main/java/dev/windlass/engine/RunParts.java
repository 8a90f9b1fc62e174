package dev.windlass.engine;

import dev.windlass.store.Lease;
import dev.windlass.task.Content;
import dev.windlass.task.RetryLater;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What every run of a worker needs at hand. */
record RunParts(
        Map<String, Work> works,
        Verdicts verdicts,
        Intake intake,
        Finisher finisher,
        Membership membership,
        Observer observer,
        Aftermath aftermath,
        CommitPoint point,
        Ticker ticker,
        Duration grace) {
    /** How long a job waits whose task this worker does not know: another worker may, or this one after its next release. */
    private static final Duration UNKNOWN_TASK = Duration.ofMinutes(1);

    /** A value that the performer gives as the result of its task. */
    Content result(Lease lease, @Nullable Object value) {
        return Optional.ofNullable(works.get(lease.task()))
                .orElseThrow(() -> new IllegalStateException("task " + lease.task() + " has no performer here"))
                .result(value);
    }

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
