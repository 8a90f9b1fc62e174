package dev.windlass.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueText;
import dev.windlass.task.Limit;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.Rate;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What people have said of a queue or a limit, as its line says it. */
record OverrideLine(
        Of override,
        String name,
        @Nullable Boolean paused,
        @Nullable JsonNode rules,
        @Nullable Kind kind,
        @Nullable Integer count,
        @Nullable Duration per,
        @Nullable Integer burst) {
    /** What only such a line has. */
    static final String MARK = "override";

    /** Of what they have said it. */
    enum Of {
        QUEUE,
        LIMIT
    }

    /** The bounds that limits have. */
    enum Kind {
        CONCURRENT,
        MUTEX,
        SEQUENCE,
        RATE
    }

    static OverrideLine of(QueueRow queue, Function<String, JsonNode> tree) {
        var rules = queue.override().map(QueueText::write).map(tree).orElse(null);
        return new OverrideLine(
                Of.QUEUE, queue.name(), queue.paused() ? Boolean.TRUE : null, rules, null, null, null, null);
    }

    static OverrideLine of(Limit limit) {
        var bound = limit.bound();
        if (bound instanceof Bound.Rated rated) {
            var rate = rated.rate();
            return of(limit, Kind.RATE, rate.count(), rate.per(), rate.burst());
        }
        if (bound instanceof Bound.Concurrent concurrent) {
            return of(limit, Kind.CONCURRENT, concurrent.jobs(), null, null);
        }
        return of(limit, bound instanceof Bound.Sequence ? Kind.SEQUENCE : Kind.MUTEX, null, null, null);
    }

    private static OverrideLine of(
            Limit limit, Kind kind, @Nullable Integer count, @Nullable Duration per, @Nullable Integer burst) {
        return new OverrideLine(Of.LIMIT, limit.name(), null, null, kind, count, per, burst);
    }

    Optional<QueueOverride> queue() {
        if (JobLine.given(MARK, override) != Of.QUEUE) {
            return Optional.empty();
        }
        var named = JobLine.given("name", name);
        var read = Optional.ofNullable(rules).map(tree -> QueueText.read(named, tree.toString()));
        return Optional.of(new QueueOverride(named, read, Boolean.TRUE.equals(paused)));
    }

    Limit limit() {
        var named = Limit.named(JobLine.given("name", name));
        return switch (JobLine.given("kind", kind)) {
            case CONCURRENT -> named.concurrent(JobLine.given("count", count));
            case MUTEX -> named.mutex();
            case SEQUENCE -> named.sequence();
            case RATE ->
                new Limit(
                        named.name(),
                        new Bound.Rated(new Rate(
                                JobLine.given("count", count),
                                JobLine.given("per", per),
                                JobLine.given("burst", burst))));
        };
    }
}
