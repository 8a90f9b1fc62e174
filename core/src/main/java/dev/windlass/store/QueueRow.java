package dev.windlass.store;

import dev.windlass.task.Queue;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a store keeps of a queue.
 *
 * @param declared what code said last
 * @param override what people said instead; it wins until it is reset. Policies for certain exceptions ({@code Retry.on}) are
 *     code: they are kept nowhere and stay those of the process
 * @param paused whether its jobs are held back
 * @param depth what stands in it, where a bound makes the store count
 * @param starts what its rate allows now, where it has one
 */
public record QueueRow(
        String name,
        Optional<Queue> declared,
        Optional<Queue> override,
        boolean paused,
        Optional<Depth> depth,
        OptionalInt starts) {

    /** The rules in force. */
    public Queue rules() {
        return override.or(() -> declared).orElseGet(() -> Queue.named(name));
    }
}
