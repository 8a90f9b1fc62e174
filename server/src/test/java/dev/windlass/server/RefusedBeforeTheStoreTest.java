package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Exit codes 2 and 3 say that nothing was done: no store is created either. */
class RefusedBeforeTheStoreTest {
    @TempDir
    private Path directory;

    private Terminal terminal;

    @BeforeEach
    void open() {
        terminal = Terminal.in(directory);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            enqueue a.b {}                                  | 3
            enqueue a.b {bad --unknown-ok                   | 2
            enqueue a.b {} --unknown-ok --payload-version 0 | 2
            enqueue a.b {} --unknown-ok --queue mail        | 3
            enqueue a.b {} --unknown-ok --limit shop=1      | 3
            enqueue a.b {} --unknown-ok --expires now       | 2
            import /dev/null                                | 2
            import -                                        | 2
            """)
    void a_refused_command_creates_no_store(String line, int code) {
        assertThat(terminal.windlass(line.split(" ")).code()).isEqualTo(code);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void an_export_that_is_cut_creates_no_store() throws IOException {
        terminal.enqueued();
        terminal.windlass("export", "all.jsonl");
        var whole = Files.readString(terminal.file("all.jsonl"));
        terminal.write("cut.jsonl", whole.substring(0, whole.length() - 9));

        assertThat(terminal.windlass("import", "cut.jsonl", "--store", "copy.db")
                        .code())
                .isEqualTo(2);
        assertThat(terminal.file("copy.db")).doesNotExist();
        assertThat(terminal.file("copy.db.lock")).doesNotExist();
    }

    @Test
    void a_task_that_the_configuration_names_is_known_to_a_store_that_is_not_there_yet() throws IOException {
        terminal.write(Configuration.FILE, "tasks: [a.b]");

        assertThat(terminal.windlass("enqueue", "a.b", "{}").code()).isZero();
        assertThat(terminal.windlass("jobs", "list").out()).contains("a.b");
    }
}
