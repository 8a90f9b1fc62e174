package dev.windlass.server;

import dev.windlass.task.DelayText;
import dev.windlass.task.Due;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a job brings along beside its payload. */
final class TermOptions {
    @Option(
            names = "--unique",
            paramLabel = "KEY",
            description = "a second job of this task with this key is answered by the first, until that has ended")
    private @Nullable String unique;

    @Option(
            names = "--unique-for",
            paramLabel = "TIME",
            converter = Arguments.Length.class,
            description = "hold the key for a time such as \"1 day\" instead, whatever becomes of the job")
    private @Nullable Duration uniqueFor;

    @Option(
            names = "--limit",
            paramLabel = "NAME=KEY",
            description = "run under the limit of this name, beside other jobs with this key; at most twice")
    private List<Arguments.Pair> limits = List.of();

    @Option(names = "--tag", paramLabel = "WORD", description = "a word to find it by; may be repeated")
    private List<String> tags = List.of();

    @Option(
            names = "--header",
            paramLabel = "NAME=VALUE",
            description = "a short text that travels with the job, for its task to read; may be repeated")
    private List<Arguments.Pair> headers = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Arguments.Length.class,
            description = "how long an attempt may run, such as \"5 minutes\"")
    private @Nullable Duration timeout;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "a wait from now on, such as \"1 day\": if it has not started by then, it is dead")
    private @Nullable Duration expires;

    Terms terms() {
        if (unique == null && uniqueFor != null) {
            throw new IllegalArgumentException("--unique-for says how long and not which key; add --unique KEY");
        }
        Said.once("--header", headers.stream().map(Arguments.Pair::name));
        Said.once("--tag", tags.stream());
        var terms = Terms.NONE;
        for (var limit : limits) {
            terms = terms.withLimit(new LimitKey(limit.name(), limit.value()));
        }
        for (var tag : tags) {
            terms = terms.withTag(tag);
        }
        for (var header : headers) {
            terms = terms.withHeader(header.name(), header.value());
        }
        terms = unique == null ? terms : terms.withUnique(key(unique));
        terms = timeout == null ? terms : terms.withTimeout(timeout);
        return expires == null ? terms : terms.withExpires(Due.in(expires));
    }

    /** When it expires, as it was typed or near it. */
    String expiry() {
        return expires == null ? "never" : "--expires " + DelayText.format(expires);
    }

    private Unique key(String text) {
        var key = Unique.key(text);
        return uniqueFor == null ? key : key.lasting(uniqueFor);
    }
}
