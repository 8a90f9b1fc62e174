package dev.windlass.architecture;

import static java.util.Map.entry;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One word per idea. These are the words that the glossary rules out and that mean nothing else in a public name, each with the
 * word to use. Words with a second honest meaning (lock, status, version, data, thread) are left to the reader's eye.
 */
final class Glossary {
    private static final Pattern WORD = Pattern.compile("[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+");

    private static final Map<String, String> SAY = Map.ofEntries(
            entry("handler", "task or performer"),
            entry("execution", "job or attempt"),
            entry("item", "job"),
            entry("args", "payload"),
            entry("metadata", "header or tag"),
            entry("topic", "queue"),
            entry("tube", "queue"),
            entry("channel", "queue"),
            entry("processor", "worker"),
            entry("consumer", "worker"),
            entry("fetch", "claim"),
            entry("poll", "claim"),
            entry("pick", "claim"),
            entry("grab", "claim"),
            entry("reservation", "lease"),
            entry("redelivery", "retry"),
            entry("redeliver", "retry"),
            entry("reschedule", "snooze"),
            entry("middleware", "interceptor"),
            entry("morgue", "dead letter"),
            entry("kick", "revive"),
            entry("recurring", "schedule"),
            entry("trigger", "schedule"),
            entry("misfire", "missed"),
            entry("chunk", "step or slice"),
            entry("snapshot", "checkpoint"),
            entry("idempotency", "unique key"),
            entry("semaphore", "limit"),
            entry("debounce", "coalesce"),
            entry("workflow", "flow"),
            entry("dag", "flow"),
            entry("pipeline", "flow"),
            entry("endpoint", "target"),
            entry("daemon", "duty"),
            entry("notification", "hint"),
            entry("repository", "store"),
            entry("dao", "store"));

    private static final Pattern VAGUE = Pattern.compile(".*(Utils?|Helpers?|Manager|Impl|Common)");

    private Glossary() {}

    /** What to say instead of a word in this name, when the glossary rules one out. */
    static Optional<String> objectionTo(String name) {
        return words(name).stream()
                .map(Glossary::singular)
                .filter(SAY::containsKey)
                .findFirst()
                .map(word -> "\"" + word + "\" in " + name + ": say " + SAY.get(word));
    }

    /** Whether the name of a type ends in a word that says nothing about it. */
    static boolean isVague(String simpleName) {
        return VAGUE.matcher(simpleName).matches();
    }

    private static List<String> words(String name) {
        return WORD.matcher(name)
                .results()
                .map(word -> word.group().toLowerCase(Locale.ROOT))
                .toList();
    }

    private static String singular(String word) {
        return word.equals("args") || !word.endsWith("s") ? word : word.substring(0, word.length() - 1);
    }
}
