package dev.windlass.server;

import dev.windlass.task.Limit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code windlass limits override}. */
@Command(name = "override", description = "Lets another number hold for a limit than that in code, until it is reset.")
final class LimitsOverrideCommand implements Callable<Answer> {
    private final Access access;

    @Parameters(paramLabel = "LIMIT", description = LimitsCommand.LIMIT)
    @SuppressWarnings("NullAway.Init") // required, so picocli sets it
    private String limit;

    @Option(names = "--concurrent", paramLabel = "JOBS", description = "so many jobs of a key at the same time")
    private @Nullable Integer concurrent;

    @Mixin
    private final RateOptions rate = new RateOptions();

    LimitsOverrideCommand(Access access) {
        this.access = access;
    }

    @Override
    public Answer call() {
        var said = said();
        if (said.isEmpty()) {
            return Answer.badInput("nothing is to be changed; add --concurrent or --rate");
        }
        try (var windlass = access.openExisting()) {
            windlass.limits().override(said.get());
            return LimitsCommand.done(limit, "is overridden until it is reset", "OVERRIDDEN");
        }
    }

    private Optional<Limit> said() {
        var rated = rate.rate().<Limit>map(said -> new Limit(limit, new Limit.Bound.Rated(said)));
        if (concurrent == null) {
            return rated;
        }
        if (rated.isPresent()) {
            throw new IllegalArgumentException("--concurrent and --rate are two kinds of limit; leave one out");
        }
        return Optional.of(Limit.named(limit).concurrent(concurrent));
    }
}
