package dev.windlass.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.architecture.SourceFile;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Holds docs/security.md and the tests together: every row names a test, and each one exists. */
class SecurityDocumentTest {
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

    @Test
    void an_item_whose_test_is_gone_is_found() {
        var page = new Document("page.md", "| 1 | a | `A#b` |\n| 2, 3 | c | hope |\n");

        assertThat(unheld(page, Set.of("A#b"))).containsExactly("| 2, 3 | c | hope |");
        assertThat(unheld(page, Set.of())).hasSize(2);
    }
}
