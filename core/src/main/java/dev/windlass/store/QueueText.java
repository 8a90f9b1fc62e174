package dev.windlass.store;

import dev.windlass.task.Backoff;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueBounds;
import dev.windlass.task.Rate;
import dev.windlass.task.Retry;
import dev.windlass.task.Serving;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** The rules of a queue as one piece of JSON, for stores that keep them in one column. Without policies for exceptions: those are code. */
public final class QueueText {
    private QueueText() {}

    /** No value is left out by null: an optional one is a list of none or one. */
    private record Written(
            Policy retry,
            Duration keep,
            Duration keepDead,
            List<Rate> rate,
            List<Integer> concurrency,
            List<Long> depth,
            List<Long> bytes,
            Serving serving,
            List<Duration> timeout) {}

    private record Policy(Backoff backoff, List<Integer> attempts, List<Duration> within) {}

    /** The rules as text; equal rules give equal text. */
    public static String write(Queue queue) {
        var retry = queue.retry();
        var bounds = queue.bounds();
        var written = new Written(
                new Policy(
                        retry.backoff(),
                        retry.attempts().stream().boxed().toList(),
                        retry.within().stream().toList()),
                queue.keep(),
                queue.keepDead(),
                bounds.rate().stream().toList(),
                bounds.concurrency().stream().boxed().toList(),
                bounds.depth().stream().boxed().toList(),
                bounds.bytes().stream().boxed().toList(),
                queue.serving(),
                queue.timeout().stream().toList());
        return Codec.json().encode(written, 1).text();
    }

    /** The rules of which this is the text. */
    public static Queue read(String name, String text) {
        var written = Objects.requireNonNull(
                Codec.lenientJson().decode(Content.json(text), Written.class), "a queue is written as null");
        var retry = new Retry(
                written.retry().backoff(),
                number(written.retry().attempts()),
                written.retry().within().stream().findFirst(),
                Map.of());
        var bounds = new QueueBounds(
                written.rate().stream().findFirst(),
                number(written.concurrency()),
                large(written.depth()),
                large(written.bytes()));
        return new Queue(
                name,
                retry,
                written.keep(),
                written.keepDead(),
                bounds,
                written.serving(),
                written.timeout().stream().findFirst());
    }

    private static OptionalInt number(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).findFirst();
    }

    private static OptionalLong large(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).findFirst();
    }

    /** The rules as a store gives them back. */
    public static Queue plain(Queue queue) {
        return read(queue.name(), write(queue));
    }
}
