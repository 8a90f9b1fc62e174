package dev.windlass.server;

import dev.windlass.task.Rate;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How many starts in a time. */
final class RateOptions {
    /** The period of a rate that names none, as in the configuration. */
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Option(names = "--rate", paramLabel = "STARTS", description = "so many starts in each period")
    private @Nullable Integer rate;

    @Option(
            names = "--per",
            paramLabel = "TIME",
            converter = Arguments.Length.class,
            description = "the period of --rate, such as \"1 minute\" (1 second)")
    private @Nullable Duration per;

    @Option(
            names = "--burst",
            paramLabel = "STARTS",
            description = "so many starts at once after a quiet time (as many as --rate)")
    private @Nullable Integer burst;

    /** Empty where nothing was said. */
    Optional<Rate> rate() {
        if (rate == null) {
            if (per != null || burst != null) {
                throw new IllegalArgumentException(
                        "--per and --burst say more of a rate, and there is none; add --rate");
            }
            return Optional.empty();
        }
        var said = Rate.of(rate, per == null ? PERIOD : per);
        return Optional.of(burst == null ? said : said.withBurst(burst));
    }
}
