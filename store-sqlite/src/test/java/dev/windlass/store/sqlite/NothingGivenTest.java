package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Null in the place of something: not every caller has a compiler that says so. */
@SuppressWarnings({"NullAway", "DataFlowIssue"})
final class NothingGivenTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private static void assertRefused(ThrowingCallable call, String sentence) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(sentence);
    }

    @Test
    void is_named_where_a_file_is_opened_or_looked_at() {
        assertRefused(() -> SqliteStore.at(null), "at needs a file, and got null");
        assertRefused(() -> SqliteStore.at(file(), null), "at needs options, and got null");
        assertRefused(() -> SqliteStore.reader(null), "reader needs a file, and got null");
        assertRefused(() -> SqliteStore.inspect(null), "inspect needs a file, and got null");
        assertThat(file()).doesNotExist();
    }

    @Test
    void is_named_where_a_file_is_backed_up_or_put_back() {
        assertRefused(() -> SqliteStore.backup(null, file()), "backup needs a file, and got null");
        assertRefused(() -> SqliteStore.backup(file(), null), "backup needs a target, and got null");
        assertRefused(() -> SqliteStore.restore(null, file()), "restore needs a backup, and got null");
        assertRefused(() -> SqliteStore.restore(file(), null), "restore needs a target, and got null");
        assertRefused(() -> SqliteStore.replace(null, null), "replace needs a backup, and got null");
        assertRefused(() -> SqliteStore.replace(file(), null), "replace needs a target, and got null");
    }

    @Test
    void is_named_by_an_open_store() {
        try (var store = SqliteStore.at(file())) {
            assertRefused(() -> store.backup(null), "backup needs a target, and got null");
            assertRefused(() -> store.transaction(null), "transaction needs work, and got null");
            assertRefused(() -> store.transaction(session -> session.as(null)), "as needs a type, and got null");
        }
    }

    @Test
    void is_named_among_the_options() {
        assertRefused(
                () -> SqliteOptions.DEFAULTS.withTransactionLimit(null),
                "withTransactionLimit needs a duration, and got null");
    }

    @ParameterizedTest
    @CsvSource({"PT0S, 0 seconds", "PT-5S, -5 seconds", "PT48H, 2 days"})
    void a_limit_that_is_none_is_said_in_words(Duration limit, String words) {
        assertRefused(
                () -> SqliteOptions.DEFAULTS.withTransactionLimit(limit),
                "transactionLimit is " + words + ", it must be positive and at most 1 day");
    }
}
