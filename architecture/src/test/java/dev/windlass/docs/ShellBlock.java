package dev.windlass.docs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A block of a page that is marked {@code sh}. It is run as it stands by bash, in a copy of the checkout, and must not fail.
 *
 * <p>{@code ./test} and {@code ./bench} rehearse: they check what they were given and that what they would start is there, say so,
 * and start nothing. A {@code ./test} within {@code ./test} would have no end, and a measurement beside tests measures the tests.
 * {@code ./test --fast} has {@code ./run} rehearse as well, since it builds the copy.
 */
record ShellBlock(Fence fence) {
    private static final Duration LIMIT = Duration.ofMinutes(8);

    /** What is wrong with it; the commands that rehearse are named without their {@code ./}. */
    Optional<String> fault(Path checkout, String rehearsing) throws InterruptedException {
        var environment = Map.of("WINDLASS_REHEARSE", rehearsing);
        var run = Launched.in(checkout, environment, LIMIT, List.of("bash", "-euo", "pipefail", "-c", fence.text()));
        return run.exit() == 0
                ? Optional.empty()
                : Optional.of(fence.place() + ": the block ended with " + run.exit() + ": " + run.err());
    }
}
