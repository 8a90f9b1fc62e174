package dev.windlass.store;

import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Terms;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as people see it, without its payload.
 *
 * @param fence the last fence that was issued; 0 before the first claim
 * @param since store time at which the job came into its state
 * @param waiting what a WAITING job waits for
 * @param due when a SCHEDULED job becomes READY
 * @param reason why a DEAD job is dead
 * @param error what the last failed attempt said
 */
public record Job(
        JobId id,
        String task,
        String queue,
        Lane lane,
        JobState state,
        long fence,
        Tally tally,
        Instant accepted,
        Instant since,
        Optional<WaitReason> waiting,
        Optional<Instant> due,
        Optional<DeadReason> reason,
        Optional<String> error,
        Optional<Progress> progress,
        Optional<JobId> parent,
        Terms terms) {}
