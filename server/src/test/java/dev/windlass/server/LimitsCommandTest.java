package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Limit;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitsCommandTest {
    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void declare() {
        terminal = Terminal.in(directory);
        declare(2);
    }

    /** What a program does that declares its limits. */
    private void declare(int jobs) {
        Windlass.on(SqliteStore.at(terminal.store()))
                .limit(Limit.named("per-shop").concurrent(jobs))
                .limit(Limit.named("api").rate(5, Duration.ofSeconds(1)))
                .limit(Limit.named("alone").mutex())
                .withoutWorkers()
                .start()
                .close();
    }

    @Test
    void limits_are_listed_with_what_they_allow() {
        assertThat(terminal.windlass("limits", "list").out()).isEqualTo("""
                        alone  one at a time, 0 jobs pass, 0 wait
                        api  5 starts in 1 second, 0 jobs pass, 0 wait
                        per-shop  2 at a time, 0 jobs pass, 0 wait
                        """);
    }

    @Test
    void a_limit_is_shown_with_the_keys_that_jobs_use() {
        terminal.enqueued("--limit", "per-shop=north");
        terminal.enqueued("--limit", "per-shop=south");
        terminal.enqueued("--limit", "per-shop=south");

        assertThat(terminal.windlass("limits", "show", "per-shop").out()).isEqualTo("""
                        per-shop  2 at a time, 0 jobs pass, 3 wait
                          north: 0 jobs pass, 1 waits
                          south: 0 jobs pass, 2 wait
                        """);
        assertThat(terminal.windlass("limits", "show", "per-shop", "--after", "north")
                        .out())
                .doesNotContain("north");
        var json = terminal.windlass("limits", "show", "per-shop", "--json").json();
        assertThat(json.at("/keys/1/waiting").asInt()).isEqualTo(2);
        assertThat(json.at("/inForce/jobs").asInt()).isEqualTo(2);
    }

    @Test
    void an_override_wins_over_the_next_declaration_until_it_is_reset() {
        assertThat(terminal.windlass("limits", "override", "per-shop", "--concurrent", "5"))
                .isEqualTo(new Said(0, "limit per-shop is overridden until it is reset\n", ""));
        declare(3);

        assertThat(terminal.windlass("limits", "list").out())
                .contains("per-shop  5 at a time, 0 jobs pass, 0 wait, overridden by hand; declared is 3 at a time\n");
        var json = terminal.windlass("limits", "list", "--json").json();
        assertThat(json.at("/limits/2/overridden").asBoolean()).isTrue();

        assertThat(terminal.windlass("limits", "reset", "per-shop").out())
                .isEqualTo("limit per-shop is as code declares it\n");
        assertThat(terminal.windlass("limits", "list").out()).contains("per-shop  3 at a time, 0 jobs pass, 0 wait\n");
    }

    @Test
    void a_rate_is_overridden_by_a_rate_and_by_nothing_else() {
        assertThat(terminal.windlass("limits", "override", "api", "--rate", "1", "--per", "1 minute", "--burst", "1")
                        .code())
                .isZero();
        assertThat(terminal.windlass("limits", "list").out())
                .contains("api  1 start in 1 minute, 0 jobs pass, 0 wait, overridden by hand");
        assertThat(terminal.windlass("limits", "override", "alone", "--concurrent", "2"))
                .isEqualTo(new Said(
                        2,
                        "",
                        "windlass: limit alone is a mutex and has no number to override; change its declaration\n"));
    }
}
