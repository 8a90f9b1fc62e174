package dev.windlass.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The raw loop is worth nothing as a measure of the store once its statements are not the store's. */
class SqliteOwnStatementsTest {
    record Copy(String owner, String constant, String text) {}

    static List<Copy> copies() {
        return List.of(
                new Copy("Accepting", "BASE", SqliteOwnStatements.BASE),
                new Copy("Accepting", "READY", SqliteOwnStatements.READY),
                new Copy("Committing", "RECORD", SqliteOwnStatements.RECORD),
                new Copy("Moves", "SUCCEED", SqliteOwnStatements.SUCCEED),
                new Copy("Claiming", "FIRST", SqliteOwnStatements.FIRST),
                new Copy("Claiming", "TAKE", SqliteOwnStatements.TAKE),
                new Copy("Turn", "CARRY", SqliteOwnStatements.CARRY));
    }

    @ParameterizedTest
    @MethodSource("copies")
    void raw_loop_runs_the_statements_of_the_store(Copy copy) throws ReflectiveOperationException {
        var original =
                Class.forName("dev.windlass.store.sqlite." + copy.owner()).getDeclaredField(copy.constant());
        original.setAccessible(true);
        assertThat(words(copy.text())).isEqualTo(words(String.valueOf(original.get(null))));
    }

    private static String words(String sql) {
        return sql.strip().replaceAll("\\s+", " ").replace("( ", "(");
    }
}
