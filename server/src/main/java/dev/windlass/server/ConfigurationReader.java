package dev.windlass.server;

import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.task.Limit;
import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import dev.windlass.task.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.DuplicateKeyException;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads the configuration file. Each refusal names the file, the key, the value and what would be right. */
final class ConfigurationReader {
    private final Path file;

    ConfigurationReader(Path file) {
        this.file = file;
    }

    Configuration read(String text) {
        var top = Section.of(file + "", parse(text));
        top.allow("store", "schema", "prefix", "queues", "limits", "tasks");
        var store = top.text("store")
                .map(file -> Configuration.store(top.path("store"), file))
                .orElse(Configuration.DEFAULT.store());
        var tables = top.change(Configuration.DEFAULT.tables(), "schema", top::text, PostgresOptions::withSchema);
        tables = top.change(tables, "prefix", top::text, PostgresOptions::withPrefix);
        var queues = top.sections("queues").entrySet().stream()
                .map(entry -> entry.getValue().here(() -> queue(entry.getKey(), entry.getValue())))
                .toList();
        var limits = top.sections("limits").entrySet().stream()
                .map(entry -> entry.getValue().here(() -> limit(Limit.named(entry.getKey()), entry.getValue())))
                .toList();
        return new Configuration(store, tables, queues, limits, Set.copyOf(top.names("tasks")));
    }

    private Object parse(String text) {
        try {
            var value =
                    new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(text);
            return value == null ? Map.of() : value;
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException(file + " is nested too deeply; it needs a few levels", e);
        } catch (DuplicateKeyException e) {
            throw new IllegalArgumentException(
                    file + " is not clear: " + where(e) + " gives a key again; leave one out", e);
        } catch (MarkedYamlEngineException e) {
            throw new IllegalArgumentException(
                    file + " is not YAML: " + where(e)
                            + " cannot be read; look at its indentation, colons, brackets and" + " quotes",
                    e);
        } catch (YamlEngineException e) {
            throw new IllegalArgumentException(
                    file + " is not YAML that can be read; look for odd characters and aliases", e);
        }
    }

    private static String where(MarkedYamlEngineException error) {
        return error.getProblemMark()
                .map(mark -> "line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1))
                .orElse("a line");
    }

    private static Queue queue(String name, Section section) {
        section.allow("retry", "keep", "keep-dead", "rate", "concurrency", "depth", "bytes");
        var queue = Queue.named(name);
        queue = section.change(queue, "keep", section::time, Queue::keep);
        queue = section.change(queue, "keep-dead", section::time, Queue::keepDead);
        queue = section.change(queue, "rate", section::section, (base, rate) -> base.rate(rate(rate)));
        queue = section.change(queue, "concurrency", section::count, Queue::concurrency);
        queue = section.change(queue, "depth", section::count, (base, jobs) -> base.depth(jobs));
        queue = section.change(queue, "bytes", section::count, (base, bytes) -> base.bytes(bytes));
        return section.change(queue, "retry", section::section, (base, retry) -> base.retry(retry(retry)));
    }

    private static Limit limit(Limit.Name limit, Section section) {
        var kind = section.text("kind").orElse("mutex");
        return switch (kind) {
            case "mutex" -> {
                section.allow("kind");
                yield limit.mutex();
            }
            case "sequence" -> {
                section.allow("kind");
                yield limit.sequence();
            }
            case "concurrent" -> {
                section.allow("kind", "jobs");
                yield limit.concurrent(section.required("jobs"));
            }
            case "rate" -> {
                section.allow("kind", "starts", "per", "burst");
                var rate = limit.rate(section.required("starts"), period(section));
                yield section.change(rate, "burst", section::count, Limit::burst);
            }
            default ->
                throw new IllegalArgumentException(
                        section.path("kind") + " is \"" + kind + "\"; use mutex, sequence, concurrent or rate");
        };
    }

    private static Duration period(Section section) {
        return section.time("per").orElse(Duration.ofSeconds(1));
    }

    private static Rate rate(Section section) {
        section.allow("starts", "per", "burst");
        var rate = section.here(() -> Rate.of(section.required("starts"), period(section)));
        return section.change(rate, "burst", section::count, Rate::withBurst);
    }

    private static Retry retry(Section section) {
        section.allow("kind", "first", "cap", "attempts", "within", "jitter");
        var first = section.time("first").orElse(Retry.DEFAULT_FIRST);
        var cap = section.time("cap").orElse(Retry.DEFAULT_CAP);
        var retry = section.here(() -> kind(section, first, cap));
        retry = section.change(retry, "attempts", section::count, ConfigurationReader::attempts);
        retry = section.change(retry, "within", section::time, Retry::within);
        return section.change(retry, "jitter", section::number, (base, share) -> base.jitter(share.doubleValue()));
    }

    private static Retry attempts(Retry retry, int most) {
        if (most < 1) {
            throw new IllegalArgumentException(most + " is too few, the least is 1, the first attempt");
        }
        return retry.attempts(most);
    }

    /** Refuses keys that say nothing beside this kind: they would be taken, and mean nothing. */
    private static void refuse(Section section, String kind, String... keys) {
        for (var key : keys) {
            if (section.has(key)) {
                throw new IllegalArgumentException(
                        section.path(key) + " means nothing beside kind " + kind + "; leave one out");
            }
        }
    }

    private static Retry kind(Section section, Duration first, Duration cap) {
        var kind = section.text("kind").orElse("exponential");
        return switch (kind) {
            case "exponential" -> Retry.exponential(first, cap);
            case "linear" -> Retry.linear(first, cap);
            case "fixed" -> {
                refuse(section, kind, "cap");
                yield Retry.fixed(first);
            }
            case "none" -> {
                refuse(section, kind, "first", "cap", "attempts", "within", "jitter");
                yield Retry.none();
            }
            default ->
                throw new IllegalArgumentException(
                        section.path("kind") + " is \"" + kind + "\"; use exponential, linear, fixed or none");
        };
    }
}
