package dev.windlass.task;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Delays as people write them: {@code "1 day 2 hours"}, {@code "0.5 days"}, {@code "90s"}, {@code "now"}.
 *
 * <p>A text is {@code now}, or amounts from weeks to nanoseconds in any order, each unit at most once, in full or
 * abbreviated ({@code w d h m s ms us ns}, {@code min}, {@code sec}, {@code hrs}, ...), with {@code ago} behind them for
 * a time that has passed, which also means now. Spaces are optional between number and unit and between amounts; a comma
 * or {@code and} may stand between amounts. Upper and lower case are the same: {@code M} is minutes.
 *
 * <p>A day is 24 hours. Months and years are refused, since they differ in length: write 365 days, or give the date as an
 * {@link java.time.Instant}.
 *
 * <p>Fractions are exact. What is finer than a nanosecond is rounded up, because a job may be late but never early.
 */
public final class DelayText {
    /** The longest delay, the same as wherever a wait is accepted: 365,250 days. */
    public static final Duration LONGEST = Due.After.LONGEST;

    /** The longest text: 200 characters. Every delay fits in full words; what is longer is no delay. */
    public static final int LONGEST_TEXT = 200;

    private static final String NOW = "now";
    private static final String EXAMPLE = "write for example \"1 day 2 hours\" or \"now\"";
    private static final String SPACE = "[\\s\\p{Z}]";
    // A number, its unit, and what may stand before the next amount.
    private static final Pattern AMOUNT =
            Pattern.compile("(?<number>[0-9]+(?:[.][0-9]+)?|[.][0-9]+)_*(?<unit>\\p{L}+)_*(?:,_*)?(?:and(?!\\p{L})_*)?"
                    .replace("_", SPACE));
    private static final Pattern AGO = Pattern.compile("(?<before>.*\\P{L})ago", Pattern.DOTALL);
    private static final Pattern STRAY = Pattern.compile("[0-9.]+|\\p{L}+|.", Pattern.DOTALL);
    private static final Set<String> CALENDAR =
            Set.of("month", "months", "mo", "mos", "mon", "quarter", "quarters", "year", "years", "yr", "yrs", "y");

    private DelayText() {}

    /**
     * Reads a delay; never negative.
     *
     * @throws IllegalArgumentException one sentence with the text, what is wrong with it and what to write
     */
    public static Duration parse(String text) {
        if (Given.to("a delay", "text", text).length() > LONGEST_TEXT) {
            throw new IllegalArgumentException("delay is a text of " + text.length() + " characters, the limit is "
                    + LONGEST_TEXT + "; " + EXAMPLE);
        }
        var words = text.toLowerCase(Locale.ROOT).replaceAll("^" + SPACE + "+|" + SPACE + "+$", "");
        if (words.isEmpty()) {
            throw new IllegalArgumentException("delay is empty; " + EXAMPLE);
        }
        if (words.equals(NOW)) {
            return Duration.ZERO;
        }
        var past = AGO.matcher(words);
        if (past.matches()) {
            sum(past.group("before").replaceAll(SPACE + "+$", ""), text);
            return Duration.ZERO;
        }
        return bounded(sum(words, text), text);
    }

    /**
     * Writes a delay in whole units from days to nanoseconds, {@code "1 day 2 hours"}; zero is {@code "now"}. What it
     * writes, {@link #parse} reads as the same duration.
     *
     * @throws IllegalArgumentException if the delay is negative or longer than {@link #LONGEST}
     */
    public static String format(Duration delay) {
        if (delay.isNegative() || delay.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("delay is " + delay + ", it must be from zero to " + LONGEST.toDays()
                    + " days; give a delay within these bounds");
        }
        if (delay.isZero()) {
            return NOW;
        }
        var amounts = new ArrayList<String>();
        var rest = delay;
        for (var unit : DelayUnit.spoken()) {
            long number = rest.dividedBy(unit.length());
            if (number > 0) {
                amounts.add(unit.count(number));
                rest = rest.minus(unit.length().multipliedBy(number));
            }
        }
        return String.join(" ", amounts);
    }

    /** A duration within a sentence, whatever it is: {@code "5 minutes"}, {@code "0 seconds"}, {@code "-5 minutes"}. */
    public static String words(Duration length) {
        if (length.isNegative()) {
            return "-" + (length.toSeconds() == Long.MIN_VALUE ? words(LONGEST) : words(length.negated()));
        }
        if (length.isZero()) {
            return "0 seconds";
        }
        if (length.compareTo(LONGEST) <= 0) {
            return format(length);
        }
        var days = length.toDays();
        return (length.equals(Duration.ofDays(days)) ? "" : "over ") + days + " days";
    }

    /** The amounts of the words in seconds; errors quote the text that the words are from. */
    private static BigDecimal sum(String words, String text) {
        var total = BigDecimal.ZERO;
        var named = EnumSet.noneOf(DelayUnit.class);
        var matcher = AMOUNT.matcher(words);
        int at = 0;
        do {
            if (!matcher.region(at, words.length()).lookingAt()) {
                throw stray(words.substring(at), text);
            }
            var unit = unit(matcher.group("unit"), text);
            if (!named.add(unit)) {
                throw wrong(text, "counts " + unit.plural() + " twice; add them up");
            }
            total = total.add(new BigDecimal(matcher.group("number")).multiply(seconds(unit.length())));
            at = matcher.end();
        } while (matcher.end("unit") < words.length());
        return total;
    }

    private static DelayUnit unit(String name, String text) {
        if (CALENDAR.contains(name)) {
            throw wrong(text, "counts in \"" + name + "\", which has no fixed length; write days, or give an Instant");
        }
        return DelayUnit.find(name)
                .orElseThrow(() -> wrong(
                        text,
                        "has the unknown unit \"" + name
                                + "\"; write weeks, days, hours, minutes, seconds or milliseconds"));
    }

    private static Duration bounded(BigDecimal delay, String text) {
        if (delay.compareTo(seconds(LONGEST)) > 0) {
            throw wrong(text, "is longer than the limit of " + LONGEST.toDays() + " days; give a shorter one");
        }
        var parts = delay.setScale(9, RoundingMode.CEILING).divideAndRemainder(BigDecimal.ONE);
        return Duration.ofSeconds(
                parts[0].longValueExact(), parts[1].movePointRight(9).longValueExact());
    }

    private static BigDecimal seconds(Duration length) {
        return BigDecimal.valueOf(length.getSeconds()).add(BigDecimal.valueOf(length.getNano(), 9));
    }

    /** What to say about a rest of words that does not begin with an amount. */
    private static IllegalArgumentException stray(String rest, String text) {
        if (rest.isEmpty()) {
            return wrong(text, "ends where an amount should follow; " + EXAMPLE);
        }
        var token = STRAY.matcher(rest).results().findFirst().orElseThrow().group();
        if (token.equals("-")) {
            return wrong(text, "is negative; write \"now\", or \"5 seconds ago\" for a time that has passed");
        }
        return wrong(text, fault(token.codePointAt(0)) + " \"" + token + "\"; " + EXAMPLE);
    }

    private static String fault(int first) {
        if (Character.isLetter(first)) {
            return "has no number before";
        }
        return first >= '0' && first <= '9' ? "has no unit after" : "has a stray";
    }

    /** Controls, line ends and direction marks are masked, since messages end up in logs and terminals. */
    private static IllegalArgumentException wrong(String text, String fault) {
        return new IllegalArgumentException(
                "delay \"" + text.replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]", "?") + "\" " + fault);
    }
}
