package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.FatalException;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandLineTest {
    private static final Task<?, Object> WELCOME = Task.named("mail.welcome", Map.class, Object.class);

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        terminal = Terminal.in(directory);
    }

    /** The id of a job that is dead by what it threw. */
    private String dead(String message) throws InterruptedException {
        try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                .perform(WELCOME, (payload, run) -> {
                    throw new FatalException(message);
                })
                .start()) {
            var id = windlass.enqueueJson(WELCOME.name(), "{}", Options.DEFAULT).id();
            windlass.drain();
            return id.toString();
        }
    }

    @Nested
    class Jobs {
        @Test
        void an_enqueued_job_is_listed_and_shown() {
            var id = terminal.enqueued("--in", "1 day");

            assertThat(terminal.windlass("jobs", "list").out())
                    .startsWith(id + "  SCHEDULED  default")
                    .endsWith("mail.welcome\n");
            assertThat(terminal.windlass("jobs", "show", id).out())
                    .contains("state     SCHEDULED", "task      mail.welcome", "why       it is due in");
        }

        @Test
        void a_list_is_narrowed_and_paged() {
            var first = terminal.enqueued();
            var second = terminal.enqueued("--tag", "vip");

            assertThat(terminal.windlass("jobs", "list", "--limit", "1").out())
                    .contains(first)
                    .doesNotContain(second)
                    .contains("there are more: add --after " + first);
            assertThat(terminal.windlass("jobs", "list", "--after", first).out())
                    .contains(second)
                    .doesNotContain(first);
            assertThat(terminal.windlass("jobs", "list", "--tag", "vip").out())
                    .contains(second)
                    .doesNotContain(first);
            assertThat(terminal.windlass("jobs", "list", "--state", "dead").out())
                    .isEmpty();
        }

        @Test
        void a_waiting_job_is_cancelled_once_and_for_all() {
            var id = terminal.enqueued("--in", "1 day");

            assertThat(terminal.windlass("jobs", "cancel", id))
                    .isEqualTo(new Said(0, "job " + id + " is cancelled\n", ""));
            assertThat(terminal.windlass("jobs", "cancel", id).code()).isZero();
            assertThat(terminal.windlass("jobs", "show", id).out()).contains("CANCELLED", "it was cancelled");
        }

        @Test
        void a_job_that_waits_for_its_time_is_run_now() {
            var id = terminal.enqueued("--in", "1 day");

            assertThat(terminal.windlass("jobs", "run", id)).isEqualTo(new Said(0, "job " + id + " is due now\n", ""));
            assertThat(terminal.windlass("jobs", "show", id).out()).doesNotContain("it is due in");
        }

        @Test
        void a_job_that_waits_is_given_another_lane_time_and_payload() {
            var id = terminal.enqueued("--in", "1 day");

            assertThat(terminal.windlass(
                            "jobs", "edit", id, "--lane", "high", "--in", "2 days", "--payload", "{\"userId\":43}"))
                    .isEqualTo(new Said(0, "job " + id + " is changed\n", ""));
            assertThat(terminal.windlass("jobs", "show", id).out()).contains("lane      HIGH", "it is due in ");
        }

        @Test
        void jobs_of_a_task_that_wait_for_their_time_are_unscheduled() {
            var later = terminal.enqueued("--in", "1 day");
            var now = terminal.enqueued();

            assertThat(terminal.windlass("jobs", "unschedule", "mail.welcome").out())
                    .isEqualTo("cancelled 1 job of task mail.welcome that waited for its time\n");
            assertThat(terminal.windlass("jobs", "show", later).out()).contains("CANCELLED");
            assertThat(terminal.windlass("jobs", "show", now).out()).contains("READY");
        }

        @Test
        void a_dead_job_is_shown_with_its_reason_and_revived() throws Exception {
            var id = dead("no such user");

            assertThat(terminal.windlass("jobs", "show", id).out())
                    .contains("reason    FATAL", "attempt   1 FATAL on ", "no such user")
                    .contains("it is dead, because its task said that no retry can help");
            assertThat(terminal.windlass("jobs", "show", id).out())
                    .containsPattern("attempt   1 FATAL on [^,]+, started 20\\S+Z, ran \\d+ ms, ended 20\\S+Z: ");
            assertThat(terminal.windlass("jobs", "revive", id).out()).isEqualTo("job " + id + " is ready again\n");
            assertThat(terminal.windlass("jobs", "show", id).out())
                    .contains("no worker is alive; start a program that performs task mail.welcome");
        }

        @Test
        void text_of_a_job_cannot_steer_the_terminal() throws Exception {
            var id = dead("\u001b[2J\n\tat evil.Code\u202e");

            assertThat(terminal.windlass("jobs", "show", id).out().lines())
                    .noneMatch(line -> line.startsWith("\t") || line.startsWith("at "))
                    .noneMatch(line -> line.contains("\u001b") || line.contains("\u202e"))
                    .anyMatch(line -> line.contains("?[2J ?at evil.Code?"));
            assertThat(terminal.windlass("jobs", "show", id, "--json").out())
                    .doesNotContain("\u001b")
                    .doesNotContain("\u202e");
        }

        @Test
        void what_a_job_brings_along_is_shown() {
            var id = terminal.enqueued(
                    "--unique",
                    "user-42",
                    "--header",
                    "trace=4711",
                    "--tag",
                    "vip",
                    "--timeout",
                    "5 minutes",
                    "--expires",
                    "1 day");

            assertThat(terminal.windlass("jobs", "show", id).out())
                    .contains(
                            "unique    user-42",
                            "headers   {trace=4711, windlass.secret=*}",
                            "tags      vip",
                            "timeout   5 minutes")
                    .contains("expires   ");
        }

        @Test
        void a_second_job_with_a_held_key_is_answered_by_the_first() {
            var first = terminal.enqueued("--unique", "user-42");

            assertThat(terminal.windlass("enqueue", "mail.welcome", "{}", "--unique", "user-42"))
                    .isEqualTo(new Said(
                            0,
                            first + "\n",
                            "windlass: nothing was enqueued: job " + first
                                    + " holds the unique key \"user-42\" already, and answers\n"));
            assertThat(terminal.enqueued("--unique", "user-43", "--unique-for", "1 hour"))
                    .isNotEqualTo(first);
        }

        @Test
        void a_program_is_told_whether_its_job_was_enqueued_or_another_answered() {
            var first = terminal.windlass("enqueue", "mail.welcome", "{}", "--unknown-ok", "--unique", "k", "--json");
            var second = terminal.windlass("enqueue", "mail.welcome", "{}", "--unique", "k", "--json");

            assertThat(first.json().get("enqueued").asBoolean()).isTrue();
            assertThat(second.json().get("enqueued").asBoolean()).isFalse();
            assertThat(second.json().get("id")).isEqualTo(first.json().get("id"));
            assertThat(second.err()).isEmpty();
        }
    }

    @Nested
    class Limits {
        @Test
        void a_job_that_waits_for_room_says_under_which_limit() throws IOException {
            terminal.write(Configuration.FILE, "limits: {shop: {kind: concurrent, jobs: 3}}");

            var id = terminal.enqueued("--limit", "shop=north");

            assertThat(terminal.windlass("jobs", "show", id).out())
                    .contains("waiting   KEY", "limits    shop=north")
                    .contains("it waits for room under limit shop=north (3 at a time; of all its keys 0 jobs pass and 1"
                            + " waits), and no worker is alive to let it pass");
        }

        @Test
        void limits_that_a_program_has_declared_stay_as_they_are() throws IOException {
            Windlass.on(SqliteStore.at(terminal.store()))
                    .limit(Limit.named("shop").rate(5, Duration.ofMinutes(1)))
                    .withoutWorkers()
                    .start()
                    .close();
            terminal.write(Configuration.FILE, "limits: {shop: {kind: mutex}}");

            assertThat(terminal.windlass("jobs", "show", terminal.enqueued("--limit", "shop=north"))
                            .out())
                    .contains("5 starts in 1 minute");
        }
    }

    @Nested
    class UnknownTasks {
        @Test
        void a_task_that_nothing_has_heard_of_wants_a_word() {
            var said = terminal.windlass("enqueue", "mail.welcome", "{}");

            assertThat(said)
                    .isEqualTo(
                            new Said(
                                    3,
                                    "",
                                    "windlass: task \"mail.welcome\" is unknown: no worker of this store performs it, no job of it was ever"
                                            + " here, and windlass.yaml does not name it under tasks:; if it is no slip, add --unknown-ok\n"));
        }

        @Test
        void a_task_of_which_there_was_a_job_is_known() {
            terminal.enqueued();

            assertThat(terminal.windlass("enqueue", "mail.welcome", "{}").code())
                    .isZero();
        }

        @Test
        void a_task_that_a_worker_performs_is_known() {
            try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                    .perform(WELCOME, (payload, run) -> "")
                    .start()) {
                windlass.enqueueJson("another", "{}", Options.DEFAULT);
            }

            assertThat(terminal.windlass("enqueue", "mail.welcome", "{}").code())
                    .isZero();
        }
    }

    @Nested
    class Json {
        @Test
        void every_answer_is_one_document() {
            var id = terminal.windlass("enqueue", "mail.welcome", "{}", "--unknown-ok", "--json")
                    .json()
                    .get("id")
                    .asText();

            assertThat(terminal.windlass("jobs", "list", "--json")
                            .json()
                            .at("/jobs/0/id")
                            .asText())
                    .isEqualTo(id);
            assertThat(terminal.windlass("--json", "jobs", "show", id)
                            .json()
                            .get("state")
                            .asText())
                    .isEqualTo("READY");
            assertThat(terminal.windlass("jobs", "cancel", id, "--json")
                            .json()
                            .get("answer")
                            .asText())
                    .isEqualTo("CANCELLED");
        }

        @Test
        void so_is_every_refusal() {
            var said = terminal.windlass("jobs", "list", "--json");

            assertThat(said.code()).isEqualTo(3);
            assertThat(said.err()).isEmpty();
            assertThat(said.json().at("/error/code").asText()).isEqualTo("NOT_FOUND");
            assertThat(said.json().at("/error/exit").asInt()).isEqualTo(3);
            assertThat(said.json().at("/error/message").asText()).startsWith("there is no store at ");
        }

        @Test
        void and_so_is_a_command_line_that_cannot_be_read() {
            var said = terminal.windlass("jobs", "lst", "--json");

            assertThat(said.err()).isEmpty();
            assertThat(said.json().at("/error/message").asText())
                    .isEqualTo(
                            "\"lst\" is not a command of windlass jobs, did you mean list?; see windlass jobs --help");
        }
    }

    @Nested
    class Completion {
        @Test
        void the_script_completes_every_command() {
            assertThat(terminal.windlass("completion").out())
                    .startsWith("#!/usr/bin/env bash")
                    .contains("jobs", "enqueue", "workers", "--unknown-ok");
        }

        @Test
        void a_script_is_no_document() {
            assertThat(terminal.windlass("completion", "--json")
                            .json()
                            .at("/error/message")
                            .asText())
                    .isEqualTo(
                            "completion prints a script, where the document of --json has no place; leave --json out");
        }
    }
}
