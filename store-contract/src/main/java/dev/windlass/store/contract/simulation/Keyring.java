package dev.windlass.store.contract.simulation;

import dev.windlass.store.NewJob;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Unique;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who holds each unique key, as the calls so far must have made it. A second opinion on every answer that has to do with keys: so
 * no key is ever free before its time, nor held for longer than the store may take to settle.
 */
final class Keyring {
    /** A key as one task means it. */
    private record Name(String task, String key) {
        static Optional<Name> of(NewJob job) {
            return job.terms().unique().map(unique -> new Name(job.task(), unique.key()));
        }
    }

    /**
     * The holder.
     *
     * @param until {@link Instant#MAX} where he gives it back himself
     * @param grip whether he has, as far as can be told from outside
     */
    private record Held(JobId first, Instant until, Grip grip) {
        Held with(Grip other) {
            return new Held(first, until, other);
        }
    }

    private enum Grip {
        FIRM,
        /** He has given it back: the store may have heard of it, or may hear of it when it settles. */
        LOOSE,
        /** He wanted it back while another was giving it back: the next answer tells whether he got it. */
        DOUBTFUL
    }

    private final Map<Name, Held> held = new HashMap<>();

    /** Jobs whose key was let go by the claim under which they are held. */
    private final Set<JobId> letGo = new HashSet<>();

    /** How it stands with the key that a job asks for. */
    sealed interface Hold {
        /** Nobody has it. */
        record Free() implements Hold {}

        /** Somebody has it, and lets go of it at this moment: whether he still answers is the store's to decide. */
        record Loose(JobId first) implements Hold {}

        /** Nobody can tell from outside who has it, or whether anybody has. */
        record Doubtful() implements Hold {}

        /** Somebody has it. */
        record Firm(JobId first) implements Hold {}
    }

    private static final Hold FREE = new Hold.Free();

    Hold hold(NewJob job, Instant now) {
        var holder = Name.of(job).map(held::get).filter(one -> one.until().isAfter(now));
        if (holder.isEmpty()) {
            return FREE;
        }
        var first = holder.get().first();
        return switch (holder.get().grip()) {
            case FIRM -> new Hold.Firm(first);
            case LOOSE -> new Hold.Loose(first);
            case DOUBTFUL -> new Hold.Doubtful();
        };
    }

    /** A job that asked for a key was answered by {@code first}, or was accepted. */
    void require(NewJob job, Optional<JobId> first, Instant now) {
        var hold = hold(job, now);
        var right = first.isEmpty() ? !(hold instanceof Hold.Firm) : isHeldBy(first.get(), hold);
        if (!right) {
            throw new Violation("job " + job.id() + " (" + job.task() + ") asked for the key "
                    + Name.of(job).map(Name::key).orElse("of nobody") + " and was "
                    + first.map(other -> "answered by " + other).orElse("accepted") + "; the key is " + hold);
        }
    }

    /** A child that was not made: somebody else answered for it. */
    void requireHeld(NewJob child, Instant now) {
        if (hold(child, now) instanceof Hold.Free) {
            throw new Violation(
                    "I8: child " + child.id() + " (" + child.task() + ") was not made, and nobody holds its key");
        }
    }

    static boolean isHeldBy(JobId first, Hold hold) {
        return hold instanceof Hold.Doubtful
                || (hold instanceof Hold.Firm firm && firm.first().equals(first))
                || (hold instanceof Hold.Loose loose && loose.first().equals(first));
    }

    /** An accepted job takes its key. */
    void take(NewJob job, Instant now) {
        Name.of(job).ifPresent(name -> {
            var unique = job.terms().unique().orElseThrow();
            var until = forTime(unique) ? Due.in(unique.lasting()).from(now) : Instant.MAX;
            held.put(name, new Held(job.id(), until, Grip.FIRM));
        });
    }

    /** A revived job takes its key again, unless that was given for a time. */
    void takeAgain(NewJob job, Instant now) {
        if (job.terms().unique().filter(unique -> !forTime(unique)).isPresent()) {
            take(job, now);
        }
    }

    /** A job has come into this state, and gives its key back where that means it. */
    void moved(NewJob job, JobState state) {
        var unique = job.terms().unique();
        if (unique.filter(key -> givesBack(key, state)).isPresent()) {
            var name = Name.of(job).orElseThrow();
            var holder = held.get(name);
            if (holder != null && holder.first().equals(job.id())) {
                held.put(name, holder.with(Grip.LOOSE));
                if (state == JobState.RUNNING && holder.grip() != Grip.LOOSE) {
                    letGo.add(job.id());
                }
            }
        }
        if (state != JobState.RUNNING) {
            letGo.remove(job.id());
        }
    }

    /** A job goes back whose claim was not its start: it has its key again, unless somebody else took it in between. */
    void neverStarted(NewJob job, Instant now) {
        if (letGo.contains(job.id())) {
            var name = Name.of(job).orElseThrow();
            var holder = Optional.ofNullable(held.get(name))
                    .filter(one -> one.until().isAfter(now) && !one.first().equals(job.id()));
            if (holder.isEmpty()) {
                take(job, now);
            } else if (holder.get().grip() != Grip.FIRM) {
                held.put(name, new Held(job.id(), Instant.MAX, Grip.DOUBTFUL));
            }
        }
    }

    private static boolean givesBack(Unique unique, JobState state) {
        return switch (unique.scope()) {
            case UNTIL_STARTED -> state.ended() || state == JobState.RUNNING;
            case UNTIL_FINISHED -> state.ended();
            case FOR_TIME -> false;
        };
    }

    private static boolean forTime(Unique unique) {
        return unique.scope() == Unique.Scope.FOR_TIME;
    }

    /** Whatever was let go is free. */
    void settled() {
        held.values().removeIf(holder -> holder.grip() == Grip.LOOSE);
    }
}
