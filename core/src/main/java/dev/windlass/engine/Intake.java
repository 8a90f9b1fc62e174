package dev.windlass.engine;

import dev.windlass.store.Job;
import dev.windlass.store.NewJob;
import dev.windlass.task.Content;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobId;
import dev.windlass.task.OneLine;
import dev.windlass.task.Options;
import dev.windlass.task.Request;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import java.util.Optional;

/** Makes jobs of what callers hand over, and refuses in one sentence what no store should see. Safe for all threads. */
public final class Intake {
    private final JobIds ids;
    private final Rules rules;
    private final int maxPayload;
    private final Gate gate;
    private final Seal seal;

    public Intake(JobIds ids, Rules rules, int maxPayload) {
        this(ids, rules, maxPayload, Gate.OPEN, Seal.NONE);
    }

    public Intake(JobIds ids, Rules rules, int maxPayload, Gate gate, Seal seal) {
        this.ids = ids;
        this.rules = rules;
        this.maxPayload = maxPayload;
        this.gate = gate;
        this.seal = seal;
    }

    /** What encrypts the jobs that are made here. */
    public Seal seal() {
        return seal;
    }

    /** A job of this task under a new id. */
    public <P> NewJob job(Task<P, ?> task, P payload, Options options, Optional<JobId> parent) {
        return job(task.name(), task.encode(payload), task.marked(options), parent);
    }

    /** A job under a new id. */
    public NewJob job(String task, Content payload, Options options, Optional<JobId> parent) {
        return checked(gate.pass(new Request(task, payload, options, parent)));
    }

    /** A job under a new id whose payload is still to come, in parts. */
    public NewJob draft(String task, Options options) {
        var request = gate.pass(new Request(task, Content.NONE, options, Optional.empty()));
        if (!request.payload().equals(Content.NONE)) {
            // What it gives would be lost, and the payload stored as it came: with a secret in it, say, that it takes
            // out.
            throw new IllegalArgumentException("an interceptor changed the payload of task " + task
                    + ", which is stored in parts that no interceptor sees; let it leave such tasks as they are");
        }
        return checked(request);
    }

    /** Another payload for a job, as it is to be stored. Of what the gate makes of the rest, nothing is taken. */
    public Content payload(Job job, Content payload) {
        var options = Options.on(job.queue()).lane(job.lane()).withTerms(job.terms());
        var passed = gate.pass(new Request(job.task(), payload, options, job.parent()));
        return sealed(seal.on(job.id(), job.task(), job.queue()), passed.payload());
    }

    private NewJob checked(Request request) {
        var options = request.options();
        rules.of(options.queue());
        rules.requireLimits(options.terms().limits());
        var id = ids.next();
        var jobSeal = seal.on(id, request.task(), options.queue());
        if (jobSeal.isOn()) {
            requireNoReplacement(request);
        }
        var payload = sealed(jobSeal, request.payload());
        return new NewJob(
                id,
                request.task(),
                options.queue(),
                options.lane(),
                options.due(),
                payload,
                request.parent(),
                options.terms());
    }

    private Content sealed(JobSeal job, Content payload) {
        var sealed = job.close(Piece.PAYLOAD, payload);
        requireSize(job.task(), sealed);
        return sealed;
    }

    /** It is encrypted for the job it was made for: in the place of another's payload nobody could read it. */
    private static void requireNoReplacement(Request request) {
        if (request.options()
                .terms()
                .unique()
                .filter(key -> key.action() == Unique.Action.REPLACE)
                .isPresent()) {
            throw new IllegalArgumentException("a payload that is encrypted, as that of task " + request.task()
                    + ", cannot replace the payload of the job that holds the key; give the key another action");
        }
    }

    /** Refuses a checkpoint over the limit. No further attempt would make it smaller. */
    void requireSize(JobId job, String step, Content checkpoint) {
        if (checkpoint.size() > maxPayload) {
            throw new FatalException("the checkpoints of job " + job + " are " + checkpoint.size() + " bytes with "
                    + OneLine.quoted(step) + ", the limit is " + maxPayload
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
