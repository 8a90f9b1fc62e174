package dev.windlass.server;

import static dev.windlass.server.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.JobQuery;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command line says of a file that a program has. */
class BesideAnEngineTest {
    private static final Task<?, Object> WELCOME = Task.named("mail.welcome", Map.class, Object.class);

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        terminal = Terminal.in(directory);
    }

    private Windlass running() {
        return Windlass.on(SqliteStore.at(terminal.store()))
                .perform(WELCOME, (payload, run) -> "")
                .start();
    }

    @Test
    void a_running_engine_is_looked_into_and_never_written_to() {
        var id = terminal.enqueued("--in", "1 day");
        try (var windlass = running()) {
            assertThat(terminal.windlass("jobs", "list").out()).contains(id);
            assertThat(terminal.windlass("jobs", "show", id).out()).contains("SCHEDULED");
            assertThat(terminal.windlass("workers").code()).isZero();
            assertThat(terminal.windlass("jobs", "cancel", id))
                    .isEqualTo(
                            new Said(
                                    5,
                                    "",
                                    "windlass: " + terminal.store()
                                            + " cannot be opened: another engine of this process (pid "
                                            + ProcessHandle.current().pid()
                                            + ") has it open, and a file belongs to one engine at a time; stop that one first, or ask its program to do it\n"));
            assertThat(windlass.list(JobQuery.ALL).jobs()).hasSize(1);
        }
    }

    @Test
    void a_worker_that_drains_is_listed_and_told_of() {
        try (var windlass = running()) {
            await(() -> !windlass.workers().isEmpty());
            windlass.drainWorker(windlass.workers().get(0).id());
            var id = windlass.enqueueJson("mail.welcome", "{}", Options.DEFAULT).id();

            assertThat(terminal.windlass("workers").out()).contains("  DRAINING  worker on ");
            assertThat(terminal.windlass("doctor").out()).contains("1 worker is alive, 1 of them draining");
            assertThat(terminal.windlass("jobs", "show", id.toString()).out())
                    .contains(
                            "every worker that is alive is draining and takes nothing more; start another program that"
                                    + " performs task mail.welcome");
        }
    }

    @Test
    void a_queue_that_is_paused_beside_a_running_engine_is_resumed_there() {
        try (var windlass = running()) {
            windlass.queues().pause("default");
            var id = windlass.enqueueJson("mail.welcome", "{}", Options.DEFAULT).id();

            assertThat(terminal.windlass("jobs", "show", id.toString()).out())
                    .contains(
                            "queue default is paused; let it go on by queues().resume in the program that has the store:"
                                    + " default\n");
        }
    }

    @Test
    void workers_are_listed_with_what_they_perform() {
        try (var windlass = running()) {
            assertThat(windlass.health()).isEmpty();
        }

        assertThat(terminal.windlass("workers").out()).contains("  ENDED     worker on ", ", performs mail.welcome\n");
        assertThat(terminal.windlass("workers", "--json")
                        .json()
                        .at("/workers/0/tasks/0")
                        .asText())
                .isEqualTo("mail.welcome");
    }
}
