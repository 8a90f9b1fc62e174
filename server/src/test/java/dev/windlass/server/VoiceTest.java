package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class VoiceTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private Voice voice(boolean json) {
        return new Voice(new PrintWriter(out, true), new PrintWriter(err, true), json);
    }

    private static IllegalStateException bug() {
        return new IllegalStateException("broken\n\tat nowhere", new IllegalStateException("inside"));
    }

    @Test
    void a_bug_of_ours_is_one_line_that_says_where() {
        assertThat(voice(false).tell(bug())).isEqualTo(ExitCode.BUG.number());

        assertThat(err.toString())
                .startsWith(
                        "windlass: this is a bug in Windlass, please report it: java.lang.IllegalStateException: broken")
                .contains("VoiceTest.bug(VoiceTest.java:")
                .hasLineCount(1);
        assertThat(out.toString()).isEmpty();
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
