package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What tells of the whole says nothing of the content of one job: a canary in payload, result and checkpoint is not seen there. */
class LeakTest {
    private static final String CANARY = "canary4711";
    private static final Task<String, String> ECHO = Task.named("echo", String.class, String.class);
    private static final Task<String, String> FAIL = Task.named("fail", String.class, String.class);

    @TempDir
    Path directory;

    @Test
    void health_statistics_and_repairs_tell_nothing_of_a_payload() throws Exception {
        try (var windlass = begun().start()) {
            live(windlass);

            var told = windlass.health() + " "
                    + windlass.statistics(new StatisticsQuery(Duration.ofHours(1), Duration.ofMinutes(1))) + " "
                    + windlass.repairs(100);
            assertThat(told).doesNotContain(CANARY);
        }
    }

    @Test
    void commands_that_tell_of_the_whole_tell_nothing_of_a_payload() throws Exception {
        try (var windlass = begun().start()) {
            live(windlass);
        }
        var terminal = Terminal.in(directory);
        for (var command : new String[][] {
            {"doctor"},
            {"doctor", "--json"},
            {"workers"},
            {"workers", "--json"},
            {"queues", "list"},
            {"queues", "list", "--json"},
            {"jobs", "list"},
            {"jobs", "list", "--json"}
        }) {
            var said = terminal.windlass(command);
            assertThat(said.out()).isNotBlank().doesNotContain(CANARY);
            assertThat(said.err()).doesNotContain(CANARY);
        }
    }

    @Test
    void an_attempt_keeps_type_and_message_and_no_stack() throws Exception {
        try (var windlass = begun().start()) {
            var failed = windlass.enqueue(FAIL, CANARY);
            windlass.drain(Duration.ofSeconds(20));

            assertThat(failed.attempts())
                    .singleElement()
                    .satisfies(attempt ->
                            assertThat(attempt.error()).contains("java.lang.IllegalStateException: not today"));
            assertThat(failed.find().orElseThrow().error()).contains("java.lang.IllegalStateException: not today");
        }
    }

    private WindlassBuilder begun() {
        return Windlass.on(SqliteStore.at(directory.resolve(Terminal.STORE)))
                .queue(Queue.named("default").retry(Retry.none()))
                .perform(ECHO, (text, run) -> text + run.checkpoint("step", String.class, () -> CANARY))
                .perform(FAIL, (text, run) -> {
                    throw new IllegalStateException("not today");
                });
    }

    private static void live(Windlass windlass) throws InterruptedException {
        windlass.enqueue(ECHO, CANARY);
        windlass.enqueue(FAIL, CANARY);
        windlass.drain(Duration.ofSeconds(20));
        windlass.enqueue(ECHO, CANARY, Options.in("1 day"));
    }
}
