package dev.windlass.task;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Masks what looks like a secret: in the text of an exception and in a line that a job logs, before it is kept for as long as a dead
 * letter is, since drivers and clients put whole connection strings and headers into their messages; in a payload and in headers
 * before people see them. What it masks too much can be revealed; what it misses cannot be taken back, so it rather masks.
 */
public final class Secrets {
    /**
     * The header in which a job carries the names of its payload's fields that are marked {@link Secret}, with commas between; a star
     * stands for all. It is not one of the {@link Terms#MOST_HEADERS} that callers may give.
     */
    public static final String HEADER = "windlass.secret";

    /** In place of such a name: nobody knows which fields are secret, so all are. */
    static final String ALL_FIELDS = "*";

    private static final String MASK = "***";

    /** A name that tells, then = or :, then the value: up to the next space, comma, ampersand or quote, or the whole of a quoted one. */
    private static final Pattern NAMED =
            named("pass(?:word|wd|phrase)?|pwd|secret|token|api[_-]?key|authorization|card[_-]?number");

    /** A user with his password before the host of an address. */
    private static final Pattern IN_ADDRESS = Pattern.compile("(://[^\\s/:@]{1,200}:)[^\\s/@]{1,200}(@)");

    /** Where one word of a field's name ends and another begins: at a hyphen, a dot, an underscore, or before a capital. */
    private static final Pattern SEAM = Pattern.compile("[^\\p{L}\\p{N}]|(?<=\\p{Ll})(?=\\p{Lu})");

    private static final Set<String> WORDS =
            Set.of("pass", "pwd", "pin", "key", "keys", "auth", "card", "cvv", "cvc", "cookie", "iban");
    private static final List<String> WITHIN = List.of(
            "password", "passwd", "passphrase", "passcode", "secret", "token", "apikey", "authorization", "credential");

    private Secrets() {}

    private static Pattern named(String names) {
        return Pattern.compile("(?i)((?:" + names + ")[\"']?\\s{0,3}[=:]\\s{0,3}(?:bearer |basic )?)"
                + "(?:\"[^\"]{0,2000}\"|'[^']{0,2000}'|[^\\s,;&\"']{1,2000})");
    }

    /** The text with each value that looks like a secret replaced by three stars. */
    public static String masked(String text) {
        var named = NAMED.matcher(text).replaceAll("$1" + MASK);
        return IN_ADDRESS.matcher(named).replaceAll("$1" + MASK + "$2");
    }

    /**
     * What a job with these headers says, as {@link #masked(String)}, and so with each value that follows the name of one of its secret
     * fields: {@code pin=1}, {@code pin: 1}, {@code "pin": "1"}. A star in place of the names tells none.
     */
    public static String masked(String text, Map<String, String> headers) {
        var names = marked(headers).stream()
                .filter(name -> !name.isEmpty() && !name.equals(ALL_FIELDS))
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        // No letter before it: with "code" marked, "barcode=1" stays.
        var own = names.isEmpty()
                ? text
                : named("(?<![\\p{L}\\p{N}])(?:" + names + ")").matcher(text).replaceAll("$1" + MASK);
        return masked(own);
    }

    /** Whether the name of a field or a header tells of a secret: {@code password}, {@code apiKey}, {@code X-Auth-Token}. */
    public static boolean isSecret(String name) {
        var lower = name.toLowerCase(Locale.ROOT);
        return WITHIN.stream().anyMatch(lower::contains)
                || SEAM.splitAsStream(name)
                        .map(word -> word.toLowerCase(Locale.ROOT))
                        .anyMatch(WORDS::contains);
    }

    /** Headers as people may see them. */
    public static Map<String, String> masked(Map<String, String> headers) {
        var masked = new LinkedHashMap<String, String>();
        headers.forEach(
                (name, value) -> masked.put(name, isSecret(name) && !name.equals(HEADER) ? MASK : masked(value)));
        return masked;
    }

    /** Content as people may see it, with the headers of its job: JSON with secrets masked; of anything else type, version and size. */
    public static String shown(Content content, Map<String, String> headers) {
        if (!content.type().equals(Content.JSON)) {
            return content.toString();
        }
        try {
            var value = Codec.json().tree(content);
            return Codec.json()
                    .encode(masked(value, marked(headers)), content.version())
                    .text();
        } catch (UnreadableException e) {
            return content + ", which is no JSON";
        }
    }

    /** Options for a job of which these fields of payload and result are secret. */
    static Options marked(Options options, Set<String> fields) {
        return options.withTerms(marked(options.terms(), fields));
    }

    /** Terms of a job that takes another one's payload: what either has named stays secret, since its result may hold it as well. */
    public static Terms marked(Terms terms, Terms others) {
        return marked(terms, marked(others.headers()));
    }

    /** Those that the terms name already stay named. */
    private static Terms marked(Terms terms, Set<String> fields) {
        var known = marked(terms.headers());
        if (known.containsAll(fields)) {
            return terms;
        }
        var all = new TreeSet<>(known);
        all.addAll(fields);
        var names = String.join(",", all);
        // What the header cannot carry is not left out: it would be shown.
        var carried = names.length() <= Terms.MOST_HEADER
                && fields.stream().noneMatch(name -> name.contains(",") || name.equals(ALL_FIELDS));
        return terms.withHeader(HEADER, carried ? names : ALL_FIELDS);
    }

    /**
     * Options for a job whose task is not known where it is enqueued: nobody can tell which of its fields are secret, so people are shown
     * no value of it, unless the caller has named those fields in the header {@link #HEADER}.
     */
    public static Options allMarked(Options options) {
        return options.terms().headers().containsKey(HEADER) ? options : options.header(HEADER, ALL_FIELDS);
    }

    private static Set<String> marked(Map<String, String> headers) {
        return Optional.ofNullable(headers.get(HEADER)).stream()
                .flatMap(names -> Arrays.stream(names.split(",")))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static @Nullable Object masked(@Nullable Object value, Set<String> marked) {
        if (value instanceof Map<?, ?> object) {
            var masked = new LinkedHashMap<String, @Nullable Object>();
            object.forEach((name, inner) -> masked.put(
                    String.valueOf(name),
                    inner != null && isSecret(String.valueOf(name), marked) ? MASK : masked(inner, marked)));
            return masked;
        }
        if (value instanceof List<?> list) {
            return list.stream().map(inner -> masked(inner, marked)).collect(Collectors.toList());
        }
        if (value != null && marked.contains(ALL_FIELDS)) {
            return MASK;
        }
        return value instanceof String text ? masked(text) : value;
    }

    private static boolean isSecret(String name, Set<String> marked) {
        return marked.contains(name) || isSecret(name);
    }
}
