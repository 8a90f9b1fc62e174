package dev.windlass.task;

import java.util.regex.Pattern;

/**
 * Work with a stable name. Jobs are stored under the name, never under a class: classes may move, names stay.
 *
 * <pre>{@code
 * record Welcome(long userId, String template) {}
 * static final Task<Welcome, Receipt> WELCOME = Task.named("mail.welcome", Welcome.class, Receipt.class);
 * }</pre>
 *
 * Immutable; safe for all threads.
 *
 * @param <P> type of the payload
 * @param <R> type of the result
 */
public record Task<P, R>(String name, Class<P> payload, Class<R> result, Codec codec, int version) {
    /** What a task name looks like. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public Task {
        requireName(name);
        if (version < 1) {
            throw new IllegalArgumentException("task " + name + " has version " + version + ", versions count from 1");
        }
    }

    /** Says in one sentence what is wrong with a task's name. */
    public static void requireName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("task name \"" + name + "\" must match " + NAME.pattern()
                    + "; use letters, digits, dot, underscore and hyphen");
        }
    }

    /** A task that takes and gives JSON. */
    public static <P, R> Task<P, R> named(String name, Class<P> payload, Class<R> result) {
        return new Task<>(name, payload, result, Codec.json(), 1);
    }

    /** A task that gives no result. */
    public static <P> Task<P, Void> named(String name, Class<P> payload) {
        return named(name, payload, Void.class);
    }

    /** The same task with payloads and results in another form. */
    public Task<P, R> withCodec(Codec other) {
        return new Task<>(name, payload, result, other, version);
    }

    /** The same task with payloads of this version. */
    public Task<P, R> withVersion(int newer) {
        return new Task<>(name, payload, result, codec, newer);
    }

    /** The payload as it is stored. */
    public Content encode(P value) {
        if (value == null && payload != Void.class) {
            throw new IllegalArgumentException(
                    "the payload of task " + name + " is null, expected " + payload.getSimpleName());
        }
        return codec.encode(value, version);
    }

    /** The payload that was stored, or {@link UnreadableException} where it does not fit this task. */
    @SuppressWarnings("NullAway") // The one value of Void is null.
    public P decode(Content stored) {
        var value = codec.decode(stored, payload);
        if (value == null && payload != Void.class) {
            throw new UnreadableException(
                    "the payload of task " + name + " is null, expected " + payload.getSimpleName());
        }
        return value;
    }
}
