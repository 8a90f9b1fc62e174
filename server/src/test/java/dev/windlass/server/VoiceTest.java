package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class VoiceTest {
    private static final Pattern INCIDENT =
            Pattern.compile("windlass: this is a bug in Windlass, incident (?<id>[0-9]+); please report it with"
                    + " (?<file>\\S+), which says what broke and where\\R");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Voice voice(boolean json) {
        return new Voice(new PrintWriter(out, true), new PrintWriter(err, true), json);
    }

    private static IllegalStateException bug() {
        return new IllegalStateException("broken\n\tat nowhere", new IllegalStateException("password=canary"));
    }

    @Test
    void a_bug_of_ours_is_an_incident_without_a_stack() throws IOException {
        assertThat(voice(false).tell(bug())).isEqualTo(ExitCode.BUG.number());

        var said = INCIDENT.matcher(err.toString());
        assertThat(said.matches()).as(err.toString()).isTrue();
        assertThat(said.group("file")).contains(said.group("id"));
        Files.delete(Path.of(said.group("file")));
        assertThat(err.toString())
                .doesNotContain("VoiceTest", "broken", "canary")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void what_broke_lies_in_a_file_for_its_owner_alone() throws IOException {
        voice(false).tell(bug());

        var said = INCIDENT.matcher(err.toString());
        assertThat(said.matches()).isTrue();
        var file = Path.of(said.group("file"));
        assertThat(Files.readString(file))
                .contains("java.lang.IllegalStateException: broken", "VoiceTest.bug(VoiceTest.java:", "password=***")
                .doesNotContain("canary");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        Files.delete(file);
    }

    @Test
    void so_it_is_for_programs() {
        voice(true).tell(bug());

        assertThat(out.toString()).contains("\"code\" : \"BUG\"", "\"exit\" : 1");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void an_exception_in_the_log_is_one_line() {
        var before = System.err;
        var written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            LoggerFactory.getLogger(VoiceTest.class).warn("the store did not answer", bug());
        } finally {
            System.setErr(before);
        }

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("the store did not answer java.lang.IllegalStateException: broken at nowhere")
                .hasLineCount(1);
    }
}
