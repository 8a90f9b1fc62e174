package dev.windlass.server;

import static dev.windlass.task.Options.DEFAULT;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.windlass.Call;
import dev.windlass.Windlass;
import dev.windlass.server.Terminal.Said;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Exported;
import dev.windlass.task.Lane;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import javax.tools.ToolProvider;

/** What a program may do wrong, by the names that the table of {@link BadInputTest} has for it. */
final class Mistakes {
    private static final Task<String, String> WELCOME = Task.named("mail.welcome", String.class, String.class);

    /** Something that a program does, and must not. */
    @FunctionalInterface
    private interface Mistake {
        void make() throws Exception;
    }

    /** Something that it does with a Windlass that runs. */
    @FunctionalInterface
    private interface Use {
        void of(Windlass windlass) throws Exception;
    }

    static class Reports {
        @Exported
        public String monthly(int year) {
            return "in " + year;
        }

        public String monthly(String year) {
            return "in the year " + year;
        }

        public String secret(int number) {
            return "secret " + number;
        }
    }

    private final Map<String, Mistake> mistakes = new LinkedHashMap<>();
    private final Path directory;

    Mistakes(Path directory) {
        this.directory = directory;
        terms();
        uses();
        calls();
        files();
    }

    private void terms() {
        var key = "k".repeat(201);
        mistakes.put(
                "a third limit", () -> DEFAULT.limit("a", "1").limit("b", "2").limit("c", "3"));
        mistakes.put("a unique key that is too long", () -> DEFAULT.unique(key));
        mistakes.put("a key of a limit that is too long", () -> DEFAULT.limit("per-shop", key));
        mistakes.put("a lane that is none", () -> Lane.of(7));
        mistakes.put("a name that is none", () -> Task.named("send mail", String.class));
    }

    private void uses() {
        using("a payload over the limit", windlass -> windlass.enqueue(WELCOME, "x".repeat(1 << 20)));
        using("a queue that is full", windlass -> {
            windlass.enqueue(WELCOME, "first", Options.on("small"));
            windlass.enqueue(WELCOME, "second", Options.on("small"));
        });
        using("a queue that nobody declared", windlass -> windlass.enqueue(WELCOME, "", Options.on("smal")));
        using("a limit that nobody declared", windlass -> windlass.enqueue(WELCOME, "", DEFAULT.limit("shop", "9")));
        using("JSON of another form", windlass -> windlass.enqueueJson("mail.welcome", "{}", DEFAULT));
    }

    private void calls() {
        var bound = new Reports();
        using("a lambda given to defer", windlass -> windlass.defer((Integer year) -> "in " + year, 2026));
        using("a bound reference given to defer", windlass -> windlass.defer(bound::secret, 3));
        using(
                "an overload given to defer",
                windlass -> windlass.defer((Call.Gives2<Reports, String, String>) Reports::monthly, "2026"));
        using("a method that is not exported", windlass -> windlass.defer(Reports::secret, 3));
        using(
                "a method that is not exported, by its name",
                windlass -> windlass.enqueueJson("reports.secret", "{}", DEFAULT));
        mistakes.put("parameters without names", this::nameless);
    }

    private void files() {
        mistakes.put("a store of a newer version", this::newer);
        using("a restore over a running engine", windlass -> {
            SqliteStore.restore(other(), file());
        });
        using("a replacement under a running engine", windlass -> {
            SqliteStore.replace(other(), file());
        });
    }

    Set<String> names() {
        return mistakes.keySet();
    }

    /** Makes the mistake, and gives what the command line would tell people of it. */
    Said told(String name) {
        var mistake = mistakes.get(name);
        if (mistake == null) {
            throw new AssertionError("no mistake is named \"" + name + "\"");
        }
        var error = catchThrowableOfType(Exception.class, mistake::make);
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var code = new Voice(
                        new PrintWriter(out, true, StandardCharsets.UTF_8),
                        new PrintWriter(err, true, StandardCharsets.UTF_8),
                        false)
                .tell(error);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private void using(String name, Use use) {
        mistakes.put(name, () -> {
            try (var windlass = Windlass.on(SqliteStore.at(file()))
                    .perform(WELCOME, (welcome, run) -> "welcomed " + welcome)
                    .service("reports", new Reports())
                    .queue(Queue.named("small").depth(1))
                    .limit(Limit.named("per-shop").mutex())
                    .withoutWorkers()
                    .start()) {
                use.of(windlass);
            }
        });
    }

    /** The class file has no names of parameters, as those of other people's builds. */
    private void nameless() throws IOException, ReflectiveOperationException {
        var source = directory.resolve("Nameless.java");
        Files.writeString(source, """
                public class Nameless {
                    @dev.windlass.task.Exported
                    public void send(String to) {}
                }
                """);
        var classPath = System.getProperty("java.class.path");
        ToolProvider.getSystemJavaCompiler()
                .run(null, null, null, "-proc:none", "-cp", classPath, "-d", directory + "", source + "");
        try (var loader = new URLClassLoader(
                new URL[] {directory.toUri().toURL()}, getClass().getClassLoader())) {
            var service = loader.loadClass("Nameless").getConstructor().newInstance();
            Windlass.on(SqliteStore.at(file())).service("mail", service);
        }
    }

    private void newer() throws SQLException {
        try (var database = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = database.createStatement()) {
            statement.executeUpdate("insert into windlass_migration values (999, 'later', 0)");
        }
        SqliteStore.at(file());
    }

    /** A store that is as good as a backup of one. */
    private Path other() {
        var other = directory.resolve("other.db");
        SqliteStore.at(other).close();
        return other;
    }

    private Path file() {
        return directory.resolve(Terminal.STORE);
    }
}
