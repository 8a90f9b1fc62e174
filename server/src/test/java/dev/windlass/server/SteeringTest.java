package dev.windlass.server;

import static dev.windlass.server.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.JobId;
import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a command line says of jobs that it can do nothing about, and what it makes of payloads with versions. */
final class SteeringTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Task<String, String> WELCOME = Task.named("mail.welcome", String.class, String.class);

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        terminal = Terminal.in(directory);
    }

    /** A worker lived here that reads payloads up to a version. */
    private void performed(Task<String, String> task) {
        Windlass.on(SqliteStore.at(terminal.store()))
                .perform(task, (payload, run) -> payload)
                .start()
                .close();
    }

    private int versionOf(String id) {
        try (var store = SqliteStore.reader(terminal.store())) {
            return store.jobs().payload(JobId.parse(id)).orElseThrow().version();
        }
    }

    private String waiting() throws IOException {
        terminal.write("windlass.yaml", """
                limits:
                  alone:
                    kind: mutex
                """);
        return terminal.enqueued("--limit", "alone=shop-9");
    }

    @Nested
    class Versions {
        private final Task<String, String> third =
                WELCOME.withVersion(3).upgrade(1, json -> json).upgrade(2, json -> json);

        @Test
        void a_payload_is_of_the_highest_version_that_a_worker_reads() {
            performed(third);

            assertThat(versionOf(terminal.enqueued())).isEqualTo(3);
            assertThat(versionOf(terminal.enqueued("--payload-version", "2"))).isEqualTo(2);
        }

        @Test
        void a_payload_of_a_task_that_nobody_performed_is_of_version_1() {
            assertThat(versionOf(terminal.enqueued())).isEqualTo(1);
        }

        @Test
        void an_edited_payload_keeps_its_version_unless_another_is_said() {
            var id = terminal.enqueued("--payload-version", "2", "--in", "1 day");

            terminal.windlass("jobs", "edit", id, "--payload", "7");
            assertThat(versionOf(id)).isEqualTo(2);

            terminal.windlass("jobs", "edit", id, "--payload", "7", "--payload-version", "3");
            assertThat(versionOf(id)).isEqualTo(3);
        }

        @Test
        void a_version_without_a_payload_is_refused() {
            var id = terminal.enqueued("--in", "1 day");

            assertThat(terminal.windlass("jobs", "edit", id, "--lane", "HIGH", "--payload-version", "3"))
                    .isEqualTo(new Said(
                            2, "", "windlass: --payload-version says how --payload is read; add --payload as well\n"));
        }

        @Test
        void a_version_below_1_is_refused() {
            assertThat(terminal.windlass("enqueue", "mail.welcome", "1", "--unknown-ok", "--payload-version", "0"))
                    .isEqualTo(
                            new Said(2, "", "windlass: --payload-version: the version is 0, versions count from 1\n"));
        }

        @Test
        void a_job_whose_payload_is_too_new_for_all_workers_is_told_so() throws Exception {
            var id = terminal.enqueued("--payload-version", "9");
            try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                    .perform(WELCOME, (payload, run) -> payload)
                    .start()) {
                var handle = windlass.handle(WELCOME, JobId.parse(id));
                await(() -> handle.find().orElseThrow().waiting().isPresent());
                assertThat(terminal.windlass("jobs", "show", id).out())
                        .contains("no worker that is alive performs task mail.welcome with payloads of version 9; it is"
                                + " parked until one does");
            }
        }
    }

    @Test
    void a_job_that_waits_for_a_limit_is_not_said_to_be_due() throws IOException {
        var id = waiting();

        assertThat(terminal.windlass("jobs", "run", id))
                .isEqualTo(
                        new Said(
                                4,
                                "",
                                "windlass: job " + id
                                        + " does not wait for its time: it waits for room under limit alone=shop-9 (one"
                                        + " at a time; of all its keys 0 jobs pass and 1 waits), and no worker is alive to let it pass\n"));
    }

    @Test
    void a_job_that_waits_in_a_paused_queue_is_told_so() throws IOException {
        var id = waiting();
        terminal.windlass("queues", "pause", "default");

        assertThat(terminal.windlass("jobs", "show", id).out())
                .contains("queue default is paused; let it go on with: windlass queues resume default");
    }

    /** Exit code 4: it exists, but its state does not allow what was asked. */
    @Nested
    class NotPossible {
        private void assertNotPossible(String sentence, String... command) {
            assertThat(terminal.windlass(command)).isEqualTo(new Said(4, "", "windlass: " + sentence + "\n"));
        }

        private String succeeded() throws InterruptedException {
            var id = terminal.enqueued();
            try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                    .perform(Task.named("mail.welcome", Object.class, String.class), (payload, run) -> "sent")
                    .start()) {
                assertThat(windlass.drain(SOON)).isTrue();
            }
            return id;
        }

        @Test
        void what_has_ended_is_neither_cancelled_run_nor_edited() throws Exception {
            var id = succeeded();

            assertNotPossible("job " + id + " has ended already; there is nothing to cancel", "jobs", "cancel", id);
            assertNotPossible(
                    "job " + id + " has ended; revive it if it is dead, or enqueue another", "jobs", "run", id);
            assertNotPossible(
                    "job " + id + " has ended; only a job that waits can be changed",
                    "jobs",
                    "edit",
                    id,
                    "--lane",
                    "HIGH");
        }

        @Test
        void a_dead_job_whose_key_is_taken_is_refused_with_the_key_and_the_job_that_has_it() throws Exception {
            var id = terminal.enqueued("--unique", "user 42");
            // The payload is an object, which such a task cannot read.
            try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                    .perform(WELCOME, (payload, run) -> "never")
                    .start()) {
                assertThat(windlass.drain(SOON)).isTrue();
            }
            terminal.enqueued();
            var newer = terminal.enqueued("--unique", "user 42");

            assertNotPossible(
                    "job " + id + " cannot be revived: newer job " + newer
                            + " holds its unique key \"user 42\"; cancel that one first",
                    "jobs",
                    "revive",
                    id);
        }

        @Test
        void what_is_not_dead_is_not_revived() {
            var id = terminal.enqueued();

            assertNotPossible("job " + id + " is not dead; only a dead job can be revived", "jobs", "revive", id);
        }
    }

    /** Each prints one document with {@code --json}, and nothing else. */
    @Nested
    class Documents {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "enqueue mail.welcome {} --unknown-ok",
                    "jobs list",
                    "jobs show ID",
                    "jobs edit ID --lane HIGH",
                    "jobs run ID",
                    "jobs cancel ID",
                    "jobs unschedule mail.welcome",
                    "queues list",
                    "queues pause default",
                    "queues resume default",
                    "queues purge default",
                    "workers",
                    "backup kept.db",
                    "restore kept.db --replace",
                    "export jobs.jsonl",
                    "doctor"
                })
        void a_command_answers_by_a_document(String command) {
            var id = terminal.enqueued("--in", "1 day");
            terminal.windlass("backup", "kept.db");
            var kept = command.startsWith("backup") ? command.replace("kept", "other") : command;

            var words = Stream.concat(
                    Stream.of(kept.split(" ")).map(word -> word.equals("ID") ? id : word), Stream.of("--json"));

            assertThat(terminal.windlass(words.toArray(String[]::new)).json().isContainerNode())
                    .isTrue();
        }

        @Test
        void a_revive_and_an_import_answer_by_a_document() throws Exception {
            var id = terminal.enqueued();
            // The payload is an object, which such a task cannot read.
            try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                    .perform(WELCOME, (payload, run) -> "never")
                    .start()) {
                assertThat(windlass.drain(SOON)).isTrue();
            }
            terminal.windlass("export", "jobs.jsonl");

            assertThat(terminal.windlass("jobs", "revive", id, "--json")
                            .json()
                            .get("answer")
                            .asText())
                    .isEqualTo("REVIVED");
            assertThat(terminal.windlass("import", "jobs.jsonl", "--store", "other.db", "--json")
                            .json()
                            .isObject())
                    .isTrue();
        }

        @Test
        void a_refusal_is_a_document_with_the_code_of_the_exit() {
            var id = terminal.enqueued();

            var said = terminal.windlass("jobs", "revive", id, "--json");

            assertThat(said.code()).isEqualTo(4);
            assertThat(said.err()).isEmpty();
            assertThat(said.json().at("/error/code").asText()).isEqualTo("NOT_POSSIBLE");
            assertThat(said.json().at("/error/exit").asInt()).isEqualTo(4);
        }
    }
}
