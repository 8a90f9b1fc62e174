package dev.windlass.store.contract.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How often each fault struck each arrow, and in how many seeds each fault struck at all. A call that carries three commits is
 * struck in three arrows. Used by one thread at a time.
 */
public final class Coverage {
    private final Map<Arrow, Map<Fault, Long>> hits = new EnumMap<>(Arrow.class);
    private final Map<Fault, Long> seeds = new EnumMap<>(Fault.class);
    private final Set<Fault> inThisSeed = EnumSet.noneOf(Fault.class);
    private long all;

    void hit(Map<Arrow, Integer> arrows, Fault fault) {
        inThisSeed.add(fault);
        arrows.forEach((arrow, times) -> count(arrow, fault, times));
    }

    private void count(Arrow arrow, Fault fault, long more) {
        hits.computeIfAbsent(arrow, key -> new EnumMap<>(Fault.class)).merge(fault, more, Long::sum);
    }

    void seedIsOver() {
        all++;
        inThisSeed.forEach(fault -> seeds.merge(fault, 1L, Long::sum));
        inThisSeed.clear();
    }

    /** Takes in what was struck in other seeds. */
    public void add(Coverage other) {
        all += other.all;
        other.seeds.forEach((fault, count) -> seeds.merge(fault, count, Long::sum));
        other.hits.forEach((arrow, counts) -> counts.forEach((fault, count) -> count(arrow, fault, count)));
    }

    /** Hits of the pair that was hit least, arrows that were never on their way left aside: not every store settles. */
    public long fewestHits() {
        return hits.values().stream()
                .flatMap(counts -> Stream.of(Fault.values()).map(fault -> counts.getOrDefault(fault, 0L)))
                .min(Long::compare)
                .orElse(0L);
    }

    /** The share of seeds in which the rarest fault struck, from 0 to 1. */
    public double rarestFault() {
        return Stream.of(Fault.values()).mapToDouble(this::share).min().orElse(0);
    }

    private double share(Fault fault) {
        return (double) seeds.getOrDefault(fault, 0L) / Math.max(1, all);
    }

    /** The table of arrows and faults, and in what share of the seeds each fault struck. */
    public String table() {
        var text = new StringBuilder(format("%-10s", "hits"));
        for (var fault : Fault.values()) {
            text.append(format("%14s", word(fault)));
        }
        hits.forEach((arrow, counts) -> {
            text.append(format("%n%-10s", word(arrow)));
            for (var fault : Fault.values()) {
                text.append(format("%14d", counts.getOrDefault(fault, 0L)));
            }
        });
        text.append(format("%n%-10s", "seeds"));
        for (var fault : Fault.values()) {
            text.append(format("%13.0f%%", 100 * share(fault)));
        }
        return text.toString();
    }

    private static String format(String form, Object value) {
        return String.format(Locale.ROOT, form, value);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
