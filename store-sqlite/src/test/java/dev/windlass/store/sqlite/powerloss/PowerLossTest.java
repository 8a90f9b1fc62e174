package dev.windlass.store.sqlite.powerloss;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.ChildJvm;
import dev.windlass.store.sqlite.child.Strace;
import dev.windlass.store.sqlite.powerloss.Scribe.Manner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The power fails at any system call: what was acknowledged by then must be there. {@code -Dwindlass.seed=N} says at which. */
@Tag("process")
@Timeout(600)
class PowerLossTest {
    private static final long SEED = Long.getLong("windlass.seed", 1);
    private static final int IMAGES = 40;
    private static final int PAGES = 240;
    private static final Duration LIMIT = Duration.ofMinutes(4);

    @TempDir
    Path directory;

    @BeforeEach
    void requireTracer() {
        Strace.require();
    }

    @ParameterizedTest
    @EnumSource
    void no_acknowledged_job_and_no_outcome_is_lost_with_the_power(Loss loss) throws Exception {
        var operations = trace(Manner.SOUND, PAGES);
        assertThat(operations.subList(firstSaid(operations), operations.size()))
                .as("what is replayed, in which the log must be brought home at least once")
                .anyMatch(operation -> operation instanceof Operation.Write write
                        && write.file().equals(Inspection.DATABASE));
        var damages = damages(operations, loss);
        System.out.printf(
                "power loss, %s, seed %d: %d of %d images keep every acknowledged job and outcome (%,d operations)%n",
                loss, SEED, IMAGES - damages.size(), IMAGES, operations.size());
        assertThat(damages).isEmpty();
    }

    @Test
    void a_store_that_does_not_sync_is_found() throws Exception {
        var damages = damages(trace(Manner.UNSYNCED, PAGES / 10), Loss.STRICT);
        System.out.printf("power loss without syncs: %d of %d images are damaged%n", damages.size(), IMAGES);
        assertThat(damages).isNotEmpty();
    }

    private List<Operation> trace(Manner manner, int pages) throws Exception {
        var log = directory.resolve("trace");
        var root = Files.createDirectory(directory.resolve("traced"));
        var tracer = List.of(
                "strace", "-f", "-qq", "-xx", "-s", "1100000", "-o", log.toString(), "-e", "trace=" + Trace.CALLS);
        var arguments = Scribe.arguments(root.resolve(Inspection.DATABASE), manner, pages, SEED);
        try (var child = ChildJvm.startUnder(tracer, directory.resolve("output"), Scribe.class, arguments)) {
            assertThat(child.awaitExit(LIMIT)).as(child.printed()).isZero();
        }
        return Trace.read(log, root);
    }

    /** What is wrong with the images, one entry for each damaged one. */
    private List<String> damages(List<Operation> operations, Loss loss) throws IOException {
        var chance = new Random(SEED);
        var first = firstSaid(operations);
        var found = new ArrayList<String>();
        for (var number = 0; number < IMAGES; number++) {
            var cut = first + 1 + chance.nextInt(operations.size() - first);
            var image = Image.of(operations.subList(0, cut), loss, chance);
            var there = Files.createDirectory(directory.resolve("image" + number));
            image.write(there);
            var violations = Inspection.violations(there, image.said());
            if (!violations.isEmpty()) {
                found.add("image " + number + ", cut at " + cut + ": " + violations);
            }
        }
        return found;
    }

    private static int firstSaid(List<Operation> operations) {
        return IntStream.range(0, operations.size())
                .filter(at -> operations.get(at) instanceof Operation.Say)
                .findFirst()
                .orElseThrow();
    }
}
