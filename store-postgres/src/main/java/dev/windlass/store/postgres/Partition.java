package dev.windlass.store.postgres;

import dev.windlass.task.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A stretch of time in whose table those jobs lie that are kept for a retention and go within it. Its days begin at midnight UTC.
 *
 * @param day on which it begins
 */
record Partition(Retention retention, LocalDate day) {
    /** Made so long before the first row can come into it: a database whose partitions cannot be made for a while does without. */
    private static final Duration AHEAD = Duration.ofDays(7);

    private static final int DAY = 1;

    /** Days would be some hundred tables for those that are kept for months, and each look for a job looks into all. */
    private static final int WEEK = 7;

    private static final Pattern NAME = Pattern.compile("past_([0-9]+)_([0-9]{8})");
    private static final DateTimeFormatter DATE = DateTimeFormatter.BASIC_ISO_DATE;

    /** The one in which a row lies that goes at this time. */
    static Partition of(Retention retention, Instant goes) {
        var day = goes.atOffset(ZoneOffset.UTC).toLocalDate();
        return new Partition(retention, day.minusDays(Math.floorMod(day.toEpochDay(), days(retention))));
    }

    /** Its table, if that is one of a partition. */
    static Optional<Partition> named(String table) {
        var name = NAME.matcher(table);
        if (!name.matches()) {
            return Optional.empty();
        }
        var kept = Integer.parseInt(name.group(1));
        return Arrays.stream(Retention.values())
                .filter(retention -> kept(retention) == kept)
                .findFirst()
                .map(retention -> new Partition(retention, LocalDate.parse(name.group(2), DATE)));
    }

    /** All into which rows come from now on until a week has passed. */
    static List<Partition> ahead(Instant now) {
        var needed = new ArrayList<Partition>();
        for (var retention : Retention.values()) {
            var goes = now.plus(retention.length());
            for (var next = of(retention, goes); !next.begins().isAfter(goes.plus(AHEAD)); next = next.next()) {
                needed.add(next);
            }
        }
        return needed;
    }

    /** By which rows are sent here: as windlass_kept() has it. */
    static int kept(Retention retention) {
        return (int) retention.length().toDays();
    }

    /** No longer than the retention: so no row comes into it any more when the first of it goes. */
    private static int days(Retention retention) {
        return switch (retention) {
            case SHORT, NORMAL -> DAY;
            case LONG -> WEEK;
        };
    }

    int kept() {
        return kept(retention);
    }

    String table() {
        return "past_" + kept() + "_" + day.format(DATE);
    }

    Instant begins() {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    Instant ends() {
        return next().begins();
    }

    private Partition next() {
        return new Partition(retention, day.plusDays(days(retention)));
    }
}
