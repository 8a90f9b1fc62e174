package dev.windlass.task;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

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
 * @param past what it was called, and what its payloads looked like
 * @param secrets names of the fields of its payload and its result whose values people are not shown
 * @param <P> type of the payload
 * @param <R> type of the result
 */
public record Task<P, R>(String name, Class<P> payload, Class<R> result, Codec codec, Past past, Set<String> secrets) {
    /** What a task name looks like. */
    public static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    public Task {
        requireName(name);
        Given.to("a task", "a type of payload", payload);
        Given.to("a task", "a type of result", result);
        Given.to("a task", "a codec", codec);
        secrets = Set.copyOf(secrets);
        if (past.version() < 1) {
            throw new IllegalArgumentException(
                    "task " + name + " has version " + past.version() + ", versions count from 1");
        }
    }

    /** Says in one sentence what is wrong with a task's name. */
    public static void requireName(String name) {
        if (!NAME.matcher(Given.to("a task", "a name", name)).matches()) {
            throw new IllegalArgumentException("task name " + OneLine.quoted(name) + " must match " + NAME.pattern()
                    + "; use letters, digits, dot, underscore and hyphen");
        }
    }

    /** A task that takes and gives JSON. */
    public static <P, R> Task<P, R> named(String name, Class<P> payload, Class<R> result) {
        return new Task<>(name, payload, result, Codec.json(), Past.NONE, Set.of())
                .withSecrets(SecretFields.in(payload, result).toArray(String[]::new));
    }

    /** A task that gives no result. */
    public static <P> Task<P, Void> named(String name, Class<P> payload) {
        return named(name, payload, Void.class);
    }

    /** A task that takes and gives bytes as they are. */
    public static Task<byte[], byte[]> bytes(String name) {
        return named(name, byte[].class, byte[].class).withCodec(Codec.bytes());
    }

    /**
     * A task whose payload is a stream of bytes, up to {@code WindlassBuilder.maxBulk}: it is stored in parts, accepted with its job and
     * removed with it, and read part by part. Its jobs are enqueued by {@code Windlass.enqueue} alone.
     */
    public static <R> Task<Bulk, R> bulk(String name, Class<R> result) {
        return named(name, Bulk.class, result);
    }

    /** A task with such a payload that gives no result. */
    public static Task<Bulk, Void> bulk(String name) {
        return bulk(name, Void.class);
    }

    /** The same task with payloads and results in another form. */
    public Task<P, R> withCodec(Codec other) {
        return new Task<>(name, payload, result, other, past, secrets);
    }

    /**
     * The same task with payloads of this version. Older ones go through the upgrades that follow; where there are none, they are read
     * as they are. Newer ones, of which a worker of a later release has a notion, are not touched here.
     */
    public Task<P, R> withVersion(int newer) {
        return withPast(past.withVersion(newer));
    }

    /** Version of the payloads that are enqueued now. */
    public int version() {
        return past.version();
    }

    /** The same task, which also runs jobs that are stored under a name it had before. Call again for more names. */
    public Task<P, R> alias(String former) {
        requireName(former);
        if (former.equals(name) || past.aliases().contains(former)) {
            throw new IllegalArgumentException("task " + name + " has the name " + former + " already; leave it out");
        }
        return withPast(past.withAlias(former));
    }

    /**
     * The same task, which makes JSON objects of version {@code from} into ones of the next version: {@code withVersion(3).upgrade(2,
     * json -> ...)}. The map may be changed and given back. Steps are taken one after the other, so each is written once and stays;
     * once no payload of a version is left, its step may go. A gap between steps is refused when a performer is declared.
     */
    public Task<P, R> upgrade(int from, UnaryOperator<Map<String, @Nullable Object>> step) {
        Given.to("upgrade", "a step", step);
        return upgradeValue(from, json -> step.apply(object(json)));
    }

    /** Like {@link #upgrade}, for payloads that are no JSON objects: text, numbers, lists. */
    public Task<P, R> upgradeValue(int from, Upgrade step) {
        Given.to("upgradeValue", "a step", step);
        if (from < 1 || from >= version()) {
            throw new IllegalArgumentException(
                    "task " + name + " has version " + version() + ", an upgrade from version " + from
                            + " leads nowhere; steps begin at 1 to " + (version() - 1) + ", after withVersion");
        }
        if (past.upgrades().containsKey(from)) {
            throw new IllegalArgumentException(
                    "task " + name + " has an upgrade from version " + from + " already; each version has one");
        }
        return withPast(past.withUpgrade(from, step));
    }

    @SuppressWarnings("unchecked") // The keys of a JSON object are text.
    private static Map<String, @Nullable Object> object(@Nullable Object json) {
        if (json instanceof Map<?, ?> object) {
            return (Map<String, @Nullable Object>) object;
        }
        throw new IllegalArgumentException("the payload is no JSON object; use upgradeValue");
    }

    private Task<P, R> withPast(Past other) {
        return new Task<>(name, payload, result, codec, other, secrets);
    }

    /** The same task, whose payload has these secret fields as well as those that are marked {@link Secret}. */
    public Task<P, R> withSecrets(String... fields) {
        var all = new TreeSet<>(secrets);
        all.addAll(List.of(Given.to("withSecrets", "names of fields", fields)));
        return new Task<>(name, payload, result, codec, past, all);
    }

    /** The options for a job of this task: it carries the names of its secret fields. */
    public Options marked(Options options) {
        Given.to("marked", "options", options);
        return secrets.isEmpty() ? options : Secrets.marked(options, secrets);
    }

    /** Refuses upgrades that do not lead to the version of today. */
    public void requireUnbroken() {
        past.gaps().findFirst().ifPresent(from -> {
            throw new IllegalArgumentException("task " + name + " has version " + version()
                    + " and no upgrade from version " + from + "; add upgrade(" + from + ", ...)");
        });
    }

    /** Whether the payload is stored in parts. */
    public boolean isBulk() {
        return payload.equals(Bulk.class);
    }

    /** The payload as it is stored. */
    public Content encode(P value) {
        if (value == null && payload != Void.class) {
            throw new IllegalArgumentException(
                    "the payload of task " + name + " is null, expected " + payload.getSimpleName());
        }
        if (isBulk()) {
            throw new IllegalArgumentException(
                    "the payload of task " + name
                            + " is stored in parts; enqueue it by Windlass.enqueue, by itself and not within a session or a run");
        }
        return codec.encode(value, version());
    }

    /** The payload that was stored, or {@link UnreadableException} where it does not fit this task. */
    @SuppressWarnings("NullAway") // The one value of Void is null.
    public P decode(Content stored) {
        Given.to("decode", "content", stored);
        if (isBulk()) {
            throw new UnreadableException("the payload of task " + name + " is stored in parts, and this is "
                    + stored.type() + "; enqueue it by Windlass.enqueue");
        }
        var value = read(stored);
        if (value == null && payload != Void.class) {
            throw new UnreadableException(
                    "the payload of task " + name + " is null, expected " + payload.getSimpleName());
        }
        return value;
    }

    private @Nullable P read(Content stored) {
        try {
            return codec.decode(past.upgraded(codec, stored), payload);
        } catch (UnreadableException e) {
            throw secrets.isEmpty() ? e : e.withoutQuotes();
        }
    }
}
