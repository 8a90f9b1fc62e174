package dev.windlass.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import dev.windlass.Windlass;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whatever a job says of itself, no line of a log and no line of a command begins with words of its choice. */
class ForgedLineTest {
    /** As the log of an application would write it. */
    private static final String LINE = "12:00:00 ERROR admin logged in";

    private static final String FORGED = "x\r\n" + LINE + "\n\u001b[2J\u2028" + LINE + "\u0085" + LINE;
    private static final Task<String, String> EVIL = Task.named("evil", String.class, String.class);
    private static final Queue ONCE = Queue.named("default").retry(Retry.none());

    @TempDir
    Path directory;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();

    /** As in many an application: the message, then the stack. */
    @BeforeEach
    void capture() {
        var encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setCharset(StandardCharsets.UTF_8);
        encoder.setPattern("%d{HH:mm:ss} %level %logger{0} %msg%n%ex");
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        context.getLogger("ROOT").addAppender(appender);
    }

    @AfterEach
    void release() {
        context.getLogger("ROOT").detachAppender(appender);
    }

    private static void assertNotForged(String text) {
        assertThat(text.split("\\R")).isNotEmpty().noneMatch(line -> line.startsWith("12:00:00"));
        assertThat(text).doesNotContain("\u001b", "\u2028", "\u0085");
    }

    @Test
    void log_of_a_program_has_no_line_of_a_jobs_choice() throws Exception {
        try (var windlass = Windlass.on(MemoryStore.open())
                .queue(ONCE)
                .perform(EVIL, (text, run) -> {
                    throw new IllegalStateException(FORGED, new IllegalStateException(FORGED));
                })
                .listen(event -> {
                    throw new IllegalStateException(FORGED, new IllegalStateException(FORGED));
                })
                .start()) {
            windlass.enqueue(EVIL, FORGED);
            windlass.drain(Duration.ofSeconds(20));
        }
        var log = written.toString(StandardCharsets.UTF_8);
        assertThat(log).contains("job is dead", "a listener threw", "\tat dev.windlass", "\\r\\n" + LINE);
        assertNotForged(log);
    }

    @Test
    void exception_without_hostile_words_is_logged_as_it_is() {
        ProgramLog.of(ForgedLineTest.class).warn("it broke: job={}", 7, new IllegalStateException("plainly"));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("it broke: job=7", "java.lang.IllegalStateException: plainly\n\tat dev.windlass")
                .doesNotContain("Told");
    }

    @Test
    void commands_print_no_line_of_a_jobs_choice() throws Exception {
        var terminal = Terminal.in(directory);
        String id;
        try (var windlass = Windlass.on(SqliteStore.at(terminal.store()))
                .queue(ONCE)
                .perform(EVIL, (text, run) -> {
                    run.log(FORGED);
                    throw new IllegalStateException(FORGED, new IllegalStateException(FORGED));
                })
                .start()) {
            var options = Options.DEFAULT.header("from", FORGED).unique(Unique.key(FORGED.substring(0, 50)));
            id = windlass.enqueue(EVIL, FORGED, options).id().toString();
            windlass.drain(Duration.ofSeconds(20));
        }
        for (var command : new String[][] {
            {"jobs", "show", id}, {"jobs", "list"}, {"doctor"}, {"jobs", "show", id, "--json"}, {"jobs", "show", FORGED}
        }) {
            var said = terminal.windlass(command);
            assertThat(said.out() + said.err()).isNotBlank();
            assertNotForged(said.out());
            assertNotForged(said.err());
        }
    }
}
