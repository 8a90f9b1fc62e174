package dev.windlass.store.contract.simulation;

import static dev.windlass.store.contract.simulation.World.MILLI;

import dev.windlass.engine.Work;
import dev.windlass.store.Edit;
import dev.windlass.store.LeaseKey;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The tasks of a simulated process, and what its jobs are like. Chance decides how each attempt ends. */
final class Cast {
    /** What writes into a table of its own, where the store has one. */
    static final String CLERK = "clerk";

    /** What only the new edition performs. */
    private static final String NOVEL = "novel";

    /** Tasks that have no children. */
    private static final List<String> SINGLES = List.of("plain", "flaky", "sleepy", "doomed", CLERK, NOVEL);

    private static final String FAMILY = "family";

    private static final List<String> KEYS = List.of("red", "blue");
    private static final double KEYED = 0.35;
    private static final double KEYED_CHILD = 0.15;
    private static final double TIMED = 0.15;
    private static final double EXPIRING = 0.12;
    private static final double LIMITED = 0.35;
    private static final double LIMITED_CHILD = 0.15;

    /** Limits of children: on a split store nobody knows when exactly one takes its place in line. */
    private static final List<Limit> UNORDERED = World.LIMITS.stream()
            .filter(limit -> !(limit.bound() instanceof Limit.Bound.Sequence))
            .toList();

    /** Payloads: how many generations a family may still have. */
    private static final List<Content> DEPTHS = depths(Edition.OLD.version());

    /** The same as only the new edition reads them. */
    private static final List<Content> NEW_DEPTHS = depths(Edition.NEW.version());

    private static final Content RESULT = Content.of("text/plain", 1, "done".getBytes(StandardCharsets.UTF_8));

    private final Acts acts = new Acts();
    private final Edition edition;
    private final Optional<Receipts> receipts;
    private final Dice dice;
    private final BiConsumer<JobRun, JobId> births;

    private static List<Content> depths(int version) {
        return IntStream.range(0, 3)
                .mapToObj(depth -> Content.of(
                        "text/plain", version, Integer.toString(depth).getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    /** What a job is made of. */
    record Part(String task, Content payload, Options options) {}

    /** Who plays, and the table in which clerks write, where there is one. */
    record Troupe(Edition edition, Optional<Receipts> receipts) {}

    /** @param births hears of every child that an attempt asks for */
    Cast(Troupe troupe, Dice dice, BiConsumer<JobRun, JobId> births) {
        this.edition = troupe.edition();
        this.receipts = troupe.receipts();
        this.dice = dice;
        this.births = births;
    }

    Map<String, Work> works() {
        var works = new HashMap<String, Work>();
        works.put("plain", playing((payload, run) -> perform(run, 0.15)));
        works.put("flaky", playing((payload, run) -> perform(run, 0.5)));
        works.put("sleepy", playing((payload, run) -> sleepy(run)));
        works.put("doomed", playing((payload, run) -> doomed(run)));
        works.put(CLERK, playing((payload, run) -> clerk(run)));
        works.put(FAMILY, playing(this::family));
        if (edition == Edition.NEW) {
            works.put(NOVEL, playing((payload, run) -> perform(run, 0.2)));
        }
        return works;
    }

    private Work playing(Work work) {
        return new Playing(acts, edition.version(), work);
    }

    Acts acts() {
        return acts;
    }

    /** A job without a parent. */
    Part root() {
        var family = dice.happens(0.3);
        var task = family ? FAMILY : dice.oneOf(SINGLES);
        return new Part(
                task,
                depths().get(family ? 1 + dice.below(2) : 0),
                limited(keyed(options(), KEYED, this::key), LIMITED, World.LIMITS));
    }

    private List<Content> depths() {
        return edition == Edition.NEW && dice.happens(0.15) ? NEW_DEPTHS : DEPTHS;
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
        var payload = Edit.NOTHING.withPayload(dice.oneOf(depths()));
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

    /** What happens in an attempt with this timeout, often after it. */
    Act.Manner manner(Duration timeout) {
        var length = dice.happens(0.4) ? dice.between(MILLI, 400 * MILLI) : dice.between(600 * MILLI, 2_500 * MILLI);
        return new Act.Manner(timeout, length, dice.happens(0.3), dice.happens(0.3));
    }

    private Options options() {
        var queue = Options.on(queue()).lane(lane());
        var timed = dice.happens(TIMED) ? queue.timeout(upTo(600).plusMillis(50)) : queue;
        var kept = dice.happens(EXPIRING) ? timed.expires(Due.in(upTo(2_500).plusMillis(100))) : timed;
        return dice.happens(0.3) ? kept.withDue(Due.in(upTo(1_500))) : kept;
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

    /** Completes with a write and perhaps a child, unless it fails: before it, or after it has written. */
    private Content clerk(JobRun run) throws InterruptedException {
        if (receipts.isEmpty()) {
            return perform(run, 0.2);
        }
        perform(run, 0.15);
        return run.completing(session -> {
            receipts.get().write(session, new LeaseKey(run.id(), run.fence()));
            if (dice.happens(0.3)) {
                child(run, 0);
            }
            if (dice.happens(0.15)) {
                throw new IllegalStateException("failed by chance, having written");
            }
            return RESULT;
        });
    }

    private Content family(Content payload, JobRun run) throws InterruptedException {
        var depth = Integer.parseInt(payload.text());
        for (var child = 1 + dice.below(3); child > 0; child--) {
            child(run, depth);
        }
        return perform(run, 0.2);
    }

    private void child(JobRun run, int depth) {
        var nested = depth > 0 && dice.happens(0.3);
        var options = limited(keyed(options(), KEYED_CHILD, this::plainKey), LIMITED_CHILD, UNORDERED);
        var part = new Part(nested ? FAMILY : dice.oneOf(SINGLES), DEPTHS.get(nested ? depth - 1 : 0), options);
        var task = Task.named(part.task(), Content.class, Content.class).withCodec(AS_IT_IS);
        births.accept(run, run.enqueue(task, part.payload(), part.options()));
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
