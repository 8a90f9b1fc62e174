package dev.windlass.store;

import dev.windlass.task.Lane;
import java.util.List;

/**
 * What a worker wants to claim: an ordered list of places to look in, each with its own quota. A place may be listed twice, once
 * for its fair share and once for what the others leave over.
 *
 * @param total most leases over all entries
 * @param starts how many of them can start at once: of jobs with limits, of jobs that hold a unique key until they start, and of
 *     queues where the {@link dev.windlass.task.Queue#startsWhenClaimed claim is the start}, a claim gives no more than these, all
 *     of them together
 */
public record ClaimPlan(List<Entry> entries, int total, int starts) {
    /** Claims nothing. */
    public static final ClaimPlan NOTHING = new ClaimPlan(List.of(), 0);

    /** Most leases that one claim can give. */
    public static final int MOST = 1_000;

    /** A claim takes no further job once the payloads it has taken weigh this much: 8 MiB. */
    public static final long MOST_BYTES = 8L << 20;

    public ClaimPlan {
        entries = List.copyOf(entries);
        if (total < 0 || total > MOST) {
            throw new IllegalArgumentException("a claim plan asks for " + total + " jobs, the limit is " + MOST);
        }
    }

    /** A plan of which all can start at once. */
    public ClaimPlan(List<Entry> entries, int total) {
        this(entries, total, total);
    }

    /** A plan that looks in one place only. */
    public static ClaimPlan of(String queue, Lane lane, Kind kind, int quota) {
        return new ClaimPlan(List.of(new Entry(queue, lane, kind, quota)), quota);
    }

    /** Which jobs of a lane an entry takes. */
    public enum Kind {
        /** Jobs that are not suspect. */
        SOUND,
        /** Jobs that were lost so often that they must run alone, parked ones that this worker can perform included. */
        SUSPECT,
        /** Jobs that wait for a worker which can perform them, as far as the row of this one says that it can. */
        PARKED
    }

    /** One place to look in. */
    public record Entry(String queue, Lane lane, Kind kind, int quota) {
        public Entry {
            if (quota < 1) {
                throw new IllegalArgumentException(
                        "the quota of queue " + queue + ", lane " + lane + " is " + quota + ", it must be at least 1");
            }
        }

        public Entry withQuota(int jobs) {
            return new Entry(queue, lane, kind, jobs);
        }
    }
}
