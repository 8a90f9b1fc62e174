package dev.windlass.task;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A unit of time of fixed length, and the words people use for it; the longest unit first. */
enum DelayUnit {
    WEEK(Duration.ofDays(7), "wk wks w"),
    DAY(Duration.ofDays(1), "d"),
    HOUR(Duration.ofHours(1), "hr hrs h"),
    MINUTE(Duration.ofMinutes(1), "min mins m"),
    SECOND(Duration.ofSeconds(1), "sec secs s"),
    MILLISECOND(Duration.ofMillis(1), "milli millis msec msecs ms"),
    // The micro sign and the Greek letter look the same and are both typed.
    MICROSECOND(Duration.ofNanos(1_000), "micro micros us \u00b5s \u03bcs"),
    NANOSECOND(Duration.ofNanos(1), "nano nanos ns");

    private static final List<DelayUnit> SPOKEN =
            Arrays.stream(values()).filter(unit -> unit != WEEK).toList();

    private static final Map<String, DelayUnit> BY_NAME = Arrays.stream(values())
            .flatMap(unit -> unit.names().stream().map(name -> Map.entry(name, unit)))
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));

    private final Duration length;
    private final String abbreviations;

    DelayUnit(Duration length, String abbreviations) {
        this.length = length;
        this.abbreviations = abbreviations;
    }

    /** The unit of this name or abbreviation, in lower case. */
    static Optional<DelayUnit> find(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** The units that {@link DelayText#format} speaks: days say as much as weeks and need no reckoning. */
    static List<DelayUnit> spoken() {
        return SPOKEN;
    }

    Duration length() {
        return length;
    }

    /** "days". */
    String plural() {
        return singular() + "s";
    }

    /** "1 day", "2 days". */
    String count(long number) {
        return number + " " + (number == 1 ? singular() : plural());
    }

    private String singular() {
        return name().toLowerCase(Locale.ROOT);
    }

    private List<String> names() {
        return List.of((singular() + " " + plural() + " " + abbreviations).split(" "));
    }
}
