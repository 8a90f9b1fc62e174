package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Exported;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Secret;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A canary in every place where a secret may be, and who gets to see it. */
class RevealTest {
    private static final String CANARY = "canary4711";
    private static final Task<Login, Login> LOGIN = Task.named("login", Login.class, Login.class);

    private static final Task<Login, String> FAILING = Task.named("login.fail", Login.class, String.class);

    record Login(String user, @Secret String door, String password) {}

    /** A service one of whose parameters is nobody's business. */
    public static final class Doors {
        /** Opens it. */
        @Exported
        public String open(String name, @Secret String code) {
            return name;
        }
    }

    @TempDir
    Path directory;

    private Terminal terminal;
    private JobId login;
    private JobId opened;
    private JobId failed;

    @BeforeEach
    void live() throws Exception {
        terminal = Terminal.in(directory);
        try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                .queue(Queue.named("default").retry(Retry.none()))
                .service("doors", new Doors())
                .perform(LOGIN, (payload, run) -> {
                    run.log("asked with password=" + CANARY);
                    run.log("asked for " + payload + " or {\"door\":\"" + CANARY + "\"}");
                    return payload;
                })
                .perform(FAILING, (payload, run) -> {
                    throw new IllegalStateException("bad: " + payload, new IllegalArgumentException("door: " + CANARY));
                })
                .start()) {
            var options = Options.DEFAULT.header("authorization", CANARY).header("tenant", "north");
            login = windlass.enqueue(LOGIN, new Login("ada", CANARY, CANARY), options)
                    .id();
            failed = windlass.enqueue(FAILING, new Login("ada", CANARY, CANARY)).id();
            opened = windlass.defer(Doors::open, "front", CANARY).id();
            windlass.drain(Duration.ofSeconds(20));
        }
    }

    @Test
    void secrets_are_masked_wherever_a_job_is_shown() {
        for (var command : List.of(
                List.of("jobs", "show", login.toString()),
                List.of("jobs", "show", login.toString(), "--json"),
                List.of("jobs", "show", opened.toString()),
                List.of("jobs", "show", failed.toString()),
                List.of("jobs", "show", failed.toString(), "--json"),
                List.of("jobs", "list", "--json"),
                List.of("doctor"))) {
            var said = terminal.windlass(command.toArray(String[]::new));
            assertThat(said.out() + said.err()).isNotBlank().doesNotContain(CANARY);
        }
        assertThat(terminal.windlass("jobs", "show", login.toString()).out())
                .contains("{\"user\":\"ada\",\"door\":\"***\",\"password\":\"***\"}", "tenant=north", "password=***");
        assertThat(terminal.windlass("jobs", "show", opened.toString()).out())
                .contains("{\"name\":\"front\",\"code\":\"***\"}");
        assertThat(terminal.windlass("jobs", "show", failed.toString()).out())
                .contains("bad: Login[user=ada, door=***, password=***", "door: ***");
    }

    @Test
    void they_are_shown_to_who_asks_for_them() {
        assertThat(terminal.windlass("jobs", "show", login.toString(), "--reveal")
                        .out())
                .contains("\"door\":\"" + CANARY + "\"", "authorization=" + CANARY)
                .contains("password=***");
        assertThat(terminal.windlass("jobs", "show", opened.toString(), "--reveal", "--json")
                        .json()
                        .path("payload")
                        .asText())
                .isEqualTo("{\"name\":\"front\",\"code\":\"" + CANARY + "\"}");
    }

    /** Nobody in this process knows the type of its payload, and so which of its fields are marked. */
    @Test
    void jobs_of_the_command_line_show_names_and_no_values_unless_who_enqueued_them_named_the_secret_ones() {
        var json = "{\"user\":\"ada\",\"door\":\"" + CANARY + "\"}";
        var blind = enqueued(json);
        var named = enqueued(json, "--header", "windlass.secret=door");

        assertThat(terminal.windlass("jobs", "show", blind).out())
                .contains("{\"user\":\"***\",\"door\":\"***\"}")
                .doesNotContain(CANARY);
        assertThat(terminal.windlass("jobs", "show", named).out())
                .contains("{\"user\":\"ada\",\"door\":\"***\"}")
                .doesNotContain(CANARY);
        assertThat(terminal.windlass("jobs", "show", blind, "--reveal").out()).contains(CANARY);
    }

    private String enqueued(String json, String... options) {
        var words = Stream.concat(Stream.of("enqueue", "login", json), Stream.of(options));
        return terminal.windlass(words.toArray(String[]::new)).out().strip();
    }
}
