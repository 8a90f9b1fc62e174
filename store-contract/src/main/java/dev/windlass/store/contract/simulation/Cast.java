package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.engine.Work;
import dev.windlass.store.Edit;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobId;
import dev.windlass.task.JobRun;
import dev.windlass.task.Lane;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import dev.windlass.task.RetryLater;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tasks of a simulated process, and what its jobs are like. Chance decides how each attempt ends. */
final class Cast {
    /** Tasks that have no children. */
    private static final List<String> SINGLES = List.of("plain", "flaky", "sleepy", "doomed");

    private static final String FAMILY = "family";

    private static final List<String> KEYS = List.of("red", "blue");
    private static final double KEYED = 0.35;
    private static final double KEYED_CHILD = 0.15;
    private static final double LIMITED = 0.35;
    private static final double LIMITED_CHILD = 0.15;

    /** Limits of children: on a split store nobody knows when exactly one takes its place in line. */
    private static final List<Limit> UNORDERED = World.LIMITS.stream()
            .filter(limit -> !(limit.bound() instanceof Limit.Bound.Sequence))
            .toList();

    /** Payloads: how many generations a family may still have. */
    private static final List<Content> DEPTHS = IntStream.range(0, 3)
            .mapToObj(
                    depth -> Content.of("text/plain", 1, Integer.toString(depth).getBytes(StandardCharsets.UTF_8)))
            .toList();

    private static final Content RESULT = Content.of("text/plain", 1, "done".getBytes(StandardCharsets.UTF_8));

    private final Dice dice;
    private final BiConsumer<JobRun, JobId> births;

    /** What a job is made of. */
    record Part(String task, Content payload, Options options) {}

    /** @param births hears of every child that an attempt asks for */
    Cast(Dice dice, BiConsumer<JobRun, JobId> births) {
        this.dice = dice;
        this.births = births;
    }

    Map<String, Work> works() {
        return Map.of(
                "plain",
                (payload, run) -> perform(run, 0.15),
                "flaky",
                (payload, run) -> perform(run, 0.5),
                "sleepy",
                (payload, run) -> sleepy(run),
                "doomed",
                (payload, run) -> doomed(run),
                FAMILY,
                this::family);
    }

    /** A job without a parent. */
    Part root() {
        var family = dice.happens(0.3);
        var task = family ? FAMILY : dice.oneOf(SINGLES);
        return new Part(
                task,
                DEPTHS.get(family ? 1 + dice.below(2) : 0),
                limited(keyed(options(), KEYED, this::key), LIMITED, World.LIMITS));
    }

    /** Under one limit, or two, of few keys. */
    private Options limited(Options options, double probability, List<Limit> limits) {
        if (!dice.happens(probability)) {
            return options;
        }
        var first = dice.below(limits.size());
        var one = options.limit(limits.get(first), dice.oneOf(KEYS));
        return dice.happens(0.7)
                ? one
                : one.limit(limits.get((first + 1 + dice.below(limits.size() - 1)) % limits.size()), dice.oneOf(KEYS));
    }

    private Options keyed(Options options, double probability, Supplier<Unique> key) {
        return dice.happens(probability) ? options.unique(key.get()) : options;
    }

    /** One of few, so that many jobs meet. */
    private Unique key() {
        var key = dice.happens(0.3) ? plainKey().lasting(upTo(3_000).plusMillis(100)) : plainKey();
        return switch (dice.oneOf(List.of(Unique.Action.values()))) {
            case REJECT -> key;
            case REPLACE -> key.replacing();
            case MOVE_EARLIER -> key.movingEarlier();
        };
    }

    /** One that changes nobody: on a split store nobody knows when exactly the key of a child is asked for. */
    private Unique plainKey() {
        var key = Unique.key(dice.oneOf(KEYS));
        return dice.happens(0.3) ? key.untilStarted() : key;
    }

    /** What somebody changes about a job that waits. */
    Edit edit() {
        var payload = Edit.NOTHING.withPayload(dice.oneOf(DEPTHS));
        var lane = dice.happens(0.5) ? payload.withLane(lane()) : payload;
        return dice.happens(0.5) ? lane.withDue(Due.in(upTo(800))) : lane;
    }

    /** What somebody says about how many may pass a limit; empty lets the declared bound hold. */
    Optional<Limit> override() {
        return dice.happens(0.5)
                ? Optional.of(Limit.named(World.OVERRIDDEN).concurrent(1 + dice.below(3)))
                : Optional.empty();
    }

    /** What somebody says about how much a queue gives. */
    Queue bounds() {
        var some = World.NARROW.concurrency(1 + dice.below(3));
        return dice.happens(0.5) ? some : some.rate(Rate.of(1 + dice.below(6), Duration.ofSeconds(1)));
    }

    /** How long an attempt takes: sometimes longer than a lease. */
    long length() {
        var kind = dice.fraction();
        if (kind < 0.05) {
            return dice.between(2_000 * MILLI, 4_000 * MILLI);
        }
        return kind < 0.6 ? dice.between(200 * MILLI, 1_500 * MILLI) : dice.between(MILLI, 100 * MILLI);
    }

    private Options options() {
        var queue = Options.on(queue()).lane(lane());
        return dice.happens(0.3) ? queue.withDue(Due.in(upTo(1_500))) : queue;
    }

    private String queue() {
        var kind = dice.fraction();
        return kind < 0.25 ? "mail" : kind < 0.45 ? World.NARROW.name() : "default";
    }

    private Lane lane() {
        return dice.oneOf(List.of(Lane.values()));
    }

    private Duration upTo(int millis) {
        return Duration.ofNanos(dice.between(0, millis * MILLI));
    }

    private Content perform(JobRun run, double failure) throws InterruptedException {
        if (run.cancelled() && dice.happens(0.7)) {
            throw new InterruptedException("asked to end");
        }
        if (dice.happens(0.3)) {
            run.log("attempt " + run.attempt());
            run.progress(dice.below(10), 10);
        }
        if (dice.happens(failure)) {
            throw new IllegalStateException("failed by chance");
        }
        return RESULT;
    }

    private Content sleepy(JobRun run) throws InterruptedException {
        if (dice.happens(0.5)) {
            throw new RetryLater(upTo(600), "snoozed by chance");
        }
        return perform(run, 0);
    }

    private Content doomed(JobRun run) throws InterruptedException {
        if (dice.happens(0.5)) {
            throw new FatalException("doomed by chance");
        }
        return perform(run, 0.1);
    }

    private Content family(Content payload, JobRun run) throws InterruptedException {
        var depth = Integer.parseInt(payload.text());
        for (var child = 1 + dice.below(3); child > 0; child--) {
            var nested = depth > 0 && dice.happens(0.3);
            var options = limited(keyed(options(), KEYED_CHILD, this::plainKey), LIMITED_CHILD, UNORDERED);
            var part = new Part(nested ? FAMILY : dice.oneOf(SINGLES), DEPTHS.get(nested ? depth - 1 : 0), options);
            var task = Task.named(part.task(), Content.class, Content.class).withCodec(AS_IT_IS);
            births.accept(run, run.enqueue(task, part.payload(), part.options()));
        }
        return perform(run, 0.2);
    }

    /** Payloads are content already. */
    private static final Codec AS_IT_IS = new Codec() {
        @Override
        public Content encode(@Nullable Object value, int version) {
            return value instanceof Content content ? content : Content.NONE;
        }

        @Override
        public <T> T decode(Content content, Class<T> type) {
            return type.cast(content);
        }
    };
}
