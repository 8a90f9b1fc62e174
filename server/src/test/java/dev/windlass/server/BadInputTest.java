package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.sqlite.SqliteStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

/** What cannot be done is said in one sentence: what is typed, the exit code, and all that people are told. */
class BadInputTest {
    private static final String ID = "01890a5d-ac96-774b-bcce-b302099a8057";

    /** Begins the rows of the table that are done by {@link Mistakes}. */
    private static final String PROGRAM = "in a program: ";

    /** Commands that read, that write, and that may make a store. */
    private static final List<String> EACH_WAY =
            List.of("jobs list", "workers", "jobs run " + ID, "enqueue mail.welcome {}");

    @TempDir
    private Path directory;

    private Terminal terminal;
    private Mistakes mistakes;

    @BeforeEach
    void open() throws IOException {
        directory = directory.toRealPath();
        terminal = Terminal.in(directory);
        mistakes = new Mistakes(directory);
        terminal.enqueued();
    }

    /** Words are parted by spaces, a tilde stands for a space within one; DIR is the working directory. */
    private Said typed(String line) {
        return terminal.windlass(Arrays.stream(line.split(" "))
                .map(word -> word.replace("~", " ").replace("DIR", directory.toString()))
                .toArray(String[]::new));
    }

    private void assertRefused(Said said, int code, String sentence) {
        var told = said.err().replaceFirst("versions up to \\d+;", "versions up to NEWEST;");
        var expected = sentence.replace("DIR", directory + "")
                .replace("PID", ProcessHandle.current().pid() + "");
        assertThat(new Said(said.code(), said.out(), told))
                .isEqualTo(new Said(code, "", "windlass: " + expected + "\n"));
    }

    @ParameterizedTest
    @CsvFileSource(resources = "bad-input.txt", delimiter = '|', quoteCharacter = '\'', maxCharsPerColumn = 20_000)
    void is_answered_by_one_sentence_and_an_exit_code(String input, int code, String sentence) throws Exception {
        var said = input.startsWith(PROGRAM) ? mistakes.told(input.substring(PROGRAM.length())) : typed(input);

        assertRefused(said, code, sentence);
    }

    @Test
    void of_a_program_stands_in_the_table_each_time() throws IOException {
        assertThat(rows())
                .filteredOn(row -> row.startsWith(PROGRAM))
                .extracting(row -> row.substring(PROGRAM.length(), row.indexOf(" | ")))
                .containsExactlyInAnyOrderElementsOf(mistakes.names());
    }

    @Test
    void what_is_not_there_has_one_exit_code_in_every_command() throws IOException {
        var absent = rows().filter(row -> row.matches("[^|]+ \\| 3 \\| .*"))
                .map(row -> row.substring(0, row.indexOf(" | ")))
                .toList();

        assertThat(CommandPageTest.names().filter(command -> !command.equals("completion")))
                .allSatisfy(command -> assertThat(absent).anyMatch(row -> row.startsWith(command)));
        assertThat(rows().filter(row -> row.matches("[^|]+ \\| [^3] \\| (.*: )?there is no .*")))
                .isEmpty();
    }

    private static Stream<String> rows() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/dev/windlass/server/bad-input.txt")).stream()
                .filter(row -> !row.startsWith("#"));
    }

    @Test
    void a_payload_that_begins_with_an_at_sign_is_not_read_from_a_file() {
        var said = typed("enqueue mail.welcome @/etc/hosts");

        assertRefused(
                said,
                2,
                "the payload for task mail.welcome was refused: the content is not JSON: line 1, column 1 has \"@\" where it"
                        + " cannot stand; names and texts stand in double quotes");
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
    void a_store_without_a_name() throws IOException {
        assertRefused(
                terminal.with("WINDLASS_STORE", "").windlass("jobs", "list"),
                2,
                "WINDLASS_STORE: \"\" names no file; give its path");

        terminal.write(Configuration.FILE, "store:\n");
        assertRefused(typed("jobs list"), 2, "DIR/windlass.yaml: store: \"\" names no file; give its path");
    }

    @Test
    void the_name_of_a_file_that_no_file_can_have() {
        assertRefused(
                terminal.windlass("jobs", "list", "--store", "a\0b"),
                2,
                "--store: \"a\\u0000b\" cannot be the name of a file; give another");
    }

    @Test
    void a_configuration_that_is_no_text() throws IOException {
        Files.write(directory.resolve(Configuration.FILE), new byte[] {(byte) 0xff, (byte) 0xfe, 0});

        assertRefused(
                typed("jobs list"),
                2,
                "configuration file DIR/windlass.yaml cannot be read: it is not text in UTF-8; give a readable file with"
                        + " --config");
    }

    @Test
    void a_queue_that_is_full() throws IOException {
        terminal.write(Configuration.FILE, "queues: {small: {depth: 1}}");
        terminal.enqueued("--queue", "small");

        assertRefused(
                typed("enqueue mail.welcome {} --queue small"),
                4,
                "queue small is full: it holds 1 job, 1 more was to come, the limit is 1; nothing was accepted, try again in"
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
        assertRefused(
                typed("restore notes.txt --replace"),
                2,
                "DIR/notes.txt is no database; name a file that windlass backup wrote");
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
                        "DIR/windlass.db cannot be opened: another engine of this process (pid PID) has it open, and a file belongs to one engine at a time; stop that one first, or ask its program to do it");
            }
        }
    }
}
