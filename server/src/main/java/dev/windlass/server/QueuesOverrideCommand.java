package dev.windlass.server;

import dev.windlass.store.QueueRow;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueBounds;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass queues override}. */
@Command(name = "override", description = "Lets other rules hold for a queue than those in code, until they are reset.")
final class QueuesOverrideCommand implements Callable<Answer> {
    private final Access access;

    @Parameters(paramLabel = "QUEUE", description = QueuesCommand.QUEUE)
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private String queue;

    @Mixin
    private final RateOptions rate = new RateOptions();

    @Option(
            names = "--concurrency",
            paramLabel = "JOBS",
            description = "so many run at the same time, over all workers")
    private @Nullable Integer concurrency;

    @Option(names = "--depth", paramLabel = "JOBS", description = "holds so many jobs, and refuses more")
    private @Nullable Long depth;

    @Option(names = "--bytes", paramLabel = "BYTES", description = "holds so many bytes of payloads, and refuses more")
    private @Nullable Long bytes;

    @Option(
            names = "--lift",
            paramLabel = "BOUND",
            description = "takes this bound away: ${COMPLETION-CANDIDATES}; may be repeated")
    private List<Bound> lifted = List.of();

    @Option(names = "--attempts", paramLabel = "COUNT", description = "so many attempts before a job is dead")
    private @Nullable Integer attempts;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = Arguments.Length.class,
            description = "how long an attempt may run, such as \"5 minutes\"")
    private @Nullable Duration timeout;

    @Option(
            names = "--keep",
            paramLabel = "TIME",
            converter = Arguments.Length.class,
            description = "how long jobs that succeeded or were cancelled are kept, such as \"7 days\"")
    private @Nullable Duration keep;

    @Option(
            names = "--keep-dead",
            paramLabel = "TIME",
            converter = Arguments.Length.class,
            description = "how long dead letters are kept")
    private @Nullable Duration keepDead;

    /** What can be lifted. */
    private enum Bound {
        RATE,
        CONCURRENCY,
        DEPTH,
        BYTES;

        /** The option that gives it. */
        String option() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    QueuesOverrideCommand(Access access) {
        this.access = access;
    }

    @Override
    public Answer call() {
        var unchanged = Queue.named(queue);
        if (isNothingSaid()) {
            return Answer.badInput("nothing is to be changed; see windlass queues override --help");
        }
        requireOneMeaning();
        if (attempts != null && attempts < 1) {
            return Answer.badInput("--attempts is " + attempts + ", the least is 1, the first attempt");
        }
        try (var windlass = access.openExisting()) {
            var rules = windlass.queues().find(queue).map(QueueRow::rules).orElse(unchanged);
            windlass.queues().override(said(rules.bounds(lift(rules.bounds()))));
            return QueuesCommand.done(queue, "is overridden until it is reset", "OVERRIDDEN");
        }
    }

    private boolean isNothingSaid() {
        return rate.rate().isEmpty()
                && lifted.isEmpty()
                && Stream.of(concurrency, depth, bytes, attempts, timeout, keep, keepDead)
                        .allMatch(Objects::isNull);
    }

    private void requireOneMeaning() {
        Said.once("--lift", lifted.stream().map(Bound::option));
        for (var bound : lifted) {
            if (isSaid(bound)) {
                throw new IllegalArgumentException(
                        "--lift " + bound.option() + " takes away what --" + bound.option() + " gives; leave one out");
            }
        }
    }

    private boolean isSaid(Bound bound) {
        return switch (bound) {
            case RATE -> rate.rate().isPresent();
            case CONCURRENCY -> concurrency != null;
            case DEPTH -> depth != null;
            case BYTES -> bytes != null;
        };
    }

    private QueueBounds lift(QueueBounds bounds) {
        return new QueueBounds(
                lifted.contains(Bound.RATE) ? Optional.empty() : bounds.rate(),
                lifted.contains(Bound.CONCURRENCY) ? OptionalInt.empty() : bounds.concurrency(),
                lifted.contains(Bound.DEPTH) ? OptionalLong.empty() : bounds.depth(),
                lifted.contains(Bound.BYTES) ? OptionalLong.empty() : bounds.bytes());
    }

    private Queue said(Queue rules) {
        var next = rate.rate().map(rules::rate).orElse(rules);
        next = concurrency == null ? next : next.concurrency(concurrency);
        next = depth == null ? next : next.depth(depth);
        next = bytes == null ? next : next.bytes(bytes);
        next = attempts == null ? next : next.retry(next.retry().attempts(attempts));
        next = timeout == null ? next : next.timeout(timeout);
        next = keep == null ? next : next.keep(keep);
        return keepDead == null ? next : next.keepDead(keepDead);
    }
}
