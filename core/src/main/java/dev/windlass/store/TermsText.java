package dev.windlass.store;

import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Terms as one piece of JSON, for stores that keep what nobody searches for in one column.
 *
 * <p>They must be {@link Terms#resolved}: when a job expires is an instant of the store's clock.
 */
public final class TermsText {
    private TermsText() {}

    /** No value is left out by null: an optional one is a list of none or one. */
    private record Written(
            List<Key> unique,
            List<LimitKey> limits,
            Map<String, String> headers,
            List<String> tags,
            List<Duration> timeout,
            List<Instant> expires) {}

    private record Key(String key, Unique.Scope scope, Duration lasting, Unique.Action action) {}

    /** The terms as text. */
    public static String write(Terms terms) {
        var written = new Written(
                terms.unique().stream()
                        .map(held -> new Key(held.key(), held.scope(), held.lasting(), held.action()))
                        .toList(),
                terms.limits(),
                terms.headers(),
                terms.tags(),
                terms.timeout().stream().toList(),
                terms.expires().stream().map(TermsText::instant).toList());
        return Codec.json().encode(written, 1).text();
    }

    /** The terms of which this is the text. */
    public static Terms read(String text) {
        var written = Objects.requireNonNull(
                Codec.lenientJson().decode(Content.json(text), Written.class), "terms are written as null");
        return new Terms(
                first(written.unique()).map(key -> new Unique(key.key(), key.scope(), key.lasting(), key.action())),
                written.limits(),
                written.headers(),
                written.tags(),
                first(written.timeout()),
                first(written.expires()).map(Due::at));
    }

    private static Instant instant(Due resolved) {
        return resolved.from(Instant.MIN);
    }

    private static <T> Optional<T> first(List<T> list) {
        return list.stream().findFirst();
    }
}
