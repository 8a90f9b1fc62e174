package dev.windlass.engine;

import dev.windlass.store.NewJob;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import java.util.Optional;

/** Makes jobs of what callers hand over, and refuses in one sentence what no store should see. Safe for all threads. */
public final class Intake {
    private final JobIds ids;
    private final Rules rules;
    private final int maxPayload;

    public Intake(JobIds ids, Rules rules, int maxPayload) {
        this.ids = ids;
        this.rules = rules;
        this.maxPayload = maxPayload;
    }

    /** A job under a new id. */
    public NewJob job(String task, Content payload, Options options, Optional<JobId> parent) {
        rules.of(options.queue());
        requireSize(task, payload);
        return new NewJob(
                ids.next(), task, options.queue(), options.lane(), options.due(), payload, parent, options.terms());
    }

    /** Refuses a payload over the limit. */
    public void requireSize(String task, Content payload) {
        if (payload.size() > maxPayload) {
            throw new IllegalArgumentException("the payload of task " + task + " is " + payload.size()
                    + " bytes, the limit is " + maxPayload + " (max-payload); store it elsewhere and pass where it is");
        }
    }
}
