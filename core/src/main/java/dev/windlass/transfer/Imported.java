package dev.windlass.transfer;

import dev.windlass.task.JobId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an import did.
 *
 * @param written jobs that the store did not know
 * @param known jobs that it did, which were left as they are
 * @param answered jobs that were left out because another job holds their unique key there
 * @param holders the first {@link #MOST_TOLD} of those, each with the job that holds its key
 */
public record Imported(long written, long known, long answered, Map<JobId, JobId> holders) {
    /** Jobs that are told by their ids. */
    public static final int MOST_TOLD = 10;

    public Imported {
        holders = Collections.unmodifiableMap(new LinkedHashMap<>(holders));
    }
}
