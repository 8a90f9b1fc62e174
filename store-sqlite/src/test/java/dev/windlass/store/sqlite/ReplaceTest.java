package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup in the place of a file that is there. */
final class ReplaceTest {
    @TempDir
    Path directory;

    private final SteerableClock clock = new SteerableClock();

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private Path backup() {
        return directory.resolve("backup.db");
    }

    @BeforeEach
    void backUp() {
        try (var store = SqliteStore.inline(file(), clock)) {
            Jobs.accept(store, 1);
            store.backup(backup());
        }
    }

    private void assertReplaced(Path target) {
        SqliteStore.replace(backup(), target);

        try (var store = SqliteStore.inline(target, clock)) {
            assertThat(store.jobs().find(Jobs.id(1))).isPresent();
        }
    }

    private void assertKept(Path target, String sentence) {
        assertThatThrownBy(() -> SqliteStore.replace(backup(), target))
                .isInstanceOfSatisfying(
                        WindlassException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT))
                .hasMessage(sentence);
    }

    @Test
    void a_store_that_nobody_can_read_any_more() throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap("x".repeat(50_000).getBytes(StandardCharsets.US_ASCII)), 16);
        }

        assertReplaced(file());
    }

    @Test
    void an_empty_file() throws IOException {
        assertReplaced(Files.createFile(directory.resolve("empty.db")));
    }

    @Test
    void what_never_was_a_database_is_refused() throws IOException {
        var notes = Files.writeString(directory.resolve("notes.txt"), "only copy");

        assertKept(
                notes,
                notes
                        + " is not replaced: it does not begin as an SQLite file, so it is no store; name another place, or move it away first");

        assertThat(notes).hasContent("only copy");
        assertThat(directory.resolve("notes.txt.lock")).doesNotExist();
    }

    @Test
    void the_database_of_another_program_is_refused() throws Exception {
        var other = directory.resolve("other.db");
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + other);
                var statement = connection.createStatement()) {
            statement.executeUpdate("create table something (note text)");
        }
        var before = Files.readAllBytes(other);

        assertKept(
                other,
                other
                        + " is not replaced: it is the database of another program, so it is no store; name another place, or move it away first");

        assertThat(other).hasBinaryContent(before);
    }
}
