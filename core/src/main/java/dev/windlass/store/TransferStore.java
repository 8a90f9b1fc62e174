package dev.windlass.store;

import java.util.List;

/** Moving jobs with their past from one store into another. */
public interface TransferStore {
    /** Most jobs in one read or write. */
    int MOST = 1_000;

    /** A read takes no further job once those it has taken weigh this much: 4 MiB. */
    long MOST_BYTES = 4L << 20;

    /** Where the first page begins. */
    long BEGINNING = 0;

    /**
     * Jobs in the order in which they were accepted, so that they come into their lines in this order where they arrive. Goes on where a
     * page said, whatever has become of its jobs since. Each is shown as it stood at one moment; jobs of one page may be shown at
     * different ones.
     */
    TransferPage read(long after, int limit);

    /**
     * Writes all jobs of the batch, or none, in its order. A job whose id is known is left as it is, so that a transfer that broke off
     * can be begun anew; one whose unique key is held here is left out, and changes nothing.
     *
     * <p>A job that had ended arrives as it was, kept at least for {@link dev.windlass.task.Queue#SHORTEST_KEEP} from now. One that
     * had not is accepted anew at its queue's end, with its fence, tally, history and checkpoint: so one that ran is READY, since
     * its holder is the other store's, or CANCELLED where that was asked for, and one that waited waits if its terms make it wait here. Fences that are given afterwards
     * are above all that came in. A key that is held for a time, be it by a job that has ended, is held as long here if it is free.
     *
     * @throws IllegalArgumentException if the batch is over {@link #MOST} jobs or {@link JobStore#MOST_BYTES}; nothing is written
     */
    Arrived write(List<Transfer> batch);

    /** What every store asks before it writes: that the batch is within the limits. */
    static void requireWithinLimits(List<Transfer> batch) {
        JobStore.requireWithinLimits(batch.stream().map(Transfer::job).toList());
    }
}
