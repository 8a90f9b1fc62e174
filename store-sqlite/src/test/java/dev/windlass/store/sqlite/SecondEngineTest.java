package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file belongs to one engine at a time. */
final class SecondEngineTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private static StoreException refusal(Path file) {
        try (var store = SqliteStore.at(file)) {
            throw new AssertionError("opened a second time: " + store.now());
        } catch (StoreException e) {
            return e;
        }
    }

    @Test
    void engine_in_the_same_process_is_refused_with_a_sentence() {
        try (var store = SqliteStore.at(file())) {
            var refusal = refusal(file());

            assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_REFUSED);
            assertThat(refusal)
                    .hasMessageContainingAll(
                            "windlass.db",
                            "pid " + ProcessHandle.current().pid(),
                            "one engine at a time",
                            "stop that one");
            Jobs.accept(store, 1);
        }
    }

    @Test
    void engine_in_the_same_process_is_refused_by_another_name_of_the_file() throws IOException {
        try (var store = SqliteStore.at(file())) {
            var link = Files.createSymbolicLink(directory.resolve("link.db"), file());

            assertThat(refusal(link)).hasMessageContaining("one engine at a time");
            assertThat(store.jobs().backlog().isEmpty()).isTrue();
        }
    }

    @Test
    void engine_in_another_process_is_refused_also_after_one_in_the_same_process_was() throws Exception {
        try (var store = SqliteStore.at(file())) {
            refusal(file());
            try (var other = OtherProcess.opening(file())) {
                assertThat(other.answer())
                        .contains(
                                "windlass.db", "pid " + ProcessHandle.current().pid(), "one engine at a time");
            }
            Jobs.accept(store, 1);
        }
    }

    @Test
    void engine_in_this_process_is_refused_while_another_process_has_the_file() throws Exception {
        try (var other = OtherProcess.opening(file())) {
            assertThat(other.answer()).isEqualTo(OtherProcess.OPENED);

            assertThat(refusal(file())).hasMessageContaining("pid " + other.pid());
        }
    }

    @Test
    void file_of_a_killed_process_can_be_opened_at_once() throws Exception {
        OtherProcess.opening(file()).close();

        SqliteStore.at(file()).close();
    }

    @Test
    void file_can_be_opened_again_after_a_close_and_the_lock_file_stays() {
        SqliteStore.at(file()).close();
        SqliteStore.at(file()).close();

        assertThat(EngineLock.lockFile(file())).exists();
    }

    @Test
    void engine_whose_lock_file_was_deleted_stops_when_another_has_opened_the_file() throws Exception {
        try (var store = SqliteStore.at(file())) {
            Jobs.accept(store, 1);
            Files.delete(EngineLock.lockFile(file().toRealPath()));
            try (var other = OtherProcess.opening(file())) {
                assertThat(other.answer()).isEqualTo(OtherProcess.OPENED);

                assertFailed(() -> Jobs.accept(store, 2));
                assertFailed(() -> store.jobs().find(Jobs.id(1)));
            }
        }
        try (var store = SqliteStore.at(file())) {
            assertThat(store.jobs().find(Jobs.id(1))).isPresent();
            assertThat(store.jobs().find(Jobs.id(2))).isEmpty();
        }
    }

    @Test
    void engine_that_lost_the_file_blames_no_statement_for_what_the_other_engine_wrote() throws Exception {
        try (var parts = Parts.open(file(), SqliteOptions.DEFAULTS, Outside.clock(), GroupCommit.Service.THREAD)) {
            Files.delete(EngineLock.lockFile(file().toRealPath()));
            try (var other = OtherProcess.opening(file())) {
                assertThat(other.answer()).isEqualTo(OtherProcess.OPENED);

                assertFailed(() -> parts.writes().write(turn -> {
                    throw new SQLException("UNIQUE constraint failed");
                }));
            }
        }
    }

    @Test
    void file_with_two_names_is_refused_because_each_name_would_have_its_own_lock() throws IOException {
        SqliteStore.at(file()).close();
        var link = Files.createLink(directory.resolve("link.db"), file());

        for (var name : List.of(file(), link)) {
            var refusal = refusal(name);
            assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_REFUSED);
            assertThat(refusal).hasMessageContainingAll(name.toString(), "hard link", "remove the others");
        }

        Files.delete(link);
        SqliteStore.at(file()).close();
    }

    private static void assertFailed(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StoreException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.STORE_FAILED);
            assertThat(failure).hasMessageContaining("another engine has opened");
        });
    }
}
