package dev.windlass.task;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a task was before: names under which jobs of it may still be stored, and how payloads of older versions become ones of today.
 * Immutable.
 *
 * @param version of payloads that are enqueued now, from 1
 * @param upgrades by the version that each begins with. Without any, older payloads are read as they are
 */
public record Past(int version, List<String> aliases, Map<Integer, Upgrade> upgrades) {
    /** A task that has always been as it is. */
    public static final Past NONE = new Past(1, List.of(), Map.of());

    public Past {
        aliases = List.copyOf(aliases);
        upgrades = Map.copyOf(upgrades);
    }

    Past withVersion(int newer) {
        return new Past(newer, aliases, upgrades);
    }

    Past withAlias(String name) {
        return new Past(
                version, Stream.concat(aliases.stream(), Stream.of(name)).toList(), upgrades);
    }

    Past withUpgrade(int from, Upgrade upgrade) {
        var more = new TreeMap<>(upgrades);
        more.put(from, upgrade);
        return new Past(version, aliases, more);
    }

    /** Versions from which no step leads on, between the oldest that is upgraded and today's. */
    IntStream gaps() {
        return IntStream.range(oldest(), version).filter(from -> !upgrades.containsKey(from));
    }

    private int oldest() {
        return upgrades.keySet().stream().mapToInt(from -> from).min().orElse(version);
    }

    /** The payload as it would be enqueued today. */
    Content upgraded(Codec codec, Content stored) {
        if (upgrades.isEmpty() || stored.version() >= version) {
            return stored;
        }
        if (stored.version() < oldest()) {
            throw new UnreadableException("the payload has version " + stored.version()
                    + ", the oldest that is upgraded here is " + oldest() + "; add the upgrades that lead there");
        }
        var json = codec.tree(stored);
        for (var from = stored.version(); from < version; from++) {
            json = step(from, json);
        }
        return encoded(codec, json);
    }

    private @Nullable Object step(int from, @Nullable Object json) {
        var upgrade = upgrades.get(from);
        if (upgrade == null) {
            throw new UnreadableException("no upgrade leads from version " + from + "; add upgrade(" + from + ", ...)");
        }
        try {
            return upgrade.upgrade(json);
        } catch (RuntimeException e) {
            var broke = "the upgrade from version " + from + " broke: ";
            throw UnreadableException.quoting(broke + e, broke + e.getClass().getName(), e);
        }
    }

    private Content encoded(Codec codec, @Nullable Object json) {
        try {
            return codec.encode(json, version);
        } catch (IllegalArgumentException e) {
            var broke = "what the upgrades made of the payload is no JSON";
            throw UnreadableException.quoting(broke + ": " + e.getMessage(), broke, e);
        }
    }
}
