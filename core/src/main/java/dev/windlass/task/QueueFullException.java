package dev.windlass.task;

import dev.windlass.task.QueueBounds.Bound;
import java.time.Duration;

/** A queue has no room for the jobs that were to come. Nothing of the call was accepted, and none of it can be lost by it. */
public final class QueueFullException extends WindlassException {
    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    /**
     * What did not fit.
     *
     * @param bound which bound it was
     * @param most its value
     * @param stands how much of it the queue holds
     * @param coming how much more was to come
     * @param retryAfter when a try may have more luck: a guess, from the queue's rate where it has one
     */
    public record Refusal(String queue, Bound bound, long most, long stands, long coming, Duration retryAfter) {
        private String sentence() {
            var unit = bound == Bound.BYTES ? " bytes of payload" : stands == 1 ? " job" : " jobs";
            var remedy = coming > most ? "split the batch or raise the bound" : "try again in " + seconds() + " s";
            return "queue " + queue + " is full: it holds " + stands + unit + ", " + coming
                    + (coming == 1 ? " more was" : " more were") + " to come, the limit is " + most
                    + "; nothing was accepted, " + remedy;
        }

        private long seconds() {
            return Math.max(1, retryAfter.plusMillis(999).toSeconds());
        }
    }

    public QueueFullException(Refusal refusal) {
        super(ErrorCode.QUEUE_FULL, refusal.sentence());
        this.refusal = refusal;
    }

    /** The same refusal, thrown where somebody else asked; the cause is where it was met. */
    public QueueFullException(QueueFullException met) {
        super(ErrorCode.QUEUE_FULL, met.refusal.sentence(), met);
        this.refusal = met.refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
