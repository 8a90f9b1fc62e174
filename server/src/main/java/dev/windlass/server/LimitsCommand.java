package dev.windlass.server;

import dev.windlass.Limits;
import dev.windlass.store.KeyView;
import dev.windlass.store.LimitView;
import dev.windlass.task.DelayText;
import dev.windlass.task.Limit;
import dev.windlass.task.Limit.Bound;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass limits …}: looking at limits and at the keys that share them. */
@Command(name = "limits", description = "Looks at limits and steers them.")
final class LimitsCommand {
    static final String LIMIT = "the limit's name";

    private final Access access;

    LimitsCommand(Access access) {
        this.access = access;
    }

    @Command(name = "list", description = "Lists the limits that the store knows, and how many jobs pass and wait.")
    Answer list() {
        try (var store = access.reading()) {
            var views = store.limits().list();
            return Answer.given(
                    views.stream().map(LimitsCommand::line).toList(),
                    Map.of("limits", views.stream().map(LimitsCommand::fields).toList()));
        }
    }

    @Command(
            name = "show",
            description = "Shows a limit and the keys that jobs use, with their permits and waiting jobs.")
    Answer show(
            @Parameters(paramLabel = "LIMIT", description = LIMIT) String limit,
            @Option(
                            names = "--after",
                            paramLabel = "KEY",
                            defaultValue = "",
                            description = "only keys after this one: the next page")
                    String after) {
        try (var store = access.reading()) {
            return store.limits().list().stream()
                    .filter(view -> view.name().equals(limit))
                    .findFirst()
                    .map(view -> sheet(view, store.limits().keys(limit, after, Limits.PAGE)))
                    .orElseGet(() -> Answer.notFound(
                            "limit \"" + limit + "\" is not known to this store; see windlass limits list"));
        }
    }

    @Command(name = "reset", description = "Takes back what override said: the number in code holds again.")
    Answer reset(@Parameters(paramLabel = "LIMIT", description = LIMIT) String limit) {
        try (var windlass = access.openExisting()) {
            windlass.limits().reset(limit);
        }
        return done(limit, "is as code declares it", "RESET");
    }

    static Answer done(String limit, String what, String answer) {
        return Answer.done("limit " + limit + " " + what, Map.of("limit", limit, "answer", answer));
    }

    private static Answer sheet(LimitView view, List<KeyView> keys) {
        var lines = new ArrayList<>(List.of(line(view)));
        for (var key : keys) {
            lines.add("  " + key.key().key() + ": " + LimitBook.usage(key.held(), key.waiting(), ", "));
        }
        if (keys.size() == Limits.PAGE) {
            lines.add("there are more: add --after "
                    + keys.get(keys.size() - 1).key().key());
        }
        var fields = fields(view);
        fields.put("keys", keys.stream().map(LimitsCommand::fields).toList());
        return Answer.given(lines, fields);
    }

    private static String line(LimitView view) {
        var jobs = LimitBook.usage(view.held(), view.waiting(), ", ");
        return view.name() + "  " + LimitBook.words(view.inForce().bound()) + ", " + jobs
                + (view.override().isPresent()
                        ? ", overridden by hand"
                                + view.declared()
                                        .map(limit -> "; declared is " + LimitBook.words(limit.bound()))
                                        .orElse("")
                        : "");
    }

    private static Map<String, Object> fields(LimitView view) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("name", view.name());
        fields.put("overridden", view.override().isPresent());
        fields.put("inForce", fields(view.inForce()));
        view.declared().ifPresent(limit -> fields.put("declared", fields(limit)));
        fields.put("held", view.held());
        fields.put("waiting", view.waiting());
        return fields;
    }

    /** As the configuration writes it. */
    private static Map<String, Object> fields(Limit limit) {
        if (limit.bound() instanceof Bound.Concurrent concurrent) {
            return Map.of("kind", "concurrent", "jobs", concurrent.jobs());
        }
        if (limit.bound() instanceof Bound.Rated rated) {
            var rate = rated.rate();
            return Map.of(
                    "kind", "rate", "starts", rate.count(), "per", DelayText.format(rate.per()), "burst", rate.burst());
        }
        return Map.of("kind", limit.bound() instanceof Bound.Sequence ? "sequence" : "mutex");
    }

    private static Map<String, Object> fields(KeyView view) {
        return Map.of("key", view.key().key(), "held", view.held(), "waiting", view.waiting());
    }
}
