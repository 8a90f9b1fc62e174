package dev.windlass.store.sqlite.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.ChildJvm;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.store.sqlite.child.Strace;
import dev.windlass.task.JobId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One sync of the writer comes back with an I/O error, and later ones would not. What was written before it may be gone. */
@Tag("process")
@Timeout(180)
class FailedSyncTest {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /** Time, then {@code fdatasync(5) = -1 EIO (Input/output error) (INJECTED)} or {@code write(1, "A 01a2...\n", 39) = 39}. */
    private static final Pattern LINE = Pattern.compile("\\d+ +(\\d+\\.\\d+) (.*)");

    private static final Pattern SAID = Pattern.compile(".*\"([AR]) ([-0-9A-Za-z_]+)\\\\n\".*");

    @TempDir
    Path directory;

    @BeforeEach
    void requireTracer() {
        Strace.require();
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 30, 71})
    void nothing_is_acknowledged_after_a_failed_sync_and_all_that_was_is_there_after_a_reopening(int when)
            throws Exception {
        var events = trace(when);
        assertThat(events).filteredOn(event -> event.what() == What.FAILED).hasSize(1);
        var failure = events.stream().map(Event::what).toList().indexOf(What.FAILED);
        var after = events.subList(failure + 1, events.size());
        assertThat(after).isNotEmpty().allSatisfy(event -> {
            assertThat(event.what()).isEqualTo(What.REFUSED);
            assertThat(event.detail()).isEqualTo("STORE_FAILED");
        });
        var wait = after.get(0).seconds() - events.get(failure).seconds();
        System.out.printf(
                "sync %d failed: refused after %.3f s, %d acknowledged before, %d refused after%n",
                when, wait, failure, after.size());
        assertThat(wait).as("seconds to the first refusal").isLessThan(1);
        requireAll(events.subList(0, failure));
    }

    private enum What {
        ACKNOWLEDGED,
        REFUSED,
        FAILED
    }

    private record Event(double seconds, What what, String detail) {}

    /** Runs the program; the writer's thread gets an error from its sync number {@code when}. */
    private List<Event> trace(int when) throws IOException, InterruptedException {
        var log = directory.resolve("trace");
        var tracer = List.of(
                "strace",
                "-f",
                "-qq",
                "-ttt",
                "-s",
                "100",
                "-o",
                log.toString(),
                "-e",
                "trace=fsync,fdatasync,write",
                "-e",
                "inject=fsync,fdatasync:error=EIO:when=" + when);
        var database = List.of(directory.resolve("windlass.db").toString());
        // Made beforehand: strace counts for each thread apart, and the one that opens the file shall not get that far.
        SqliteStore.at(directory.resolve("windlass.db")).close();
        try (var child = ChildJvm.startUnder(tracer, directory.resolve("output"), Insistent.class, database)) {
            assertThat(child.awaitExit(LIMIT)).as(child.printed()).isZero();
        }
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.flatMap(line -> event(line).stream()).toList();
        }
    }

    private static List<Event> event(String line) {
        var parts = LINE.matcher(line);
        if (!parts.matches()) {
            return List.of();
        }
        var seconds = Double.parseDouble(parts.group(1));
        if (parts.group(2).contains("(INJECTED)")) {
            return List.of(new Event(seconds, What.FAILED, ""));
        }
        var said = SAID.matcher(parts.group(2));
        if (!said.matches()) {
            return List.of();
        }
        var what = said.group(1).equals("A") ? What.ACKNOWLEDGED : What.REFUSED;
        return List.of(new Event(seconds, what, said.group(2)));
    }

    private void requireAll(List<Event> acknowledged) {
        try (var store = SqliteStore.at(directory.resolve("windlass.db"))) {
            assertThat(acknowledged)
                    .allSatisfy(event -> assertThat(store.jobs().find(JobId.parse(event.detail())))
                            .isPresent());
            assertThat(store.checkIntegrity()).isEqualTo("ok");
        }
    }
}
