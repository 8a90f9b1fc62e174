package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be done is said in one sentence: what is typed, the exit code, and all that people are told. */
class BadInputTest {
    private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

    /** Commands that read, that write, and that may make a store. */
    private static final List<String> EACH_WAY =
            List.of("jobs list", "workers", "jobs run " + ID, "enqueue mail.welcome {}");

    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        terminal = Terminal.in(directory);
        terminal.enqueued();
    }

    /** Words are parted by spaces, a tilde stands for a space within one; DIR is the working directory. */
    private Said typed(String line) {
        return terminal.windlass(Arrays.stream(line.split(" "))
                .map(word -> word.replace("~", " ").replace("DIR", directory.toString()))
                .toArray(String[]::new));
    }

    private void assertRefused(Said said, int code, String sentence) {
        assertThat(said).isEqualTo(new Said(code, "", "windlass: " + sentence.replace("DIR", directory + "") + "\n"));
    }

    // Long because it is one table.
    @ParameterizedTest
    @CsvSource(delimiter = '|', maxCharsPerColumn = 20_000, textBlock = """
            jobs                                                         | 2 | windlass jobs needs to be told what to do; see windlass jobs --help
            lst                                                          | 2 | "lst" is not a command of windlass; see windlass --help
            jobs lst                                                     | 2 | "lst" is not a command of windlass jobs, did you mean list?; see windlass jobs --help
            jobs list extra                                              | 2 | "extra" is one argument too many for windlass jobs list; see windlass jobs list --help
            jobs list --queu default                                     | 2 | "--queu" is not an option of windlass jobs list, did you mean --queue?; see windlass jobs list --help
            jobs list --limit                                            | 2 | --limit needs a value; see windlass jobs list --help
            jobs list --limit 0                                          | 2 | a page holds 1 to 1000 jobs, 0 were asked for
            jobs list --limit many                                       | 2 | --limit: "many" is not a whole number of at most 2147483647
            jobs list --limit 1 --limit 2                                | 2 | --limit is given twice; leave one out
            jobs list --state open                                       | 2 | --state: "open" is none of SCHEDULED, READY, RUNNING, WAITING, SUCCEEDED, CANCELLED, DEAD
            jobs list --after no-id                                      | 2 | --after: "no-id" is not a job id; an id looks like 01890a5d-ac96-774b-bcce-b302099a8057
            jobs list --store                                            | 2 | --store needs a value; see windlass jobs list --help
            jobs list --store nowhere.db                                 | 2 | there is no store at DIR/nowhere.db; name its file with --store, WINDLASS_STORE or the configuration
            jobs list --store .                                          | 5 | DIR/. cannot be opened: it is a directory; name a file in it, such as DIR/./windlass.db
            jobs list --config nowhere.yaml                              | 2 | configuration file DIR/nowhere.yaml cannot be read (NoSuchFileException); give a readable file with --config
            jobs list --config /dev/zero                                 | 2 | configuration file /dev/zero is not a file of at most 1048576 bytes; give another with --config
            jobs show                                                    | 2 | windlass jobs show needs ID; see windlass jobs show --help
            jobs show no-id                                              | 2 | ID: "no-id" is not a job id; an id looks like 01890a5d-ac96-774b-bcce-b302099a8057
            jobs show 01890a5d-ac96-774b-bcce-b302099a8057               | 3 | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here; it may have been pruned, or live in another store
            jobs cancel 01890a5d-ac96-774b-bcce-b302099a8057             | 3 | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here; it may have been pruned, or live in another store
            jobs revive 01890a5d-ac96-774b-bcce-b302099a8057             | 3 | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here; it may have been pruned, or live in another store
            jobs run 01890a5d-ac96-774b-bcce-b302099a8057                | 3 | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here; it may have been pruned, or live in another store
            jobs edit 01890a5d-ac96-774b-bcce-b302099a8057               | 2 | nothing is to be changed; add --in, --at, --lane or --payload
            jobs edit 01890a5d-ac96-774b-bcce-b302099a8057 --lane LOW    | 3 | job 01890a5d-ac96-774b-bcce-b302099a8057 is unknown here; it may have been pruned, or live in another store
            jobs edit 01890a5d-ac96-774b-bcce-b302099a8057 --payload {   | 2 | --payload was refused: the content is not JSON: Unexpected end-of-input: expected close marker for Object
            jobs edit 01890a5d-ac96-774b-bcce-b302099a8057 --lane urgent | 2 | --lane: "urgent" is none of CRITICAL, HIGH, NORMAL, LOW
            workers --store nowhere.db                                   | 2 | there is no store at DIR/nowhere.db; name its file with --store, WINDLASS_STORE or the configuration
            enqueue                                                      | 2 | windlass enqueue needs TASK; see windlass enqueue --help
            enqueue mail.welcome                                         | 2 | windlass enqueue needs JSON; see windlass enqueue --help
            enqueue mail.welcome {a                                      | 2 | the payload for task mail.welcome was refused: the content is not JSON: Unexpected character ('a' (code 97)): was expecting double-quote to start field name
            enqueue mail/x {}                                            | 2 | task name "mail/x" must match [A-Za-z0-9._-]{1,100}; use letters, digits, dot, underscore and hyphen
            enqueue mail {}                                              | 2 | task "mail" is unknown: no worker of this store performs it, no job of it was ever here, and windlass.yaml does not name it under tasks:; if it is no slip, add --unknown-ok
            enqueue mail.welcome {} --queue Mail                         | 2 | queue name "Mail" must match [a-z0-9._-]{1,100}; use lower-case letters, digits, dot, underscore and hyphen
            enqueue mail.welcome {} --queue mail                         | 2 | queue "mail" is not known to the store, known are [default]; add it under queues: in windlass.yaml
            jobs unschedule mail/x | 2 | task name "mail/x" must match [A-Za-z0-9._-]{1,100}; use letters, digits, dot, underscore and hyphen
            queues pause mail | 3 | queue "mail" is not known to this store, known are default; a queue is known once a Windlass that declares it was started
            queues resume mail | 3 | queue "mail" is not known to this store, known are default; a queue is known once a Windlass that declares it was started
            queues purge mail | 3 | queue "mail" is not known to this store, known are default; a queue is known once a Windlass that declares it was started
            queues purge | 2 | windlass queues purge needs QUEUE; see windlass queues purge --help
            jobs edit 01890a5d-ac96-774b-bcce-b302099a8057 --in tomorrow | 2 | --in: delay "tomorrow" has no number before "tomorrow"; write for example "1 day 2 hours" or "now"
            jobs edit 01890a5d-ac96-774b-bcce-b302099a8057 --at tomorrow | 2 | --at: "tomorrow" is not an instant; write it like 2027-01-01T00:00:00Z
            backup | 2 | windlass backup needs FILE; see windlass backup --help
            backup windlass.db | 2 | no backup was written to DIR/windlass.db: it is there already and a backup overwrites nothing; choose another name
            backup no/backup.db | 2 | no backup was written to DIR/no/backup.db: its directory does not exist; create it first
            backup kept.db --store nowhere.db | 2 | there is no store at DIR/nowhere.db; name its file with --store, WINDLASS_STORE or the configuration
            restore nowhere.db --replace | 5 | DIR/nowhere.db cannot be restored: there is no such file; name the backup
            restore windlass.db --replace | 5 | DIR/windlass.db cannot be restored: it is the backup itself; copy it elsewhere first
            export windlass.db | 2 | DIR/windlass.db is there already and an export overwrites nothing; choose another name
            import nowhere.jsonl | 2 | there is no export at DIR/nowhere.jsonl; name a file that windlass export wrote
            import windlass.db | 2 | line 1 was refused: it is no header of an export; choose a file that Windlass has exported
            doctor --store nowhere.db | 2 | there is no store at DIR/nowhere.db; name its file with --store, WINDLASS_STORE or the configuration
            enqueue mail.welcome {} --lane urgent                        | 2 | --lane: "urgent" is none of CRITICAL, HIGH, NORMAL, LOW
            enqueue mail.welcome {} --in tomorrow                        | 2 | --in: delay "tomorrow" has no number before "tomorrow"; write for example "1 day 2 hours" or "now"
            enqueue mail.welcome {} --in -5s                             | 2 | --in: delay "-5s" is negative; write "now", or "5 seconds ago" for a time that has passed
            enqueue mail.welcome {} --at tomorrow                        | 2 | --at: "tomorrow" is not an instant; write it like 2027-01-01T00:00:00Z
            enqueue mail.welcome {} --at +1000000-01-01T00:00:00Z        | 2 | due time +1000000-01-01T00:00:00Z is after the latest that is accepted, 9999-12-31T23:59:59Z
            enqueue mail.welcome {} --in 5s --at 2027-01-01T00:00:00Z    | 2 | --in and --at cannot both say when the job runs; leave one out
            enqueue mail.welcome {} --unique ~                           | 2 | a unique key has 1 characters, it must have 1 to 200 and not be blank; take a digest of what is longer
            enqueue mail.welcome {} --unique-for 1h                      | 2 | --unique-for says how long and not which key; add --unique KEY
            enqueue mail.welcome {} --unique k --unique-for now          | 2 | the unique key "k" of scope FOR_TIME lasts PT0S; only FOR_TIME has a length, and it is above zero
            enqueue mail.welcome {} --limit shop                         | 2 | --limit: "shop" is not a name, an equals sign and a value
            enqueue mail.welcome {} --limit a=1 --limit b=2 --limit c=3  | 2 | a job has 3 limits, c=3 is one too many: at most 2 can be granted together; drop one
            enqueue mail.welcome {} --limit shop=9 | 2 | limit "shop" is not known to the store, known are []; add it under limits: in windlass.yaml
            enqueue mail.welcome {} --limit a=1 --limit a=2              | 2 | a job names limit "a" twice; name each limit once
            enqueue mail.welcome {} --limit a/b=1                        | 2 | limit name "a/b" must match [A-Za-z0-9._-]{1,100}; use letters, digits, dot, underscore and hyphen
            enqueue mail.welcome {} --tag two~words                      | 2 | tag "two words" must be one word of 1 to 100 characters; replace spaces by hyphens
            enqueue mail.welcome {} --header trace                       | 2 | --header: "trace" is not a name, an equals sign and a value
            enqueue mail.welcome {} --header a~b=1                       | 2 | header name "a b" must match [A-Za-z0-9._-]{1,100}
            enqueue mail.welcome {} --timeout now                        | 2 | a timeout is PT0S, it must be above zero and at most PT8766000H
            enqueue mail.welcome {} --expires soon                       | 2 | --expires: delay "soon" has no number before "soon"; write for example "1 day 2 hours" or "now"
            enqueue mail.welcome {} --store no/such/dir/w.db             | 5 | DIR/no/such/dir/w.db cannot be opened: its directory does not exist; create it first
            enqueue mail.welcome {} --unknown-ok=perhaps                 | 2 | --unknown-ok: "perhaps" is neither true nor false
            completion zsh                                               | 2 | "zsh" is one argument too many for windlass completion; see windlass completion --help
            workers --json=x                                             | 2 | --json: "x" is neither true nor false
            """)
    void of_a_command_line(String line, int code, String sentence) {
        assertRefused(typed(line), code, sentence);
    }

    @Test
    void a_payload_that_begins_with_an_at_sign_is_not_read_from_a_file() {
        var said = typed("enqueue mail.welcome @/etc/hosts");

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .startsWith("windlass: the payload for task mail.welcome was refused: the content is not JSON: "
                        + "Unexpected character ('@' (code 64))")
                .hasLineCount(1);
    }

    @Test
    void a_payload_over_the_limit() {
        var said = terminal.windlass("enqueue", "mail.welcome", "\"" + "x".repeat(1 << 20) + "\"");

        assertRefused(
                said,
                2,
                "the payload of task mail.welcome is 1048578 bytes, the limit is 1048576 (max-payload); store it elsewhere"
                        + " and pass where it is");
    }

    @Test
    void keys_that_are_too_long() {
        assertRefused(
                typed("enqueue mail.welcome {} --unique " + "k".repeat(201)),
                2,
                "a unique key has 201 characters, it must have 1 to 200 and not be blank; take a digest of what is longer");
        assertRefused(
                typed("enqueue mail.welcome {} --limit shop=" + "k".repeat(201)),
                2,
                "a key of limit \"shop\" has 201 characters, it must have 1 to 200 and not be blank; take a digest of what"
                        + " is longer");
    }

    @Test
    void a_payload_in_the_wrong_place_is_not_told_back_whole() {
        assertThat(typed("jobs show " + "x".repeat(100_000)).err())
                .hasSizeLessThan(3_000)
                .hasLineCount(1);
    }

    @Test
    void a_queue_that_is_full() throws IOException {
        terminal.write(Configuration.FILE, "queues: {small: {depth: 1}}");
        terminal.enqueued("--queue", "small");

        assertRefused(
                typed("enqueue mail.welcome {} --queue small"),
                4,
                "queue small is full: it holds 1 jobs, 1 more were to come, the limit is 1; nothing was accepted, try again in"
                        + " 1 s");
    }

    @Test
    void text_that_would_steer_the_terminal_is_made_harmless() {
        assertRefused(
                terminal.windlass("jobs", "\u001b[2J\n\tat"),
                2,
                "\"?[2J ?at\" is not a command of windlass jobs; see windlass jobs --help");
    }

    @Test
    void a_file_that_is_no_store() throws IOException {
        terminal.write("notes.txt", "these are notes, and more than a header is long: " + "x".repeat(200));

        for (var line : EACH_WAY) {
            assertRefused(
                    typed(line + " --store notes.txt"),
                    5,
                    "DIR/notes.txt cannot be opened: it is not a database; choose another file");
        }
    }

    @Test
    void a_store_of_a_newer_version() throws SQLException {
        try (var file = DriverManager.getConnection("jdbc:sqlite:" + terminal.store());
                var statement = file.createStatement()) {
            statement.executeUpdate(
                    "insert into windlass_migration select max(version) + 1, 'later', 0 from windlass_migration");
        }

        for (var line : EACH_WAY) {
            var said = typed(line);
            assertThat(said.code()).isEqualTo(5);
            assertThat(said.err())
                    .matches("windlass: " + terminal.store()
                            + " cannot be opened: its schema has version \\d+, this program knows versions up to \\d+; use the"
                            + " newer program that wrote it\n");
        }
    }

    @Test
    void a_store_that_an_engine_has_open() {
        try (var windlass =
                Windlass.on(SqliteStore.at(terminal.store())).withoutWorkers().start()) {
            assertThat(windlass.health()).isEmpty();
            for (var line :
                    List.of("enqueue mail.welcome {}", "jobs cancel " + ID, "jobs revive " + ID, "jobs run " + ID)) {
                assertRefused(
                        typed(line),
                        5,
                        "DIR/windlass.db cannot be opened: another engine of this process (pid "
                                + ProcessHandle.current().pid()
                                + ") has it open, and a file belongs to one engine at a time; stop that one first");
            }
        }
    }
}
