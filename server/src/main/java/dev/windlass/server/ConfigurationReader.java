package dev.windlass.server;

import dev.windlass.task.DelayText;
import dev.windlass.task.Limit;
import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import dev.windlass.task.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
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
        top.allow("store", "queues", "limits", "tasks");
        var store = top.text("store")
                .map(file -> Configuration.store(top.path("store"), file))
                .orElse(Configuration.DEFAULT.store());
        var queues = top.sections("queues").entrySet().stream()
                .map(entry -> queue(entry.getKey(), entry.getValue()))
                .toList();
        var limits = top.sections("limits").entrySet().stream()
                .map(entry -> limit(Limit.named(entry.getKey()), entry.getValue()))
                .toList();
        return new Configuration(store, queues, limits, Set.copyOf(top.names("tasks")));
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
        queue = apply(queue, section.text("keep").map(DelayText::parse), Queue::keep);
        queue = apply(queue, section.text("keep-dead").map(DelayText::parse), Queue::keepDead);
        queue = apply(queue, section.section("rate").map(ConfigurationReader::rate), Queue::rate);
        queue = apply(queue, section.count("concurrency"), Queue::concurrency);
        queue = apply(queue, section.count("depth").map(Integer::longValue), Queue::depth);
        queue = apply(queue, section.count("bytes").map(Integer::longValue), Queue::bytes);
        return apply(queue, section.section("retry").map(ConfigurationReader::retry), Queue::retry);
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
                yield limit.concurrent(section.count("jobs").orElse(1));
            }
            case "rate" -> {
                section.allow("kind", "starts", "per", "burst");
                var rate = limit.rate(section.count("starts").orElse(1), period(section));
                yield apply(rate, section.count("burst"), Limit::burst);
            }
            default ->
                throw new IllegalArgumentException(
                        section.path("kind") + " is \"" + kind + "\"; use mutex, sequence, concurrent or rate");
        };
    }

    private static Duration period(Section section) {
        return section.text("per").map(DelayText::parse).orElse(Duration.ofSeconds(1));
    }

    private static Rate rate(Section section) {
        section.allow("starts", "per", "burst");
        var rate = Rate.of(section.count("starts").orElse(1), period(section));
        return apply(rate, section.count("burst"), Rate::withBurst);
    }

    private static Retry retry(Section section) {
        section.allow("kind", "first", "cap", "attempts", "within", "jitter");
        var first = section.text("first").map(DelayText::parse).orElse(Retry.DEFAULT_FIRST);
        var cap = section.text("cap").map(DelayText::parse).orElse(Retry.DEFAULT_CAP);
        var retry = kind(section, first, cap);
        retry = apply(retry, section.count("attempts"), Retry::attempts);
        retry = apply(retry, section.text("within").map(DelayText::parse), Retry::within);
        return apply(retry, section.number("jitter").map(Number::doubleValue), Retry::jitter);
    }

    private static Retry kind(Section section, Duration first, Duration cap) {
        var kind = section.text("kind").orElse("exponential");
        return switch (kind) {
            case "exponential" -> Retry.exponential(first, cap);
            case "linear" -> Retry.linear(first, cap);
            case "fixed" -> Retry.fixed(first);
            case "none" -> Retry.none();
            default ->
                throw new IllegalArgumentException(
                        section.path("kind") + " is \"" + kind + "\"; use exponential, linear, fixed or none");
        };
    }

    private static <T, V> T apply(T base, Optional<V> value, BiFunction<T, V, T> change) {
        return value.map(given -> change.apply(base, given)).orElse(base);
    }
}
