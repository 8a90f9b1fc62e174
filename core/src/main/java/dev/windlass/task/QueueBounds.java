package dev.windlass.task;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The bounds of a queue that the store itself keeps, over all workers and processes.
 *
 * @param rate most starts in a time
 * @param concurrency most jobs that run at the same time
 * @param depth most jobs that have not ended, whatever they wait for; more are refused when they are enqueued
 * @param bytes most bytes of their payloads
 */
public record QueueBounds(Optional<Rate> rate, OptionalInt concurrency, OptionalLong depth, OptionalLong bytes) {
    /** No bound at all. */
    public static final QueueBounds NONE =
            new QueueBounds(Optional.empty(), OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Which bound a job did not fit under. */
    public enum Bound {
        /** {@link QueueBounds#depth}. */
        DEPTH,
        /** {@link QueueBounds#bytes}. */
        BYTES
    }

    public QueueBounds {
        concurrency.ifPresent(count -> require("concurrency", count));
        depth.ifPresent(count -> require("depth", count));
        bytes.ifPresent(count -> require("bytes", count));
    }

    private static void require(String what, long count) {
        if (count < 1) {
            throw new IllegalArgumentException("the " + what + " of a queue is " + count
                    + ", it must be at least 1; pause a queue that shall start nothing");
        }
    }

    QueueBounds withRate(Rate other) {
        return new QueueBounds(Optional.of(other), concurrency, depth, bytes);
    }

    QueueBounds withConcurrency(int jobs) {
        return new QueueBounds(rate, OptionalInt.of(jobs), depth, bytes);
    }

    QueueBounds withDepth(long jobs) {
        return new QueueBounds(rate, concurrency, OptionalLong.of(jobs), bytes);
    }

    QueueBounds withBytes(long most) {
        return new QueueBounds(rate, concurrency, depth, OptionalLong.of(most));
    }

    /** Whether the queue can be full, so that what stands in it has to be counted. */
    public boolean canBeFull() {
        return depth.isPresent() || bytes.isPresent();
    }
}
