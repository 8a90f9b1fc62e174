package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CareTest {
    private static final Task<?, Object> WELCOME = Task.named("mail.welcome", Map.class, Object.class);

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        terminal = Terminal.in(directory);
    }

    private void change(String sql) throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + terminal.store());
                var statement = file.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Nested
    class Backups {
        @Test
        void a_backup_is_put_back_in_place() {
            var kept = terminal.enqueued();

            assertThat(terminal.windlass("backup", "kept.db"))
                    .isEqualTo(new Said(0, directory + "/kept.db is a backup of " + terminal.store() + "\n", ""));
            var later = terminal.enqueued();
            assertThat(terminal.windlass("restore", "kept.db", "--replace").out())
                    .isEqualTo(terminal.store() + " is restored from " + directory + "/kept.db\n");

            assertThat(terminal.windlass("jobs", "list").out()).contains(kept).doesNotContain(later);
        }

        @Test
        void a_store_that_is_there_is_not_replaced_unasked() {
            terminal.enqueued();
            terminal.windlass("backup", "kept.db");

            assertThat(terminal.windlass("restore", "kept.db").err())
                    .isEqualTo("windlass: " + terminal.store()
                            + " cannot be restored: there is a file already, which would be lost; choose another place, or"
                            + " replace it knowingly\n");
        }

        @Test
        void a_backup_is_made_beside_a_running_engine_and_not_restored_over_it() {
            terminal.enqueued();
            try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                    .withoutWorkers()
                    .start()) {
                assertThat(windlass.health()).isEmpty();

                assertThat(terminal.windlass("backup", "kept.db").code()).isZero();
                assertThat(terminal.windlass("restore", "kept.db", "--replace"))
                        .isEqualTo(
                                new Said(
                                        5,
                                        "",
                                        "windlass: " + terminal.store()
                                                + " cannot be opened: another engine of this process (pid "
                                                + ProcessHandle.current().pid()
                                                + ") has it open, and a file belongs to one engine at a time; stop that one first\n"));
            }
        }
    }

    @Nested
    class Doctor {
        @Test
        void a_store_without_open_jobs_is_well() {
            terminal.windlass("jobs", "cancel", terminal.enqueued());

            var said = terminal.windlass("doctor");

            assertThat(said.code()).isZero();
            assertThat(said.out())
                    .contains("well   file      " + terminal.store() + " has ")
                    .contains("well   settings  journal_mode wal, page_size ")
                    .contains("well   integrity every page and index")
                    .contains("well   disk ", "well   clock     the store was last written at ")
                    .contains("well   engine    engine 2 of generation ", "nobody holds it")
                    .contains("well   workers   no worker is alive");
        }

        @Test
        void jobs_that_nobody_runs_are_found_and_named() {
            var id = terminal.enqueued();
            terminal.enqueued();

            var said = terminal.windlass("doctor");

            assertThat(said.code()).isEqualTo(ExitCode.UNWELL.number());
            assertThat(said.out())
                    .contains("UNWELL jobs      2 READY, the first " + id
                            + ": no worker is alive; start a program that performs task mail.welcome\n");
            assertThat(terminal.windlass("doctor", "--json").json().get("well").asBoolean())
                    .isFalse();
        }

        @Test
        void an_engine_at_work_is_named_with_its_process() {
            try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                    .perform(WELCOME, (payload, run) -> "")
                    .start()) {
                windlass.enqueueJson("mail.other", "{}", Options.DEFAULT);

                assertThat(terminal.windlass("doctor").out())
                        .contains("process " + ProcessHandle.current().pid() + ", holds the file");
            }
        }

        @Test
        void an_engine_that_was_killed_is_found() throws SQLException {
            terminal.enqueued("--in", "1 day");
            change("update windlass_engine set clean = 0, pid = " + Integer.MAX_VALUE);

            assertThat(terminal.windlass("doctor").out())
                    .contains("UNWELL engine ", "ended without giving the file up; the next one checks it and goes on");
        }

        @Test
        void a_clock_that_was_set_back_is_found() throws SQLException {
            terminal.enqueued("--in", "1 day");
            change("update windlass_engine set clock = clock + 7200000000");

            assertThat(terminal.windlass("doctor").out())
                    .contains("UNWELL clock ", "1 hour 59 minutes", "ahead of the clock; was the clock set back?");
        }
    }
}
