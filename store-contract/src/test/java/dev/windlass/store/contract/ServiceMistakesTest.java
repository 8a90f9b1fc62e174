package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobHandle;
import dev.windlass.Windlass;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Exported;
import dev.windlass.task.Name;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What cannot be a task is refused at the start, by the name of the method. */
class ServiceMistakesTest {
    static class Nothing {
        public void quiet() {}
    }

    static class Overloaded {
        @Exported
        public void send(String to) {}

        @Exported
        public void send(int to) {}
    }

    static class Many {
        @Exported
        public void send(String... to) {}
    }

    static class Open<T> {
        @Exported
        public void save(List<T> values) {}
    }

    static class Abstract {
        @Exported
        public void run(Runnable work) {}
    }

    static class Flow {
        @Exported
        public InputStream read() {
            return InputStream.nullInputStream();
        }
    }

    static class Twice {
        @Exported
        public void send(@Name("to") String first, @Name("to") String second) {}
    }

    static class Hidden {
        @Exported
        void send(String to) {}
    }

    static class Handle {
        @Exported
        public JobHandle<String> send(String to) {
            throw new IllegalStateException(to);
        }
    }

    static class Odd {
        @Exported
        public void price$(String of) {}
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                mistake(
                        new Nothing(),
                        "service mail exports no method: write @Exported before an interface or a method of "
                                + Nothing.class.getName()),
                mistake(
                        new Overloaded(),
                        "service mail exports two methods named send; rename one of them, or export only one"),
                mistake(
                        new Many(),
                        "method mail.send takes any number of values, which JSON cannot name; let it take a list"),
                mistake(
                        new Open<String>(),
                        "method mail.save cannot be a task: parameter \"values\" is of type java.util.List<T>, which JSON"
                                + " cannot be read into (type T is open); give it a type of its own"),
                mistake(
                        new Abstract(),
                        "method mail.run cannot be a task: parameter \"work\" is of type java.lang.Runnable, which JSON"
                                + " cannot be read into (java.lang.Runnable is abstract); give it a type of its own"),
                mistake(
                        new Flow(),
                        "method mail.read cannot be a task: the result is of type java.io.InputStream, which JSON cannot"
                                + " be read into (java.io.InputStream is abstract); give it a type of its own"),
                mistake(new Twice(), "method mail.send has two parameters named \"to\"; give each a name of its own"),
                mistake(
                        new Hidden(),
                        "method mail.send is exported and not public; make it public or remove @Exported"),
                mistake(
                        new Handle(),
                        "method mail.send cannot be a task: a JobHandle is no result; let it return the value or a"
                                + " CompletableFuture"),
                mistake(
                        new Odd(),
                        "task name \"mail.price$\" must match [A-Za-z0-9._-]{1,100}; use letters, digits, dot,"
                                + " underscore and hyphen"));
    }

    private static Arguments mistake(Object service, String sentence) {
        return Arguments.of(service, sentence);
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("mistakes")
    void a_mistake_is_named_at_the_start(Object service, String sentence) {
        assertThatThrownBy(() -> Windlass.on(MemoryStore.open()).service("mail", service))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(sentence);
    }

    @Test
    void a_second_service_of_the_same_name_and_methods_is_refused() {
        assertThatThrownBy(() -> Windlass.on(MemoryStore.open())
                        .service("mail", new Post())
                        .service("mail", new Post()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("task mail.send has a performer already; give each task one performer");
    }

    static class Post {
        @Exported
        public void send(String to) {}
    }

    @Test
    void parameters_without_names_are_refused_and_told_what_to_do(@TempDir Path folder) throws Exception {
        try (var loader = compiled(folder, "")) {
            var nameless = loader.loadClass("Nameless").getConstructor().newInstance();
            assertThatThrownBy(() -> Windlass.on(MemoryStore.open()).service("mail", nameless))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("parameter 1 of method mail.send has no name in its class file; compile it with"
                            + " -parameters, or write @Name(\"...\") before it");
        }
    }

    @Test
    void a_name_that_is_written_down_stands_for_one_that_was_not_compiled_in(@TempDir Path folder) throws Exception {
        try (var loader = compiled(folder, "@dev.windlass.task.Name(\"to\") ");
                var windlass = Windlass.on(MemoryStore.open())
                        .service(
                                "mail",
                                loader.loadClass("Nameless").getConstructor().newInstance())
                        .start()) {
            assertThat(windlass.tasks().get(0).parameters().get(0).name()).isEqualTo("to");
        }
    }

    /** A class that was compiled without -parameters, as other people's builds are. */
    private static URLClassLoader compiled(Path folder, String mark) throws IOException {
        var source = folder.resolve("Nameless.java");
        Files.writeString(source, """
                public class Nameless {
                    @dev.windlass.task.Exported
                    public void send(%sString to) {}
                }
                """.formatted(mark));
        var compiler = ToolProvider.getSystemJavaCompiler();
        var failures = compiler.run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                folder.toString(),
                source.toString());
        assertThat(failures).isZero();
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, ServiceMistakesTest.class.getClassLoader());
    }
}
