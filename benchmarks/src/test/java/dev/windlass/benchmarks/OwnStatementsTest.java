package dev.windlass.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The raw loop is worth nothing as a measure of the store once its statements are not the store's. */
class OwnStatementsTest {
    record Copy(String owner, String constant, String text) {}

    static List<Copy> copies() {
        return List.of(
                new Copy("Accepting", "BASE", OwnStatements.BASE),
                new Copy("Accepting", "READY", OwnStatements.READY),
                new Copy("Committing", "RECORD", OwnStatements.RECORD),
                new Copy("Moves", "SUCCEED", OwnStatements.SUCCEED),
                new Copy("Claiming", "FIRST", OwnStatements.FIRST),
                new Copy("Claiming", "TAKE", OwnStatements.TAKE),
                new Copy("Turn", "CARRY", OwnStatements.CARRY));
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
