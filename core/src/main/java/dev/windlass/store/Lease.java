package dev.windlass.store;

import dev.windlass.task.Content;
import dev.windlass.task.Lane;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.util.Optional;

/**
 * The right to run one attempt of a job.
 *
 * @param age time since the job's first attempt was claimed, by the store's clock; zero on the first
 * @param waited how long the job had stood ready when it was claimed; empty where the store no longer knows, in an answer that is asked
 *     for again
 * @param checkpoint the latest that an earlier slice, checkpoint or attempt committed
 * @param terms what the job brought along when it was accepted; where that cannot be read, whatever the store puts in its place
 * @param condition whether the job can start at all, as far as the store knows; where not, its holder does not run it
 */
public record Lease(
        LeaseKey key,
        String task,
        String queue,
        Lane lane,
        Tally tally,
        boolean suspect,
        Duration age,
        Optional<Duration> waited,
        Content payload,
        Optional<Content> checkpoint,
        Terms terms,
        Condition condition) {
    /** What a store finds a job to be when it is claimed. */
    public enum Condition {
        SOUND,
        /** It has come too late: it has never started, and by the claim it should have. */
        EXPIRED,
        /** Its terms are stored and cannot be read: nobody knows what it was bound to, nor which of its fields are secret. */
        TERMS_DAMAGED;

        /** The condition of a job whose terms can be read. */
        public static Condition of(boolean expired) {
            return expired ? EXPIRED : SOUND;
        }
    }

    /** Whether the job has come too late. */
    public boolean expired() {
        return condition == Condition.EXPIRED;
    }

    /** The damaged part, payload or checkpoint, whose checksum is not that of what was stored. */
    public Optional<String> damage() {
        if (!payload.intact()) {
            return Optional.of("payload");
        }
        return checkpoint.filter(content -> !content.intact()).map(content -> "checkpoint");
    }
}
