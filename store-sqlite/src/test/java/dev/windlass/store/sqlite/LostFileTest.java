package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite goes on writing into a file that has no name any more, and every commit succeeds. */
final class LostFileTest {
    /** More jobs than a disk that syncs takes in the second until the next look. */
    private static final long MANY = 1_000_000;

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private void replace(Path path) throws IOException {
        var other = Files.write(directory.resolve("other"), new byte[10]);
        Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void the_store_stops_within_about_a_second() throws IOException {
        try (var store = SqliteStore.at(file())) {
            Files.move(file(), directory.resolve("moved.db"));

            var failure = catchThrowableOfType(
                    StoreException.class,
                    () -> LongStream.range(0, MANY).forEach(number -> Jobs.accept(store, number)));

            assertThat(failure.code()).isEqualTo(ErrorCode.STORE_FAILED);
            assertThat(failure).hasMessageContainingAll("windlass.db", "removed, renamed or replaced", "last second");
        }
    }

    @Nested
    final class ALook {
        private static final long SECOND = 1_000_000_000;

        private long nanos;

        private Whereabouts opened() throws IOException {
            Files.createFile(file());
            Files.createFile(CrashImage.wal(file()));
            return Whereabouts.of(file(), () -> nanos);
        }

        @Test
        void finds_nothing_while_both_files_are_where_they_were() throws IOException {
            var whereabouts = opened();
            Files.write(file(), new byte[100]);

            nanos += SECOND;
            assertThat(whereabouts.lost()).isEmpty();
        }

        @Test
        void is_taken_once_a_second() throws IOException {
            var whereabouts = opened();
            Files.delete(file());

            nanos += SECOND - 1;
            assertThat(whereabouts.lost()).isEmpty();
            nanos += 1;
            assertThat(whereabouts.lost()).isPresent();
        }

        @Test
        void finds_a_file_that_was_replaced() throws IOException {
            var whereabouts = opened();
            replace(file());

            nanos += SECOND;
            assertThat(whereabouts.lost()).isPresent();
        }

        @Test
        void finds_a_log_that_was_removed() throws IOException {
            var whereabouts = opened();
            Files.delete(CrashImage.wal(file()));

            nanos += SECOND;
            assertThat(whereabouts.lost())
                    .hasValueSatisfying(lost -> assertThat(lost).hasMessageContaining("windlass.db-wal"));
        }

        @Test
        void finds_a_log_that_was_replaced() throws IOException {
            var whereabouts = opened();
            replace(CrashImage.wal(file()));

            nanos += SECOND;
            assertThat(whereabouts.lost()).isPresent();
        }
    }
}
