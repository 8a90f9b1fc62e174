package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    private static final Document PAGE = Document.of("docs/defaults.md");

    @Test
    void page_and_code_agree() {
        assertThat(new Defaults(PAGE, Constants.ofLibraries()).differences()).isEmpty();
    }

    @Test
    void the_constants_of_all_libraries_were_read() {
        assertThat(Constants.ofLibraries())
                .containsKeys(
                        "engine.Accepter.MOST_WAITING", "engine.Settings.DEFAULT.slots", "task.Queue.DEFAULT_KEEP")
                .containsKeys("runtime.WorkerThreads.TO_FLUSH", "store.Exchange.Ask.MOST_COMMITS")
                .hasSizeGreaterThan(60);
    }

    @Nested
    class Planted {
        private static final String ROW = "| rest | 5 seconds | `task.Task.REST` | – |";

        @Test
        void a_true_row_is_fine() {
            assertThat(differences(ROW, Map.of("task.Task.REST", Duration.ofSeconds(5))))
                    .isEmpty();
        }

        @Test
        void a_wrong_value_is_found() {
            assertThat(differences(ROW, Map.of("task.Task.REST", Duration.ofSeconds(6))))
                    .containsExactly("page.md:3: task.Task.REST is said to be 5 seconds, it is PT6S");
        }

        @Test
        void a_unit_counts() {
            var row = "| most | 4 MiB | `store.Store.MOST` | – |";

            assertThat(differences(row, Map.of("store.Store.MOST", 4L << 20))).isEmpty();
            assertThat(differences(row, Map.of("store.Store.MOST", 4L << 10))).hasSize(1);
            assertThat(differences(row, Map.of("store.Store.MOST", 4))).hasSize(1);
        }

        @Test
        void a_constant_that_is_gone_is_found() {
            assertThat(differences(ROW, Map.of())).containsExactly("page.md:3: there is no constant task.Task.REST");
        }

        @Test
        void a_constant_that_is_not_listed_is_found() {
            assertThat(differences("", Map.of("task.Task.REST", 7)))
                    .containsExactly("page.md: task.Task.REST is not listed; it is 7");
        }

        @Test
        void a_method_that_is_gone_is_found() {
            assertThat(differences(
                            ROW.replace("–", "`WindlassBuilder.rest`"),
                            Map.of("task.Task.REST", Duration.ofSeconds(5))))
                    .containsExactly("page.md:3: there is no method WindlassBuilder.rest");
        }

        private static List<String> differences(String row, Map<String, Object> code) {
            var text = "| what | value | constant | changed by |\n|---|---|---|---|\n" + row + "\n";
            return new Defaults(new Document("page.md", text), code).differences();
        }
    }
}
