package dev.windlass.server;

import dev.windlass.task.DelayText;
import dev.windlass.task.Task;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** A mapping of the configuration file and where it stands. */
final class Section {
    private final String where;
    private final Map<String, Object> values;

    private Section(String where, Map<String, Object> values) {
        this.where = where;
        this.values = values;
    }

    static Section of(String where, Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(where + " is \"" + value + "\"; it must be a mapping of keys to values");
        }
        var values = new LinkedHashMap<String, Object>();
        map.forEach((key, inner) -> values.put(String.valueOf(key), inner == null ? "" : inner));
        return new Section(where, values);
    }

    /** Refuses every other key, and names the nearest that there is. */
    void allow(String... keys) {
        for (var key : values.keySet()) {
            if (Arrays.asList(keys).contains(key)) {
                continue;
            }
            var nearest = Arrays.stream(keys)
                    .min(Comparator.comparingInt(known -> Spelling.distance(known, key)))
                    .orElseThrow();
            throw new IllegalArgumentException(path(key) + " is not a known key; did you mean \"" + nearest + "\"?");
        }
    }

    /** Makes something of this section. A refusal that does not say where that stands is told its place. */
    <T> T here(Supplier<T> making) {
        return placed(where, making);
    }

    /** Changes something by the value of a key, if there is one. */
    <T, V> T change(T base, String key, Function<String, Optional<V>> read, BiFunction<T, V, T> change) {
        return placed(
                path(key),
                () -> read.apply(key).map(value -> change.apply(base, value)).orElse(base));
    }

    private static <T> T placed(String place, Supplier<T> making) {
        try {
            return making.get();
        } catch (IllegalArgumentException e) {
            var reason = String.valueOf(e.getMessage());
            throw reason.startsWith(place) ? e : new IllegalArgumentException(place + ": " + reason, e);
        }
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> {
            if (value instanceof String text) {
                return text;
            }
            throw new IllegalArgumentException(path(key) + " is \"" + value + "\"; it must be a text");
        });
    }

    /** A time; one that is no text is refused like a text that is no time. */
    Optional<Duration> time(String key) {
        return Optional.ofNullable(values.get(key))
                .map(value -> placed(path(key), () -> DelayText.parse(String.valueOf(value))));
    }

    Optional<Number> number(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> {
            if (value instanceof Number number) {
                return number;
            }
            throw new IllegalArgumentException(path(key) + " is \"" + value + "\"; it must be a number");
        });
    }

    /** A count: a whole number that an int holds. */
    Optional<Integer> count(String key) {
        return number(key).map(value -> {
            if (value.doubleValue() == value.intValue()) {
                return value.intValue();
            }
            throw new IllegalArgumentException(
                    path(key) + " is " + value + "; it must be a whole number of at most " + Integer.MAX_VALUE);
        });
    }

    /** A count that cannot be left out. */
    int required(String key) {
        return count(key)
                .orElseThrow(() -> new IllegalArgumentException(path(key) + " is missing; it must be a whole number"));
    }

    /** A list of names of tasks; none where the key is absent. */
    List<String> names(String key) {
        var value = values.getOrDefault(key, List.of());
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException(path(key) + " is \"" + value + "\"; it must be a list of names");
        }
        var names = list.stream().map(String::valueOf).toList();
        return placed(path(key), () -> {
            names.forEach(Task::requireName);
            return names;
        });
    }

    Optional<Section> section(String key) {
        return Optional.ofNullable(values.get(key)).map(value -> of(path(key), value));
    }

    /** The mappings below a key, by name; none where the key is absent. */
    Map<String, Section> sections(String key) {
        var found = new LinkedHashMap<String, Section>();
        section(key)
                .ifPresent(parent -> parent.values.forEach((name, value) ->
                        found.put(name, of(parent.path(name), "".equals(value) ? Map.of() : value))));
        return found;
    }

    /** Where a key of this section stands, for messages. */
    String path(String key) {
        return where + ": " + key;
    }
}
