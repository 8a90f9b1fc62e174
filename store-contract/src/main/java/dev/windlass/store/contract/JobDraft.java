package dev.windlass.store.contract;

import dev.windlass.store.NewJob;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Terms;
import java.util.Optional;
import java.util.UUID;

/** A job that a test is about to accept: an ordinary one, of which the test says only what matters to it. */
record JobDraft(NewJob job) {
    static final String QUEUE = "mail";
    static final String TASK = "mail.welcome";

    /**
     * The n-th job of a test. Ids are scattered over all 128 bits, so that their order is not the order of accepts, and half of
     * them are negative as signed numbers: a store that claims by id or sorts ids as signed longs is found out.
     */
    static JobDraft numbered(long n) {
        var scattered = n * 0x9E3779B97F4A7C15L;
        var id = new JobId(new UUID((scattered & ~0xF000L) | 0x7000L, (Long.reverse(n) >>> 2) | Long.MIN_VALUE));
        return new JobDraft(
                new NewJob(id, TASK, QUEUE, Lane.NORMAL, Due.NOW, Content.json("{\"n\":" + n + "}"), Optional.empty()));
    }

    JobId id() {
        return job.id();
    }

    JobDraft task(String task) {
        return new JobDraft(new NewJob(
                job.id(), task, job.queue(), job.lane(), job.due(), job.payload(), job.parent(), job.terms()));
    }

    JobDraft queue(String queue) {
        return new JobDraft(new NewJob(
                job.id(), job.task(), queue, job.lane(), job.due(), job.payload(), job.parent(), job.terms()));
    }

    JobDraft lane(Lane lane) {
        return new JobDraft(new NewJob(
                job.id(), job.task(), job.queue(), lane, job.due(), job.payload(), job.parent(), job.terms()));
    }

    JobDraft due(Due due) {
        return new JobDraft(new NewJob(
                job.id(), job.task(), job.queue(), job.lane(), due, job.payload(), job.parent(), job.terms()));
    }

    JobDraft payload(Content payload) {
        return new JobDraft(new NewJob(
                job.id(), job.task(), job.queue(), job.lane(), job.due(), payload, job.parent(), job.terms()));
    }

    JobDraft parent(JobId parent) {
        return new JobDraft(new NewJob(
                job.id(),
                job.task(),
                job.queue(),
                job.lane(),
                job.due(),
                job.payload(),
                Optional.of(parent),
                job.terms()));
    }

    JobDraft terms(Terms terms) {
        return new JobDraft(job.withTerms(terms));
    }
}
