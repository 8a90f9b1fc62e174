package dev.windlass.store;

import java.util.List;

/** Numbers about runs, appended by those who ran: nothing counts over jobs. */
public interface StatisticsStore {
    /** Counts that are kept: the last ones. */
    int MOST_COUNTS = 200_000;

    /** Most counts in one append: as many kinds of ends in one worker's ten seconds. */
    int MOST_APPENDED = 1_000;

    /**
     * Appends what a worker has counted since its last append. The appends of a worker are numbered from 1; a repeat under the same
     * number changes nothing. Kept for {@link StatisticsQuery#LONGEST}, and the last {@link #MOST_COUNTS}.
     */
    void append(WorkerId worker, long number, List<Count> counts);

    /** What was appended in the time of the query, added up for each slice of it; the earliest slice first. */
    List<Statistic> read(StatisticsQuery query);

    /** What every store asks before it appends: that there are not too many. */
    static void requireWithinLimits(List<Count> counts) {
        if (counts.size() > MOST_APPENDED) {
            throw new IllegalArgumentException(
                    "an append has " + counts.size() + " counts, the limit is " + MOST_APPENDED + "; add some up");
        }
    }
}
