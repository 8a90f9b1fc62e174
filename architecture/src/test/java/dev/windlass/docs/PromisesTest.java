package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.architecture.SourceFile;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PromisesTest {
    private static final Promises PROMISES = new Promises(Document.of("docs/promises.md"));

    @Test
    void every_promise_of_the_design_is_there_once() {
        assertThat(PROMISES.numbers()).isEqualTo(Promises.ALL);
    }

    @Test
    void every_promise_is_held_by_tests_that_exist_or_is_planned() {
        assertThat(PROMISES.unkept(TestNames.in(SourceFile.ofCheckout()))).isEmpty();
    }

    @Test
    void the_readme_promises_nothing_that_no_test_holds() {
        assertThat(PROMISES.tooMuchIn(Document.of("README.md"))).isEmpty();
    }

    @Nested
    class Planted {
        private static final Set<String> TESTS = Set.of("KillTest#nothing_is_lost");

        @Test
        void a_test_that_is_gone_is_found() {
            assertThat(unkept("## P1 Durable\nHeld by `KillTest#nothing_is_found`.\n"))
                    .containsExactly("page.md:1: P1 names KillTest#nothing_is_found, which is no test");
        }

        @Test
        void a_promise_without_a_test_is_found() {
            assertThat(unkept("## P1 Durable\nHeld by hope.\n")).hasSize(1);
        }

        @Test
        void a_held_and_a_planned_promise_are_fine() {
            assertThat(unkept("## P1 Durable\nHeld by `KillTest#nothing_is_lost`.\n## P2 Later\nPlanned.\n"))
                    .isEmpty();
        }

        @Test
        void a_planned_promise_in_another_page_is_found() {
            var promises = new Promises(new Document("page.md", "## P2 Later\nPlanned.\n"));

            assertThat(promises.tooMuchIn(new Document("README.md", "P2: every job runs.\n")))
                    .containsExactly("README.md promises P2, which no test holds");
        }

        @Test
        void the_tests_of_nested_classes_are_known() {
            var file = SourceFile.of("core/src/test/java/A.java", """
                    class ATest {
                        class Within {
                            @Test
                            void it_is_so() {}

                            void it_is_no_test() {}
                        }
                    }
                    """);

            assertThat(TestNames.in(List.of(file))).containsExactlyInAnyOrder("ATest#it_is_so", "Within#it_is_so");
        }

        private static List<String> unkept(String text) {
            return new Promises(new Document("page.md", text)).unkept(TESTS);
        }
    }
}
