package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {

    @TempDir
    Path directory;

    record Said(int code, String out, String err) {}

    Said windlass(String... arguments) {
        return windlass(Map.of(), arguments);
    }

    Said windlass(Map<String, String> environment, String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var console = new Main.Console(new PrintWriter(out, true), new PrintWriter(err, true), environment, directory);
        var code = Main.run(console, arguments);
        return new Said(code, out.toString(), err.toString());
    }

    String enqueued(String... more) {
        var arguments = new String[3 + more.length];
        System.arraycopy(new String[] {"enqueue", "mail.welcome", "{\"userId\":42}"}, 0, arguments, 0, 3);
        System.arraycopy(more, 0, arguments, 3, more.length);
        var said = windlass(arguments);
        assertThat(said.err()).isEmpty();
        return said.out().strip();
    }

    @Test
    void a_store_that_is_not_there_is_not_made_by_looking_at_it() {
        for (var command : List.of("list", "show", "cancel", "revive")) {
            var said = command.equals("list")
                    ? windlass("jobs", command, "--store", "typo.db")
                    : windlass(
                            "jobs",
                            command,
                            JobId.parse("01a202e5-901c-72c4-81f7-bab9a58b6134").toString(),
                            "--store",
                            "typo.db");
            assertThat(said.err())
                    .contains("there is no store at " + directory.resolve("typo.db"))
                    .contains("name its file with --store");
            assertThat(said.code()).isEqualTo(ExitCode.BAD_INPUT.number());
            assertThat(directory.resolve("typo.db")).doesNotExist();
        }
    }

    @Nested
    class Jobs {
        @Test
        void an_enqueued_job_is_listed_and_shown() {
            var id = enqueued("--in", "1 day");
            assertThat(windlass("jobs", "list").out())
                    .startsWith(id + "  SCHEDULED  default")
                    .endsWith("mail.welcome\n");
            assertThat(windlass("jobs", "show", id).out()).contains("state     SCHEDULED", "task      mail.welcome");
            assertThat(windlass("jobs", "show", id, "--json").out()).contains("\"state\" : \"SCHEDULED\"");
        }

        @Test
        void a_list_is_narrowed_and_paged() {
            var first = enqueued();
            var second = enqueued();
            assertThat(windlass("jobs", "list", "--limit", "1").out())
                    .contains(first)
                    .doesNotContain(second)
                    .contains("there are more: add --after " + first);
            assertThat(windlass("jobs", "list", "--after", first).out())
                    .contains(second)
                    .doesNotContain(first);
            assertThat(windlass("jobs", "list", "--state", "dead").out()).isEmpty();
            assertThat(windlass("jobs", "list", "--json").out()).contains("\"jobs\"", first, second);
        }

        @Test
        void a_waiting_job_is_cancelled_once_and_for_all() {
            var id = enqueued("--in", "1 day");
            assertThat(windlass("jobs", "cancel", id)).isEqualTo(new Said(0, "job " + id + " is cancelled\n", ""));
            assertThat(windlass("jobs", "cancel", id).code()).isZero();
            assertThat(windlass("jobs", "show", id).out()).contains("CANCELLED");
        }

        @Test
        void a_dead_job_is_shown_with_its_reason_and_revived() throws Exception {
            var task = Task.named("mail.welcome", Map.class);
            String id;
            try (var windlass = Windlass.on(SqliteStore.at(directory.resolve("windlass.db")))
                    .perform(task, (payload, run) -> {
                        throw new FatalException("no such user");
                    })
                    .start()) {
                id = windlass.enqueueJson("mail.welcome", "{}", Options.DEFAULT).toString();
                windlass.drain();
            }
            assertThat(windlass("jobs", "show", id).out())
                    .contains("reason    FATAL", "attempt   1 FATAL on ", "no such user");
            assertThat(windlass("jobs", "revive", id).out()).isEqualTo("job " + id + " is ready again\n");
            assertThat(windlass("jobs", "revive", id))
                    .isEqualTo(
                            new Said(4, "", "windlass: job " + id + " is not dead; only a dead job can be revived\n"));
        }
    }

    @Nested
    class Configured {
        void config(String text) throws IOException {
            Files.writeString(directory.resolve("windlass.yaml"), text);
        }

        @Test
        void the_file_names_store_and_queues() throws IOException {
            config(
                    "store: other.db\nqueues:\n  mail:\n    keep: 1 day\n    retry: {kind: linear, first: 5 s, attempts: 3}\n");
            enqueued("--queue", "mail");
            assertThat(directory.resolve("other.db")).exists();
        }

        @Test
        void the_environment_wins_over_the_file_and_the_flag_over_both() throws IOException {
            config("store: file.db\n");
            var variable = Map.of("WINDLASS_STORE", "variable.db");
            windlass(variable, "enqueue", "mail.welcome", "{}");
            windlass(variable, "enqueue", "mail.welcome", "{}", "--store", "flag.db");
            assertThat(directory.resolve("variable.db")).exists();
            assertThat(directory.resolve("flag.db")).exists();
            assertThat(directory.resolve("file.db")).doesNotExist();
        }

        @ParameterizedTest
        @CsvSource(delimiter = '|', textBlock = """
                        stroe: x                                | windlass.yaml: stroe is not a known key; did you mean "store"?
                        queues: {mail: {keeep: 1 day}}          | windlass.yaml: queues: mail: keeep is not a known key; did you mean "keep"?
                        queues: [mail]                          | windlass.yaml: queues is "[mail]"; it must be a mapping of keys to values
                        queues: {Mail: {}}                      | queue name "Mail" must match [a-z0-9._-]{1,100}; use lower-case letters, digits, dot, underscore and hyphen
                        queues: {m: {retry: {attempts: many}}}  | windlass.yaml: queues: m: retry: attempts is "many"; it must be a number
                        queues: {m: {retry: {attempts: 2.9}}}   | windlass.yaml: queues: m: retry: attempts is 2.9; it must be a whole number of at most 2147483647
                        queues: {m: {retry: {attempts: 1e99}}}  | windlass.yaml: queues: m: retry: attempts is 1.0E99; it must be a whole number
                        queues: {m: {retry: {kind: cubic}}}     | windlass.yaml: queues: m: retry: kind is "cubic"; use exponential, linear, fixed or none
                        queues: {m: {keep: 5 minutes}}          | queue m keeps ended jobs for PT5M, the shortest is PT1H
                        'store: ['                              | windlass.yaml is not YAML
                        """)
        void a_key_or_value_that_is_not_right_is_named(String yaml, String sentence) throws IOException {
            config(yaml);
            var said = windlass("jobs", "list");
            assertThat(said.code()).isEqualTo(2);
            assertThat(said.err()).startsWith("windlass: ").contains(sentence).hasLineCount(1);
            assertThat(directory.resolve("windlass.db")).doesNotExist();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2 | jobs show no-id                       | "no-id" is not a job id; an id looks like 01890a5d-ac96-774b-bcce-b302099a8057
                    3 | jobs show 01890a5d-ac96-774b-bcce-b302099a8057   | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here
                    3 | jobs cancel 01890a5d-ac96-774b-bcce-b302099a8057 | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here
                    3 | jobs revive 01890a5d-ac96-774b-bcce-b302099a8057 | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here
                    2 | jobs list --limit 0                   | a page holds 1 to 1000 jobs, 0 were asked for
                    2 | jobs list --state open                | expected one of
                    2 | jobs lst                              | see windlass jobs --help
                    2 | enqueue mail                          | Missing required parameter
                    2 | enqueue mail {a                       | the payload for task mail was refused: the content is not JSON
                    2 | enqueue mail @/etc/hosts              | the payload for task mail was refused: the content is not JSON: Unexpected character ('@'
                    2 | jobs list --config /dev/zero          | configuration file /dev/zero is not a file of at most 1048576 bytes
                    2 | enqueue mail/x {}                     | task name "mail/x" must match
                    2 | enqueue mail {} --queue Mail          | queue name "Mail" must match [a-z0-9._-]{1,100}
                    2 | enqueue mail {} --queue mail          | queue "mail" is not declared here
                    2 | enqueue mail {} --in tomorrow         | tomorrow
                    2 | enqueue mail {} --at tomorrow         | --at "tomorrow" is not an instant; write it like 2027-01-01T00:00:00Z
                    2 | enqueue mail {} --in 5s --at 2027-01-01T00:00:00Z | --in and --at cannot both say when the job runs; leave one out
                    2 | jobs list --config nowhere.yaml       | cannot be read (NoSuchFileException); give a readable file with --config
                    5 | enqueue mail {} --store no/such/dir/w.db | no/such/dir
                    """)
    void what_cannot_be_done_is_said_in_one_sentence(int code, String line, String sentence) {
        enqueued();
        var said = windlass(line.split(" "));
        assertThat(said.err()).startsWith("windlass: ").contains(sentence).hasLineCount(1);
        assertThat(said.code()).isEqualTo(code);
        assertThat(said.out()).isEmpty();
    }
}
