package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.architecture.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/security.md and the tests together: every row names a test, and each one exists. */
class SecurityDocumentTest {
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z]+#[a-z0-9_]+)`");

    private static List<String> rows(Document page) {
        return page.text()
                .lines()
                .filter(line -> line.matches("\\| [0-9, ]+ \\|.*"))
                .toList();
    }

    private static List<String> unheld(Document page, Set<String> tests) {
        return rows(page).stream()
                .filter(row -> {
                    var named = TEST.matcher(row)
                            .results()
                            .map(MatchResult::group)
                            .map(name -> name.replace("`", ""))
                            .toList();
                    return named.isEmpty() || !tests.containsAll(named);
                })
                .toList();
    }

    @Test
    void each_item_is_held_by_a_test_that_exists() {
        var page = Document.of("docs/security.md");

        assertThat(rows(page)).hasSizeGreaterThan(8);
        assertThat(unheld(page, TestNames.in(SourceFile.ofCheckout()))).isEmpty();
    }

    /** What our issue asks of a library and its build, one row each. */
    @Test
    void each_item_that_concerns_a_library_has_a_row() {
        var held = rows(Document.of("docs/security.md")).stream()
                .map(row -> row.substring(0, row.indexOf('|', 1)))
                .flatMap(numbers -> NUMBER.matcher(numbers).results())
                .map(number -> Integer.valueOf(number.group()))
                .toList();

        assertThat(held)
                .doesNotHaveDuplicates()
                .contains(1, 2, 3, 4, 5, 6, 7, 8, 9, 21, 38, 39, 40, 41, 47, 48, 49, 50, 51);
    }

    @Test
    void policy_names_a_private_way_a_term_and_the_versions_that_are_mended() throws IOException {
        var policy = Document.of("SECURITY.md").text();

        assertThat(policy)
                .contains("## Reporting", "in private", "90 days")
                .contains("## Supported versions")
                .contains("(docs/security.md)", "(docs/guide/encryption.md)");
        // A release needs a line about itself there.
        var version = Files.readString(SourceFile.root().resolve("pom.xml"), StandardCharsets.UTF_8);
        assertThat(policy.contains("There is no release yet"))
                .isEqualTo(version.contains("<version>0.1.0-SNAPSHOT</version>"));
    }

    @Test
    void an_item_whose_test_is_gone_is_found() {
        var page = new Document("page.md", "| 1 | a | `A#b` |\n| 2, 3 | c | hope |\n");

        assertThat(unheld(page, Set.of("A#b"))).containsExactly("| 2, 3 | c | hope |");
        assertThat(unheld(page, Set.of())).hasSize(2);
    }
}
