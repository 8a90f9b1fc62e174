package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.PartList;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
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

            assertThat(terminal.windlass("restore", "kept.db"))
                    .isEqualTo(new Said(
                            4,
                            "",
                            "windlass: " + terminal.store()
                                    + " is there already, and its jobs would be lost; name another place with --store, or"
                                    + " add --replace\n"));
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
                                                + ") has it open, and a file belongs to one engine at a time; stop that one first, or ask its program to do it\n"));
            }
        }
    }

    @Nested
    class Transfers {
        @Test
        void an_export_is_imported_into_another_store_once() {
            var id = terminal.enqueued("--tag", "vip");

            assertThat(terminal.windlass("export", "jobs.jsonl"))
                    .isEqualTo(new Said(0, "exported 1 job to " + directory + "/jobs.jsonl\n", ""));
            assertThat(terminal.windlass("import", "jobs.jsonl", "--store", "other.db")
                            .out())
                    .isEqualTo("imported 1 job, 0 were known already\n");
            assertThat(terminal.windlass("import", "jobs.jsonl", "--store", "other.db")
                            .out())
                    .isEqualTo("imported 0 jobs, 1 was known already\n");
            assertThat(terminal.windlass("jobs", "list", "--tag", "vip", "--store", "other.db")
                            .out())
                    .startsWith(id);
        }

        @Test
        void jobs_whose_key_is_held_and_overrides_that_do_not_hold_are_said() {
            var left = terminal.enqueued("--unique", "user-42");
            terminal.windlass("queues", "override", "default", "--depth", "500");
            terminal.windlass("export", "jobs.jsonl");
            var other = terminal.enqueued("--unique", "user-42", "--store", "other.db");

            assertThat(terminal.windlass("import", "jobs.jsonl", "--store", "other.db")
                            .out())
                    .isEqualTo("imported 0 jobs, 0 were known already, 1 was left out, since another job holds its"
                            + " unique key: " + left + " (its key is held by " + other
                            + "); 1 override holds here now\n");
            var again = terminal.windlass("import", "jobs.jsonl", "--store", "other.db", "--json")
                    .json();
            assertThat(again.path("leftOut").asInt()).isEqualTo(1);
            assertThat(again.path("holders").path(left).asText()).isEqualTo(other);
            assertThat(again.path("overruled").asInt()).isEqualTo(1);
        }

        @Test
        void an_export_that_leaves_out_a_damaged_job_names_it_and_ends_with_a_code_of_its_own() throws SQLException {
            var left = terminal.enqueued();
            change("insert into windlass_name (text) values ('" + PartList.TYPE + "')");
            change("update windlass_job set type = (select max(number) from windlass_name)");
            terminal.enqueued();

            var said =
                    "exported 1 job%s, 1 was left out, since its terms, or the list of its payload's parts, cannot be read: "
                            + left + "\n";
            assertThat(terminal.windlass("export", "jobs.jsonl"))
                    .isEqualTo(new Said(6, said.formatted(" to " + directory + "/jobs.jsonl"), ""));
            var piped = terminal.windlass("export", "-");
            assertThat(piped.err()).isEqualTo("windlass: " + said.formatted(""));
            assertThat(piped.code()).isEqualTo(6);
            var json = terminal.windlass("export", "again.jsonl", "--json").json();
            assertThat(json.path("leftOut").asInt()).isEqualTo(1);
            assertThat(json.path("damaged").path(0).asText()).isEqualTo(left);
        }

        @Test
        void an_override_of_a_limit_of_another_kind_is_left_out_and_told() {
            try (var store = SqliteStore.at(terminal.store())) {
                store.limits().override(Limit.named("pair").concurrent(2));
            }
            try (var store = SqliteStore.at(directory.resolve("other.db"))) {
                store.limits().declare(List.of(Limit.named("pair").mutex()));
            }
            terminal.windlass("export", "jobs.jsonl");

            assertThat(terminal.windlass("import", "jobs.jsonl", "--store", "other.db")
                            .out())
                    .isEqualTo(
                            "imported 0 jobs, 0 were known already; an override was left out: limit pair is a mutex and"
                                    + " has no number to override; change its declaration\n");
        }

        @Test
        void an_export_goes_through_a_pipe() {
            var id = terminal.enqueued();

            var exported = terminal.windlass("export", "-");
            assertThat(exported.err()).isEqualTo("windlass: exported 1 job\n");
            terminal.piping(exported.out()).windlass("import", "-", "--store", "other.db");

            assertThat(terminal.windlass("jobs", "list", "--store", "other.db").out())
                    .startsWith(id);
        }

        @Test
        void a_cut_export_changes_nothing() {
            terminal.enqueued();
            var whole = terminal.windlass("export", "-").out();

            var said = terminal.piping(whole.substring(0, whole.length() - 5))
                    .windlass("import", "-", "--store", "other.db");

            assertThat(said)
                    .isEqualTo(
                            new Said(
                                    2,
                                    "",
                                    "windlass: line 3 was refused: the file ends here without its closing line, so it was cut; export anew\n"));
            assertThat(terminal.windlass("jobs", "list", "--store", "other.db").out())
                    .isEmpty();
        }

        @Test
        void a_line_that_does_not_fit_is_refused_in_words() {
            terminal.enqueued();
            var bent = terminal.windlass("export", "-")
                    .out()
                    .replaceFirst("\"accepted\":\"[^\"]+\"", "\"accepted\":\"soon\"");

            assertThat(terminal.piping(bent)
                            .windlass("import", "-", "--store", "other.db")
                            .err())
                    .isEqualTo("windlass: line 2 was refused: it does not say a job (\"accepted\" is \"soon\";"
                            + " it must be an instant such as 2027-01-01T00:00:00Z); nothing was imported\n");
        }

        @Test
        void a_word_that_a_line_cannot_have_is_refused_with_those_that_it_can() {
            terminal.enqueued();
            var bent = terminal.windlass("export", "-").out().replace("\"READY\"", "\"REDY\"");

            assertThat(terminal.piping(bent)
                            .windlass("import", "-", "--store", "other.db")
                            .err())
                    .isEqualTo(
                            "windlass: line 2 was refused: it does not say a job (\"state\" is \"REDY\"; it must be one of"
                                    + " SCHEDULED, READY, RUNNING, WAITING, SUCCEEDED, CANCELLED, DEAD); nothing was imported\n");
        }

        @Test
        void what_cannot_be_exported_or_imported_is_said() throws IOException {
            terminal.enqueued();
            terminal.write("notes.txt", "notes\n");

            assertThat(terminal.windlass("export", "notes.txt").err())
                    .isEqualTo("windlass: " + directory
                            + "/notes.txt is there already and an export overwrites nothing; choose another name\n");
            assertThat(terminal.windlass("export", "no/jobs.jsonl").err())
                    .isEqualTo(
                            "windlass: there is no directory for " + directory + "/no/jobs.jsonl; create it first\n");
            assertThat(terminal.windlass("export", "-", "--json")
                            .json()
                            .at("/error/message")
                            .asText())
                    .isEqualTo(
                            "export - writes jobs to standard output, where the document of --json has no place; leave"
                                    + " one out");
            assertThat(terminal.windlass("import", "nowhere").err())
                    .isEqualTo("windlass: there is no export at " + directory
                            + "/nowhere; name a file that windlass export wrote\n");
            assertThat(terminal.windlass("import", "notes.txt").err())
                    .isEqualTo(
                            "windlass: line 1 was refused: it is no header of an export; choose a file that Windlass has"
                                    + " exported\n");
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
        void a_store_that_was_just_restored_is_well() {
            terminal.enqueued("--in", "1 day");
            terminal.windlass("backup", "kept.db");
            terminal.windlass("restore", "kept.db", "--replace");

            var said = terminal.windlass("doctor");

            assertThat(said.code()).isZero();
            assertThat(said.out()).contains("the next engine sets journal_mode to wal");
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
