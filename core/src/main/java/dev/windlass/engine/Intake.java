package dev.windlass.engine;

import dev.windlass.store.NewJob;
import dev.windlass.task.Content;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import dev.windlass.task.Request;
import java.util.Optional;

/** Makes jobs of what callers hand over, and refuses in one sentence what no store should see. Safe for all threads. */
public final class Intake {
    private final JobIds ids;
    private final Rules rules;
    private final int maxPayload;
    private final Gate gate;

    public Intake(JobIds ids, Rules rules, int maxPayload) {
        this(ids, rules, maxPayload, Gate.OPEN);
    }

    public Intake(JobIds ids, Rules rules, int maxPayload, Gate gate) {
        this.ids = ids;
        this.rules = rules;
        this.maxPayload = maxPayload;
        this.gate = gate;
    }

    /** A job under a new id. */
    public NewJob job(String task, Content payload, Options options, Optional<JobId> parent) {
        return checked(gate.pass(new Request(task, payload, options, parent)));
    }

    private NewJob checked(Request request) {
        var options = request.options();
        rules.of(options.queue());
        rules.requireLimits(options.terms().limits());
        requireSize(request.task(), request.payload());
        return new NewJob(
                ids.next(),
                request.task(),
                options.queue(),
                options.lane(),
                options.due(),
                request.payload(),
                request.parent(),
                options.terms());
    }

    /** Refuses a checkpoint over the limit. No further attempt would make it smaller. */
    void requireSize(JobId job, String step, Content checkpoint) {
        if (checkpoint.size() > maxPayload) {
            throw new FatalException("the checkpoints of job " + job + " are " + checkpoint.size() + " bytes with \""
                    + step + "\", the limit is " + maxPayload
                    + " (max-payload); store it elsewhere and checkpoint where it is");
        }
    }

    /** Refuses a payload over the limit. */
    public void requireSize(String task, Content payload) {
        if (payload.size() > maxPayload) {
            throw new IllegalArgumentException("the payload of task " + task + " is " + payload.size()
                    + " bytes, the limit is " + maxPayload + " (max-payload); store it elsewhere and pass where it is");
        }
    }
}
