package dev.windlass.task;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a job may bring along beside its payload. Most jobs bring nothing, and then no store keeps or reads anything for it.
 *
 * <p>Immutable; each wither gives a copy.
 *
 * @param limits the limits it runs under, at most {@link #MOST_LIMITS}
 * @param headers small named strings that travel with it, for code and not for search
 * @param tags words that people find it by
 * @param timeout how long an attempt may run, where that is not left to its queue
 * @param expires when it is too late to start
 */
public record Terms(
        Optional<Unique> unique,
        List<LimitKey> limits,
        Map<String, String> headers,
        List<String> tags,
        Optional<Duration> timeout,
        Optional<Due> expires) {
    /** What most jobs bring. */
    public static final Terms NONE =
            new Terms(Optional.empty(), List.of(), Map.of(), List.of(), Optional.empty(), Optional.empty());

    /** Most limits of one job. */
    public static final int MOST_LIMITS = 2;

    /** Most headers of one job, beside {@link Secrets#HEADER}, which is ours. */
    public static final int MOST_HEADERS = 32;

    /** Longest value of a header, in characters. */
    public static final int MOST_HEADER = 1_000;

    /** Most tags of one job. */
    public static final int MOST_TAGS = 8;

    private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9._-]{1,100}");
    private static final Pattern TAG = Pattern.compile("[^\\s\\p{Cntrl}]{1,100}");

    public Terms {
        limits = List.copyOf(limits);
        // In the order given, which is how they are shown.
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        tags = List.copyOf(tags);
        requireLimits(limits);
        requireHeaders(headers);
        requireTags(tags);
        timeout.ifPresent(Terms::requireTimeout);
    }

    private static void requireLimits(List<LimitKey> limits) {
        if (limits.size() > MOST_LIMITS) {
            throw new IllegalArgumentException("a job has " + limits.size() + " limits, " + limits.get(MOST_LIMITS)
                    + " is one too many: at most " + MOST_LIMITS + " can be granted together; drop one");
        }
        if (limits.stream().map(LimitKey::limit).distinct().count() < limits.size()) {
            throw new IllegalArgumentException(
                    "a job names limit " + OneLine.quoted(limits.get(0).limit()) + " twice; name each limit once");
        }
    }

    private static void requireHeaders(Map<String, String> headers) {
        var own = headers.keySet().stream()
                .filter(name -> !name.equals(Secrets.HEADER))
                .count();
        if (own > MOST_HEADERS) {
            throw new IllegalArgumentException(
                    "a job has " + own + " headers, the limit is " + MOST_HEADERS + "; put the rest into the payload");
        }
        headers.forEach((name, value) -> {
            if (!HEADER.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "header name " + OneLine.quoted(name) + " must match " + HEADER.pattern());
            }
            if (value.length() > MOST_HEADER) {
                throw new IllegalArgumentException("header " + OneLine.quoted(name) + " has " + value.length()
                        + " characters, the limit is " + MOST_HEADER + "; put it into the payload");
            }
        });
    }

    private static void requireTags(List<String> tags) {
        if (tags.size() > MOST_TAGS) {
            throw new IllegalArgumentException(
                    "a job has " + tags.size() + " tags, the limit is " + MOST_TAGS + "; use headers for the rest");
        }
        for (var tag : tags) {
            if (!TAG.matcher(tag).matches()) {
                throw new IllegalArgumentException("tag " + OneLine.quoted(tag)
                        + " must be one word of 1 to 100 characters; replace spaces by hyphens");
            }
        }
    }

    static void requireTimeout(Duration timeout) {
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(Due.After.LONGEST) > 0) {
            throw new IllegalArgumentException("a timeout is " + DelayText.words(timeout)
                    + ", it must be above zero and at most " + DelayText.words(Due.After.LONGEST));
        }
    }

    /** Bytes that these count against a batch's limit. */
    public long weight() {
        return headers.entrySet().stream()
                        .mapToLong(header ->
                                header.getKey().length() + header.getValue().length())
                        .sum()
                + tags.stream().mapToLong(String::length).sum()
                + unique.map(held -> held.key().length()).orElse(0)
                + limits.stream().mapToLong(limit -> limit.key().length()).sum();
    }

    /** Whether a claim of the job may be its start: others wait for what it holds, or count on what it has let go. */
    public boolean startsWhenClaimed() {
        return !limits.isEmpty()
                || unique.filter(key -> key.scope() == Unique.Scope.UNTIL_STARTED)
                        .isPresent();
    }

    /** The same terms with the instant at which they expire, as it follows from an accept at {@code now}. */
    public Terms resolved(Instant now) {
        Given.to("resolved", "an instant", now);
        return expires.isEmpty()
                ? this
                : new Terms(unique, limits, headers, tags, timeout, expires.map(due -> Due.at(due.from(now))));
    }

    public Terms withUnique(Unique key) {
        return new Terms(Optional.of(Given.to("a job", "a unique key", key)), limits, headers, tags, timeout, expires);
    }

    /** One limit more. */
    public Terms withLimit(LimitKey limit) {
        var more = new ArrayList<>(limits);
        more.add(Given.to("a job", "a limit", limit));
        return new Terms(unique, more, headers, tags, timeout, expires);
    }

    /** One header more, or another value for one that is there. */
    public Terms withHeader(String name, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(Given.to("a header", "a name", name), Given.to("a header", "a value", value));
        return new Terms(unique, limits, more, tags, timeout, expires);
    }

    /** One tag more, unless it is there. */
    public Terms withTag(String tag) {
        if (tags.contains(Given.to("a job", "a tag", tag))) {
            return this;
        }
        var more = new ArrayList<>(tags);
        more.add(tag);
        return new Terms(unique, limits, headers, more, timeout, expires);
    }

    public Terms withTimeout(Duration length) {
        return new Terms(
                unique, limits, headers, tags, Optional.of(Given.to("a timeout", "a length", length)), expires);
    }

    public Terms withExpires(Due end) {
        return new Terms(unique, limits, headers, tags, timeout, Optional.of(Given.to("an expiry", "a time", end)));
    }
}
