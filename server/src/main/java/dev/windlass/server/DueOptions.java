package dev.windlass.server;

import dev.windlass.task.DelayText;
import dev.windlass.task.Due;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When a job is to run. */
final class DueOptions {
    @Option(names = "--in", paramLabel = "TIME", description = "run after a wait such as \"1 day 2 hours\"")
    private @Nullable Duration delay;

    @Option(names = "--at", paramLabel = "INSTANT", description = "run at an instant such as 2027-01-01T00:00:00Z")
    private @Nullable Instant instant;

    /** As it was typed, or near it. */
    String words() {
        return instant != null
                ? "--at " + instant
                : delay != null ? "--in " + DelayText.format(delay) : DelayText.format(Duration.ZERO);
    }

    /** Empty where nothing was said. */
    Optional<Due> due() {
        if (delay != null && instant != null) {
            throw new IllegalArgumentException("--in and --at cannot both say when the job runs; leave one out");
        }
        return delay != null
                ? Optional.of(Due.in(delay))
                : Optional.ofNullable(instant).map(Due::at);
    }
}
