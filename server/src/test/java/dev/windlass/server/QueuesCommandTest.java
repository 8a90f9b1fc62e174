package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.QueueRow;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.FatalException;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueuesCommandTest {
    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = Terminal.in(directory);
    }

    /** What a program does that declares its queues. */
    private void declare(Queue queue) {
        Windlass.on(SqliteStore.at(terminal.store()))
                .queue(queue)
                .withoutWorkers()
                .start()
                .close();
    }

    @Test
    void a_queue_is_paused_and_resumed() {
        var id = terminal.enqueued();

        assertThat(terminal.windlass("queues", "pause", "default"))
                .isEqualTo(new Said(0, "queue default is paused\n", ""));
        assertThat(terminal.windlass("queues", "list").out()).isEqualTo("PAUSED  default, 1 ready\n");
        assertThat(terminal.windlass("jobs", "show", id).out())
                .contains("why       queue default is paused; let it go on with: windlass queues resume default\n");
        assertThat(terminal.windlass("doctor").out()).contains("UNWELL jobs      1 READY", "queue default is paused");
        assertThat(terminal.windlass("queues", "resume", "default").out()).isEqualTo("queue default is not paused\n");
        assertThat(terminal.windlass("queues", "list").out()).isEqualTo("takes   default, 1 ready\n");
    }

    @Test
    void every_queue_is_listed_with_its_jobs_by_state() {
        declare(Queue.named("mail"));
        terminal.enqueued();
        terminal.enqueued("--in", "1 day");
        terminal.enqueued("--in", "2 days", "--queue", "mail");

        assertThat(terminal.windlass("queues", "list").out()).isEqualTo("""
                        takes   default, 1 scheduled, 1 ready
                        takes   mail, 1 scheduled
                        """);
        var json = terminal.windlass("queues", "list", "--json").json();
        assertThat(json.at("/queues/0/states/SCHEDULED").asInt()).isEqualTo(1);
        assertThat(json.at("/countedAll").asBoolean()).isTrue();
    }

    @Test
    void dead_letters_of_a_queue_are_counted() throws Exception {
        terminal.enqueued();
        try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                .perform(Task.named("mail.welcome", Object.class, String.class), (payload, run) -> {
                    throw new FatalException("no such user");
                })
                .start()) {
            windlass.drain();
        }

        assertThat(terminal.windlass("queues", "list").out()).isEqualTo("takes   default, 1 dead\n");
    }

    @Test
    void what_is_too_much_to_count_is_said() {
        var rows = List.of(
                new QueueRow("mail", Optional.empty(), Optional.empty(), false, Optional.empty(), OptionalInt.empty()));
        try (var windlass = Windlass.on(MemoryStore.open()).withoutWorkers().start()) {
            windlass.enqueueAll(
                    Task.named("mail.welcome", Integer.class),
                    IntStream.rangeClosed(0, 20_000).boxed());

            var answer = (Answer.Given) new QueueList(rows, QueueCounts.of(windlass.store())).answer();

            assertThat(answer.lines()).last().asString().startsWith("there are too many jobs to look through");
            assertThat(answer.json().get("countedAll")).isEqualTo(false);
        }
    }

    @Test
    void an_override_may_say_what_is_the_default() {
        declare(Queue.named("mail").keep(Duration.ofHours(2)));

        assertThat(terminal.windlass("queues", "override", "mail", "--keep", "7 days")
                        .out())
                .isEqualTo("queue mail is overridden until it is reset\n");
    }

    @Test
    void a_purge_cancels_what_does_not_run() {
        var first = terminal.enqueued();
        terminal.enqueued("--in", "1 day");

        assertThat(terminal.windlass("queues", "purge", "default").out())
                .isEqualTo("cancelled 2 jobs of queue default\n");
        assertThat(terminal.windlass("jobs", "show", first).out()).contains("CANCELLED");
    }

    @Test
    void an_override_changes_what_it_names_and_a_reset_undoes_it() {
        declare(Queue.named("mail").rate(5, Duration.ofSeconds(1)).depth(10));

        assertThat(terminal.windlass("queues", "override", "mail", "--concurrency", "3", "--lift", "rate"))
                .isEqualTo(new Said(0, "queue mail is overridden until it is reset\n", ""));
        declare(Queue.named("mail").rate(7, Duration.ofSeconds(1)).depth(10));
        assertThat(terminal.windlass("queues", "list").out())
                .contains(
                        "takes   mail, holds 0 jobs of 0 bytes, at most 10 jobs, runs at most 3, overridden by hand\n");

        assertThat(terminal.windlass("queues", "override", "mail", "--rate", "2", "--per", "1 minute", "--bytes", "99")
                        .code())
                .isZero();
        assertThat(terminal.windlass("queues", "list").out())
                .contains(
                        "at most 10 jobs, at most 99 bytes, runs at most 3, at most 2 starts in 1 minute, overridden by hand");

        assertThat(terminal.windlass("queues", "reset", "mail", "--json")
                        .json()
                        .at("/answer")
                        .asText())
                .isEqualTo("RESET");
        assertThat(terminal.windlass("queues", "list").out())
                .contains("takes   mail, holds 0 jobs of 0 bytes, at most 10 jobs, at most 7 starts in 1 second\n");
    }

    @Test
    void times_of_keeping_and_attempts_are_overridden() {
        terminal.enqueued();

        terminal.windlass(
                "queues",
                "override",
                "default",
                "--keep",
                "2 days",
                "--keep-dead",
                "3 days",
                "--attempts",
                "4",
                "--timeout",
                "1 minute");

        try (var store = SqliteStore.reader(terminal.store())) {
            var rules = store.queues().list().get(0).rules();
            assertThat(rules.keep()).isEqualTo(Duration.ofDays(2));
            assertThat(rules.keepDead()).isEqualTo(Duration.ofDays(3));
            assertThat(rules.retry()).isEqualTo(Queue.named("default").retry().attempts(4));
            assertThat(rules.timeout()).contains(Duration.ofMinutes(1));
        }
    }

    @Test
    void rules_that_a_program_has_declared_stay_as_they_are() {
        declare(Queue.named("mail").rate(5, Duration.ofSeconds(1)).depth(10));
        declare(Queue.named(Queue.DEFAULT_NAME).concurrency(2));

        terminal.enqueued("--queue", "mail");

        assertThat(terminal.windlass("queues", "list").out())
                .contains("takes   default, no jobs, runs at most 2\n")
                .contains(
                        "takes   mail, 1 ready, holds 1 job of 13 bytes, at most 10 jobs, at most 5 starts in 1 second\n");
        assertThat(terminal.windlass("queues", "list", "--json")
                        .json()
                        .at("/queues/1/rate")
                        .asText())
                .isEqualTo("5 in PT1S");
    }
}
