package dev.windlass.engine;

import static java.util.Objects.requireNonNull;

import dev.windlass.store.Lease;
import dev.windlass.task.Content;
import dev.windlass.task.JobRun;
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
    /** A value that the performer gives as the result of its task, as it is to be stored. */
    Content result(Lease lease, @Nullable Object value) {
        var result = Optional.ofNullable(works.get(lease.task()))
                .orElseThrow(() -> new IllegalStateException("task " + lease.task() + " has no performer here"))
                .result(value);
        return seal(lease).close(Piece.RESULT, result);
    }

    /** The seal of the lease's job. */
    JobSeal seal(Lease lease) {
        return intake.seal().on(lease.key().job(), lease.task(), lease.queue());
    }

    /** The run of a lease that has its slot. */
    Run run(Arrival arrival, Slots slots) {
        return new Run(arrival, this, slots);
    }

    /** Runs the task, and gives its result as it is to be stored. */
    Content perform(Lease lease, JobRun run) throws Exception {
        var work = work(lease);
        var seal = seal(lease);
        return seal.close(Piece.RESULT, work.perform(seal.open(Piece.PAYLOAD, lease.payload()), run));
    }

    /** The work of the lease's task: what is not performed here never comes to a slot. */
    private Work work(Lease lease) {
        var work = requireNonNull(works.get(lease.task()), () -> "no performer for task " + lease.task());
        observer.starting(lease);
        return work;
    }
}
