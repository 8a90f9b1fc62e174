package dev.windlass.store.contract.simulation;

import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.LongSupplier;

/**
 * What happens next: events in order of virtual time, one after the other.
 *
 * <p>An event may let time pass while it is under way ({@link #passUntil}), as a call does that waits for its answer: other events
 * happen inside it. That is how one thread plays several, with the one limit that the waiting which began last ends first.
 */
final class Agenda {
    /** Deepest nesting of events that wait. Deeper ones would only wait for each other, since the last begun must end first. */
    private static final int DEEPEST = 4;

    /** So deep attempts take their time, which leaves some for calls. */
    private static final int DEEPEST_ACT = 2;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long sequence;
    private int depth;
    private int happened;
    private Optional<Throwable> broken = Optional.empty();

    /** Whose events they are. */
    interface Owner {
        /** Whether it is gone for good: its events are dropped. */
        boolean isGone();

        /** Virtual time up to which it does nothing: its events wait. */
        long asleepUntil();
    }

    /** The world itself: always there, always awake. */
    private static final Owner NOBODY = new Owner() {
        @Override
        public boolean isGone() {
            return false;
        }

        @Override
        public long asleepUntil() {
            return 0;
        }
    };

    /** Something that is going to happen, unless it is called off. */
    static final class Event implements Comparable<Event> {
        private final Owner owner;
        private final long sequence;
        private final Runnable action;
        private long at;
        private boolean off;

        private Event(Owner owner, long sequence, long at, Runnable action) {
            this.owner = owner;
            this.sequence = sequence;
            this.at = at;
            this.action = action;
        }

        long at() {
            return at;
        }

        void callOff() {
            off = true;
        }

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(sequence, other.sequence);
        }
    }

    /** Virtual nanoseconds since the world began. */
    long now() {
        return now;
    }

    /** How many events have happened. */
    int happened() {
        return happened;
    }

    Event in(long nanos, Runnable action) {
        return in(nanos, NOBODY, action);
    }

    Event in(long nanos, Owner owner, Runnable action) {
        var event = new Event(owner, sequence++, now + nanos, action);
        events.add(event);
        return event;
    }

    /** Lets the next event happen. There always is one: workers look for work for ever. */
    void step() {
        var event = events.remove();
        if (event.off || event.owner.isGone()) {
            return;
        }
        if (event.owner.asleepUntil() > event.at) {
            event.at = event.owner.asleepUntil();
            events.add(event);
            return;
        }
        now = Math.max(now, event.at);
        happened++;
        try {
            event.action.run();
        } catch (Crash crash) {
            if (!event.owner.isGone()) {
                throw new IllegalStateException("a process crashed in an event that is not its own", crash);
            }
        } catch (RuntimeException | Error e) {
            // Whoever waits around this event may be a task, of which anything that is thrown is a failure and no more.
            breaks(e);
            throw e;
        }
    }

    /** Whether something that happens now may wait in the middle. */
    boolean mayPass() {
        return depth < DEEPEST;
    }

    /** Whether an attempt that happens now may take its time. */
    boolean mayAct() {
        return depth < DEEPEST_ACT;
    }

    /** Something has broken where a task may swallow it. The first counts. */
    void breaks(Throwable what) {
        broken = broken.or(() -> Optional.of(what));
    }

    /** Whatever has broken since, in an event that happened inside another one: that one may have swallowed it. */
    void requireWhole() {
        if (broken.orElse(null) instanceof Error error) {
            throw error;
        }
        if (broken.orElse(null) instanceof RuntimeException bug) {
            throw bug;
        }
    }

    /** Lets everything else happen up to {@code end}, which may move meanwhile. */
    void passUntil(LongSupplier end) {
        depth++;
        try {
            while (events.element().at <= end.getAsLong()) {
                step();
                requireWhole();
            }
            now = Math.max(now, end.getAsLong());
        } finally {
            depth--;
        }
    }
}
