package dev.windlass.store;

import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * What one queue may still give in one claim: the rules that a claim obeys, told once for all stores. A store makes it in the
 * claim's own transaction from what it has there, and writes back the bucket.
 *
 * <p>Belongs to one claim and its thread.
 */
public final class Allowance {
    private final Queue rules;
    private final Optional<Bucket> bucket;
    private final long now;
    private final int places;
    private final int starts;
    private int taken;

    /**
     * The allowance of a queue that is not paused.
     *
     * @param bucket for a queue with a rate
     * @param running leases on jobs of this queue that are held, by whomever
     * @param now in microseconds since 1970
     */
    public Allowance(Queue rules, Optional<Bucket> bucket, int running, long now) {
        this.rules = rules;
        this.bucket = bucket;
        this.now = now;
        this.places = rules.bounds().concurrency().orElse(Integer.MAX_VALUE) - running;
        this.starts = bucket.map(held -> held.starts(rate(), now)).orElse(Integer.MAX_VALUE);
    }

    private Rate rate() {
        return rules.bounds().rate().orElseThrow();
    }

    /** Whether the claim of a job of this queue is its start. */
    public boolean startsWhenClaimed() {
        return rules.startsWhenClaimed();
    }

    /** Whether the queue had anything to give when the claim began. */
    public boolean open() {
        return Math.min(places, starts) > 0;
    }

    /** Most jobs that it may give now. */
    public int left() {
        return Math.max(0, Math.min(places, starts) - taken);
    }

    public void take(int jobs) {
        taken += jobs;
    }

    /** The bucket as it is to be kept, if something was taken from one. */
    public Optional<Bucket> spent() {
        return bucket.filter(held -> taken > 0).map(held -> held.take(rate(), taken, now));
    }

    /** How long until the rate allows another start; empty where it is not the rate that is short of one. */
    public Optional<Duration> next() {
        return bucket.map(held -> taken > 0 ? held.take(rate(), taken, now) : held)
                .map(held -> held.wait(rate(), now))
                .filter(micros -> micros > 0 && places > taken)
                .map(micros -> Duration.of(micros, ChronoUnit.MICROS));
    }
}
