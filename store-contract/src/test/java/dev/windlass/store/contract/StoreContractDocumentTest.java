package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;

/** Holds docs/store-contract.md and the tests together: every row names a test, and every test has its row. */
final class StoreContractDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "store-contract.md");

    /** {@code | statement | race | `test` |} */
    private static final Pattern ROW =
            Pattern.compile("^\\|([^|]+)\\|([^|]+)\\| `([a-z0-9_]+)` \\|$", Pattern.MULTILINE);

    @Test
    void document_names_every_test_of_the_contract_and_no_other() throws IOException {
        var documented = ROW.matcher(Files.readString(DOCUMENT))
                .results()
                .map(row -> row.group(3))
                .toList();

        assertThat(documented).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(tests());
    }

    @Test
    void every_row_tells_its_statement_and_its_race() throws IOException {
        assertThat(ROW.matcher(Files.readString(DOCUMENT)).results())
                .allMatch(row -> !row.group(1).isBlank() && !row.group(2).isBlank());
    }

    @Test
    void names_of_tests_are_unique_over_all_groups() {
        assertThat(tests()).doesNotHaveDuplicates().hasSizeGreaterThan(200);
    }

    private static List<String> tests() {
        var groups = Stream.of(StoreContract.class, RuledContract.class)
                .flatMap(whole -> Arrays.stream(whole.getDeclaredClasses()))
                .filter(nested -> nested.isAnnotationPresent(Nested.class))
                .map(Class::getSuperclass);
        return Stream.concat(
                        groups,
                        Stream.of(
                                StoreContract.class,
                                AtomicContract.class,
                                DurableContract.class,
                                LendingContract.class))
                .flatMap(group -> Arrays.stream(group.getDeclaredMethods()))
                .filter(method -> AnnotationSupport.isAnnotated(method, Testable.class))
                .map(Method::getName)
                .toList();
    }
}
