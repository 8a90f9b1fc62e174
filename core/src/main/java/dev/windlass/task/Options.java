package dev.windlass.task;

import java.time.Duration;
import java.time.Instant;

/** How a job is to be run. Immutable; each wither gives a copy. */
public record Options(String queue, Lane lane, Due due, Terms terms) {
    /** Now, in the normal lane of the queue {@code default}. */
    public static final Options DEFAULT = new Options(Queue.DEFAULT_NAME, Lane.NORMAL, Due.NOW, Terms.NONE);

    public Options {
        Queue.requireName(queue);
        Given.to("a job", "a lane", lane);
        Given.to("a job", "a due time", due);
        Given.to("a job", "terms", terms);
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
        return new Options(name, lane, due, terms);
    }

    public Options lane(Lane other) {
        return new Options(queue, other, due, terms);
    }

    public Options withDue(Due other) {
        return new Options(queue, lane, other, terms);
    }

    public Options withTerms(Terms other) {
        return new Options(queue, lane, due, other);
    }

    /** A second job of this task with the same key is answered by the first, as long as that has not ended. */
    public Options unique(String key) {
        return unique(Unique.key(key));
    }

    /** A second job of this task with the same key is answered by the first, in the scope that the key says. */
    public Options unique(Unique key) {
        return withTerms(terms.withUnique(key));
    }

    /** Runs under a limit, with all other jobs that name the same key. At most two limits. */
    public Options limit(Limit limit, String key) {
        return limit(Given.to("limit", "a limit", limit).name(), key);
    }

    /** The same for a limit by its name, which must be declared where the job is enqueued. */
    public Options limit(String limit, String key) {
        return withTerms(terms.withLimit(new LimitKey(limit, key)));
    }

    /** A small named string that travels with the job; see {@link JobRun#headers()}. */
    public Options header(String name, String value) {
        return withTerms(terms.withHeader(name, value));
    }

    /** A word that people find the job by. */
    public Options tag(String word) {
        return withTerms(terms.withTag(word));
    }

    /** How long an attempt may run. */
    public Options timeout(Duration length) {
        return withTerms(terms.withTimeout(length));
    }

    /** A job that has not started by then is dead. */
    public Options expires(Due end) {
        return withTerms(terms.withExpires(end));
    }
}
