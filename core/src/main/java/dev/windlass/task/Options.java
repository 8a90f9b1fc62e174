package dev.windlass.task;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/** How a job is to be run. Immutable; each wither gives a copy. */
public record Options(String queue, Lane lane, Due due) {
    /** Now, in the normal lane of the queue {@code default}. */
    public static final Options DEFAULT = new Options(Queue.DEFAULT_NAME, Lane.NORMAL, Due.NOW);

    public Options {
        Queue.requireName(queue);
        requireNonNull(lane, "lane is null; use Lane.NORMAL");
        requireNonNull(due, "due is null; use Due.NOW");
    }

    /** Run after a wait. A negative one is refused. */
    public static Options in(Duration delay) {
        return DEFAULT.withDue(Due.in(delay));
    }

    /** Run after a wait in people's words: "5 minutes", "1 day 2 hours", "0.5 days", "now". See {@link DelayText}. */
    public static Options in(String delay) {
        return in(DelayText.parse(delay));
    }

    /** Run at an instant of the store's clock; a past one means now. */
    public static Options at(Instant instant) {
        return DEFAULT.withDue(Due.at(instant));
    }

    /** Run now, in this queue. */
    public static Options on(String queue) {
        return DEFAULT.queue(queue);
    }

    public Options queue(String name) {
        return new Options(name, lane, due);
    }

    public Options lane(Lane other) {
        return new Options(queue, other, due);
    }

    public Options withDue(Due other) {
        return new Options(queue, lane, other);
    }
}
