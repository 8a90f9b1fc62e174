package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.architecture.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the README and the guide show is done, as it stands. */
class BlocksTest {
    /** Which commands only rehearse; {@code ./test --fast} adds {@code run}. */
    private static final String REHEARSING = System.getProperty("windlass.rehearse", "test bench");

    @TempDir
    Path directory;

    @Test
    void every_java_block_compiles_runs_and_prints_what_is_shown() throws Exception {
        var faults = new ArrayList<String>();
        for (var page : shown()) {
            faults.addAll(javaFaults(page));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void the_first_program_of_the_readme_needs_the_imports_below_it_and_no_other() throws Exception {
        var readme = Document.of("README.md");
        var program = readme.fences().stream()
                .filter(fence -> fence.language().equals("java"))
                .findFirst()
                .orElseThrow();

        assertThat(new JavaBlock(program, JavaBlock.granted(readme, 1))
                        .fault(directory, Optional.of("sent hello to user 42")))
                .isEmpty();
    }

    @Test
    void every_shell_block_runs_in_a_copy_of_the_checkout() throws Exception {
        CheckoutCopy.of(SourceFile.root(), directory);
        var faults = new ArrayList<String>();
        for (var page : shown()) {
            for (var fence : page.fences()) {
                if (fence.language().equals("sh")) {
                    new ShellBlock(fence).fault(directory, REHEARSING).ifPresent(faults::add);
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void the_readme_shows_both_kinds() {
        assertThat(Document.of("README.md").fences())
                .extracting(Fence::language)
                .contains("java", "sh");
    }

    private static List<Document> shown() {
        return Document.all().stream()
                .filter(page -> page.path().equals("README.md") || page.path().startsWith("docs/guide/"))
                .toList();
    }

    private List<String> javaFaults(Document page) throws IOException, InterruptedException {
        var faults = new ArrayList<String>();
        var fences = page.fences();
        for (var at = 0; at < fences.size(); at++) {
            if (fences.get(at).language().equals("java")) {
                var next = at + 1 < fences.size() ? Optional.of(fences.get(at + 1)) : Optional.<Fence>empty();
                var printed =
                        next.filter(fence -> fence.language().equals("text")).map(Fence::text);
                JavaBlock.of(fences.get(at))
                        .fault(Files.createTempDirectory(directory, "java"), printed)
                        .ifPresent(faults::add);
            }
        }
        return faults;
    }

    @Nested
    class Planted {
        @Test
        void a_block_that_does_not_compile_is_found() throws Exception {
            assertThat(java("windlass.enqueu();\n"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("page.md:1: the block does not compile");
        }

        @Test
        void a_block_that_warns_is_found() throws Exception {
            assertThat(java("List list = List.of();\n"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("raw type");
        }

        @Test
        void a_block_that_throws_is_found() throws Exception {
            assertThat(java("throw new IllegalStateException(\"broken\");\n"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("broken");
        }

        @Test
        void a_block_that_cannot_be_run_again_is_found() throws Exception {
            assertThat(java("java.nio.file.Files.createFile(Path.of(\"left.txt\"));\n"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .endsWith("(run again)");
        }

        @Test
        void a_block_that_prints_something_else_is_found() throws Exception {
            assertThat(java("System.out.println(1 + 1);\n```\n\n```text\n3\n"))
                    .containsExactly("page.md:1: the block printed \"2\", shown is \"3\"");
        }

        @Test
        void a_block_that_does_what_is_shown_is_fine() throws Exception {
            assertThat(java("import java.time.Year;\nSystem.out.println(Year.of(1999));\n```\n\n```text\n1999\n"))
                    .isEmpty();
        }

        @Test
        void a_command_that_is_gone_is_found() throws Exception {
            assertThat(shell("./walk\necho on")).isPresent();
        }

        @Test
        void an_option_that_a_rehearsing_command_does_not_know_is_found() throws Exception {
            assertThat(shell("./test --quickly")).isPresent();
        }

        @Test
        void a_rehearsal_starts_nothing() throws Exception {
            var rehearsed = Launched.in(
                    SourceFile.root(),
                    Map.of("WINDLASS_REHEARSE", "test"),
                    Duration.ofMinutes(1),
                    List.of("./test", "--fast"));

            assertThat(rehearsed.exit()).isZero();
            assertThat(rehearsed.err()).startsWith("Rehearsed: ").contains("without databases");
        }

        private List<String> java(String block) throws IOException, InterruptedException {
            return javaFaults(new Document("page.md", "```java\n" + block + "```\n"));
        }

        private static Optional<String> shell(String block) throws InterruptedException {
            return new ShellBlock(new Fence("page.md", 1, "sh", block)).fault(SourceFile.root(), "run test bench");
        }
    }
}
