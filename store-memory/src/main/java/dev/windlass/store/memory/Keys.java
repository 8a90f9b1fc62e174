package dev.windlass.store.memory;

import dev.windlass.store.NewJob;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Unique;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Unique keys: who holds one, and until when. Guarded by the ledger's lock. */
final class Keys {
    /** A key as one task means it. */
    private record Name(String task, String key) {}

    /** The holder; {@link Instant#MAX} where he gives the key back himself. */
    private record Held(JobId first, Instant until) {}

    private final Map<Name, Held> held = new HashMap<>();

    /** The job that holds the key which this one asks for. */
    Optional<JobId> holder(NewJob job, Instant now) {
        return job.terms()
                .unique()
                .map(unique -> held.get(new Name(job.task(), unique.key())))
                .filter(holder -> holder.until().isAfter(now))
                .map(Held::first);
    }

    /** Until when the job holds its key, {@link Instant#MAX} where it gives it back itself; empty where it holds none. */
    Optional<Instant> heldBy(NewJob job) {
        return job.terms()
                .unique()
                .map(unique -> held.get(new Name(job.task(), unique.key())))
                .filter(holder -> holder.first().equals(job.id()))
                .map(Held::until);
    }

    /** Holds the job's key for it until then, unless another job does. */
    void holdUntil(NewJob job, Instant until, Instant now) {
        var unique = job.terms().unique();
        if (unique.isPresent()
                && holder(job, now).filter(first -> !first.equals(job.id())).isEmpty()) {
            held.put(new Name(job.task(), unique.get().key()), new Held(job.id(), until));
        }
    }

    /** Gives the job the key that nobody else holds. */
    void hold(NewJob job, Instant now) {
        job.terms().unique().ifPresent(unique -> {
            var until = unique.scope() == Unique.Scope.FOR_TIME
                    ? Due.in(unique.lasting()).from(now)
                    : Instant.MAX;
            held.put(new Name(job.task(), unique.key()), new Held(job.id(), until));
        });
    }

    /** Whether the job holds its key and ends that by its start. */
    boolean endsAtStart(NewJob job) {
        return job.terms()
                .unique()
                .filter(unique -> unique.scope() == Unique.Scope.UNTIL_STARTED)
                .map(unique -> new Held(job.id(), Instant.MAX).equals(held.get(new Name(job.task(), unique.key()))))
                .orElse(false);
    }

    /** Takes the key back from a job that still holds it; one that is held for a time is nobody's to give back. */
    void free(NewJob job) {
        job.terms()
                .unique()
                .ifPresent(unique -> held.remove(new Name(job.task(), unique.key()), new Held(job.id(), Instant.MAX)));
    }

    void prune(Instant now) {
        held.values().removeIf(holder -> !holder.until().isAfter(now));
    }
}
