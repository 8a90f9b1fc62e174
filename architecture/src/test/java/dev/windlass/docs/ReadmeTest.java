package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Document README = Document.of("README.md");

    @Test
    void it_has_less_than_200_lines() {
        assertThat(README.lineCount()).isLessThan(200);
    }

    @Test
    void its_first_program_is_a_dozen_lines() {
        var program = README.fences().stream()
                .filter(fence -> fence.language().equals("java"))
                .findFirst()
                .orElseThrow();

        assertThat(program.text().lines()).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void it_says_what_it_promises_what_it_is_not_and_how_to_go_on() {
        assertThat(README.anchors()).contains("windlass", "promises", "what-it-is-not", "going-on");
    }

    @Test
    void its_numbers_were_measured() {
        assertThat(Numbers.ofCheckout().unfounded(README)).isEmpty();
    }

    @Nested
    class PlantedNumbers {
        private static final Numbers NUMBERS = new Numbers(
                path -> List.of("  enqueue, 64 callers        Windlass        51,200 jobs/s   (49,000 to 52,000)"));

        @Test
        void a_number_that_was_measured_is_fine() {
            assertThat(unfounded("51,200", "docs/measurements/sqlite.txt")).isEmpty();
        }

        @Test
        void a_number_that_was_not_measured_is_found() {
            assertThat(unfounded("90,000", "docs/measurements/sqlite.txt"))
                    .containsExactly(
                            "README.md:5: no linked measurement has [enqueue, 64 callers, Windlass, 90,000, jobs/s]");
        }

        @Test
        void a_number_without_a_link_to_its_measurement_is_found() {
            assertThat(unfounded("51,200", "our desk")).hasSize(1);
        }

        private static List<String> unfounded(String value, String source) {
            return NUMBERS.unfounded(new Document("README.md", """
                    Taken from %s.

                    | measure | subject | value | unit |
                    |---|---|---|---|
                    | enqueue, 64 callers | Windlass | %s | jobs/s |
                    """.formatted(source, value)));
        }
    }
}
