package dev.windlass.store;

import dev.windlass.task.Content;
import java.util.List;
import java.util.Optional;

/**
 * What a holder makes durable about its attempt: one conditional record, which alone decides. Everything else (children in their
 * lanes, the job back in its own) follows from it, in the same transaction where the store has one.
 *
 * @param ordinal distinguishes the commits of one attempt: checkpoints count from 1 on, {@link #LAST} ends it
 * @param then what becomes of the job
 * @param children jobs that exist if and only if this commit is accepted; their ids are made beforehand, and delays count from
 *     the commit, however late its consequences come
 * @param note progress and log lines not yet written
 */
public record Commit(
        LeaseKey lease,
        int ordinal,
        Then then,
        Optional<Content> checkpoint,
        List<NewJob> children,
        Optional<Note> note) {
    /** The ordinal of the commit that ends the attempt. */
    public static final int LAST = 0;

    public Commit {
        children = List.copyOf(children);
        var bytes = children.stream().mapToLong(NewJob::weight).sum();
        if (children.size() > JobStore.MOST_JOBS || bytes > JobStore.MOST_BYTES) {
            throw new IllegalArgumentException("an attempt of job " + lease.job() + " has " + children.size()
                    + " children of " + bytes + " bytes, the limits are " + JobStore.MOST_JOBS + " and "
                    + JobStore.MOST_BYTES + "; let a child enqueue the rest");
        }
        if ((ordinal == LAST) == (then instanceof Then.GoOn)) {
            throw new IllegalArgumentException("ordinal " + ordinal + " does not fit " + then);
        }
    }

    /** The end of an attempt that leaves nothing but its outcome. */
    public static Commit end(LeaseKey lease, Then then) {
        return new Commit(lease, LAST, then, Optional.empty(), List.of(), Optional.empty());
    }

    /** Bytes that this commit counts against a batch's limit. */
    public long weight() {
        return 200L
                + children.stream().mapToLong(NewJob::weight).sum()
                + checkpoint.map(Content::size).orElse(0)
                + then.weight()
                + note.map(Note::weight).orElse(0L);
    }
}
