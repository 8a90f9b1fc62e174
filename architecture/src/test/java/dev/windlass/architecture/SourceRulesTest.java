package dev.windlass.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SourceRulesTest {
    private static final String PRODUCT = "core/src/main/java/Source.java";
    private static final String TEST = "core/src/test/java/Source.java";

    @Nested
    class Checkout {
        private static final List<SourceFile> FILES = SourceFile.ofCheckout();

        @Test
        void the_files_of_all_modules_were_read() {
            assertThat(FILES).hasSizeGreaterThan(60);
            assertThat(FILES).anyMatch(file -> file.path().startsWith("core/src/main/"));
            assertThat(FILES).anyMatch(file -> file.path().startsWith("architecture/src/test/"));
        }

        @Test
        void every_file_keeps_the_rules() {
            assertThat(FILES.stream().map(SourceRules::violations).flatMap(List::stream))
                    .isEmpty();
        }
    }

    @Nested
    class Length {
        @Test
        void a_file_of_401_lines_is_found() {
            assertThat(violations(PRODUCT, "class Source {\n" + "\n".repeat(399) + "}\n"))
                    .containsExactly("core/src/main/java/Source.java:1: the file has 401 lines, the limit is 400; "
                            + "split it, or say \"// Long because\" above the type");
        }

        @Test
        void a_file_of_400_lines_is_fine() {
            assertThat(violations(PRODUCT, "class Source {\n" + "\n".repeat(398) + "}\n"))
                    .isEmpty();
        }

        @Test
        void a_long_file_that_says_why_is_fine() {
            assertThat(violations(PRODUCT, """
                    // Long because it is one table, and half a table says nothing,
                    // wherever it is cut.
                    class Source {
                    """ + "\n".repeat(500) + "}\n")).isEmpty();
        }

        @Test
        void a_method_of_41_lines_is_found() {
            assertThat(violations(PRODUCT, "class Source {\n    void turn() {\n" + "\n".repeat(39) + "    }\n}\n"))
                    .containsExactly("core/src/main/java/Source.java:2: turn has 41 lines, the limit is 40; "
                            + "split it, or say \"// Long because\" above it");
        }

        @Test
        void a_method_of_40_lines_is_fine() {
            assertThat(violations(PRODUCT, "class Source {\n    void turn() {\n" + "\n".repeat(38) + "    }\n}\n"))
                    .isEmpty();
        }

        @Test
        void a_long_method_that_says_why_is_fine() {
            assertThat(violations(PRODUCT, """
                    class Source {
                        // Long because the steps are one protocol.
                        void turn() {
                    """ + "\n".repeat(60) + "    }\n}\n"))
                    .isEmpty();
        }

        @Test
        void a_comment_elsewhere_excuses_nothing() {
            assertThat(violations(PRODUCT, """
                    class Source {
                        // Long because of the method below this one.
                        int lines;

                        void turn() {
                    """ + "\n".repeat(60) + "    }\n}\n"))
                    .hasSize(1);
        }
    }

    @Nested
    class Sleep {
        private static final String THREAD = """
                class Source {
                    void turn() throws InterruptedException {
                        Thread.sleep(10);
                    }
                }
                """;

        @Test
        void a_sleeping_test_is_found() {
            assertThat(violations(TEST, THREAD)).hasSize(1).first().asString().contains("Source.java:3:");
        }

        @Test
        void a_test_that_sleeps_in_a_unit_is_found() {
            assertThat(violations(TEST, THREAD.replace("Thread.", "TimeUnit.SECONDS.")))
                    .hasSize(1);
        }

        @Test
        void a_test_that_says_why_it_sleeps_is_fine() {
            var excused =
                    THREAD.replace("        Thread.", "        // Sleeps because the job is work.\n        Thread.");

            assertThat(violations(TEST, excused)).isEmpty();
        }

        @Test
        void the_word_in_a_string_is_fine() {
            assertThat(violations(TEST, THREAD.replace("Thread.sleep(10)", "call(\"Thread.sleep(10)\")")))
                    .isEmpty();
        }
    }

    @Nested
    class Unfinished {
        @Test
        void a_mark_of_unfinished_work_is_found() {
            var marked = "class Source {} // " + "TO" + "DO: later\n";

            assertThat(violations(PRODUCT, marked)).hasSize(1);
        }
    }

    @Nested
    class Swallowed {
        private static final String EMPTY = """
                class Source {
                    void turn() {
                        try {
                            work();
                        } catch (RuntimeException e) {
                        }
                    }
                }
                """;

        @Test
        void an_empty_catch_is_found() {
            assertThat(violations(PRODUCT, EMPTY)).hasSize(1).first().asString().contains("Source.java:5:");
        }

        @Test
        void a_catch_that_says_why_is_fine() {
            assertThat(violations(PRODUCT, EMPTY.replace("e) {", "e) {\n// A hint may be lost.\n")))
                    .isEmpty();
        }
    }

    private static List<String> violations(String path, String text) {
        return SourceRules.violations(SourceFile.of(path, text));
    }
}
