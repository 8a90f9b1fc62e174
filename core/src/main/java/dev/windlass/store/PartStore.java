package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.time.Duration;
import java.util.Optional;

/**
 * Payloads that are too large for a row, in parts. They are staged under the id of a job to come, belong to it once it is accepted,
 * and go with it.
 *
 * <p>A job whose payload is a {@link PartList} is accepted only while all its parts are there: otherwise {@code CALL_FAILED}, and
 * nothing of it is accepted.
 */
public interface PartStore {
    /** Most bytes of one part: 256 KiB. */
    int MOST_BYTES = 256 << 10;

    /** Parts of a job that does not come are removed so long after the last of them. */
    Duration UNCLAIMED = Duration.ofHours(1);

    /** Makes one part durable, counted from 0; the same part again takes its place. Of a job that is accepted nothing is changed. */
    void stage(JobId job, int part, Content bytes);

    /** Gives up what was staged for a job that does not come. Of one that is accepted nothing is changed. */
    void drop(JobId job);

    /** A part as it was staged, intact or not. */
    Optional<Content> find(JobId job, int part);

    /** What every store asks before it stages. */
    static void requireBounds(int part, Content bytes) {
        if (part < 0 || bytes.size() > MOST_BYTES) {
            throw new IllegalArgumentException("part " + part + " has " + bytes.size()
                    + " bytes; parts count from 0 and have at most " + MOST_BYTES);
        }
    }
}
