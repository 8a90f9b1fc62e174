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
 * @param overrides what people have said of queues and limits, of which nobody had said anything here, and which holds now
 * @param overruled the same, of which somebody had: that holds on. On a store without the ability RULED, all of it
 * @param misfits overrides of limits that are of another kind here, by the name of the limit, each with the reason why it does not hold
 */
public record Imported(
        long written,
        long known,
        long answered,
        Map<JobId, JobId> holders,
        long overrides,
        long overruled,
        Map<String, String> misfits) {
    /** Jobs that are told by their ids. */
    public static final int MOST_TOLD = 10;

    public Imported {
        holders = Collections.unmodifiableMap(new LinkedHashMap<>(holders));
        misfits = Collections.unmodifiableMap(new LinkedHashMap<>(misfits));
    }
}
