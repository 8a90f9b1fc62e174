package dev.windlass.server;

import dev.windlass.task.Task;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

    Optional<String> text(String key) {
        return Optional.ofNullable(values.get(key)).map(String::valueOf);
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

    /** A list of names of tasks; none where the key is absent. */
    List<String> names(String key) {
        var value = values.getOrDefault(key, List.of());
        if (!(value instanceof List<?> list)) {
            throw new IllegalArgumentException(path(key) + " is \"" + value + "\"; it must be a list of names");
        }
        var names = list.stream().map(String::valueOf).toList();
        names.forEach(Task::requireName);
        return names;
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
