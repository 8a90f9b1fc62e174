package dev.windlass.engine;

import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.JobRun;
import dev.windlass.task.UnreadableException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A task with its performer, as the engine sees it: content in, content out. Called by many threads at the same time. */
@FunctionalInterface
public interface Work {
    /**
     * Runs one attempt. {@link Unfit} where the payload does not fit its task; {@link dev.windlass.task.FatalException} and
     * {@link dev.windlass.task.RetryLater} steer the job; everything else that is thrown is a failure.
     */
    Content perform(Content payload, JobRun run) throws Exception;

    /** The highest version of payloads that this can read. */
    default int version() {
        return 1;
    }

    /** What a worker with these works performs, as its row lists it. */
    static Map<String, Integer> versions(Map<String, Work> works) {
        return works.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().version()));
    }

    /**
     * What the performer gives, as content, for an attempt that commits its end before it returns.
     *
     * @throws IllegalArgumentException in one sentence, if it is no result of this task
     */
    default Content result(@Nullable Object value) {
        return Codec.json().encode(value, 1);
    }

    /**
     * The job's own payload does not fit its task: no retry helps. A type of its own, because a performer that reads the result of
     * another job may meet an {@link UnreadableException} as well.
     */
    final class Unfit extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final UnreadableException reason;

        public Unfit(UnreadableException reason) {
            super(reason);
            this.reason = reason;
        }

        UnreadableException reason() {
            return reason;
        }
    }
}
