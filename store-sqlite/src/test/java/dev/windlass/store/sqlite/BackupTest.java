package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class BackupTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private Path target() {
        return directory.resolve("backup.db");
    }

    private void assertNothingIsLeft() throws IOException {
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .noneMatch(name -> name.startsWith("backup.db"));
        }
    }

    @Nested
    final class UnderLoad {
        private final AtomicLong accepted = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();

        @Test
        void holds_every_job_that_was_acknowledged_before_it_began_and_no_half_batch() throws Exception {
            try (var store = SqliteStore.at(file())) {
                store.jobs().accept(Jobs.jobs(1_000_000, 1_000_500));
                var load = load(store);
                for (var round = 1; round <= 3; round++) {
                    var before = accepted.get();
                    var target = directory.resolve("backup" + round + ".db");

                    store.backup(target);

                    assertThat(accepted).as("writes go on meanwhile").hasValueGreaterThan(before);
                    assertThat(jobs(target))
                            .isGreaterThanOrEqualTo(500 + before)
                            .satisfies(count -> assertThat((count - 500) % 10)
                                    .as("jobs of a torn batch")
                                    .isZero());
                }
                over.set(true);
                load.join();
            }
        }

        private Thread load(SqliteStore store) {
            var thread = new Thread(() -> {
                while (!over.get()) {
                    var from = accepted.get();
                    store.jobs().accept(Jobs.jobs(from, from + 10));
                    accepted.addAndGet(10);
                }
            });
            thread.start();
            return thread;
        }
    }

    private static long jobs(Path file) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var statement = connection.createStatement();
                var row = statement.executeQuery(
                        "select count(*) from windlass_job j join windlass_life l on l.number = j.number")) {
            return row.getLong(1);
        }
    }

    @Test
    void is_one_file_without_a_log_that_opens_and_runs_jobs() throws IOException {
        try (var store = SqliteStore.at(file())) {
            Jobs.accept(store, 1);
            store.backup(target());
        }

        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("backup")))
                    .containsExactly("backup.db");
        }
        try (var copy = SqliteStore.at(target())) {
            assertThat(copy.checkIntegrity()).isEqualTo("ok");
            assertThat(Jobs.claim(copy, Jobs.join(copy, 7), 1, 1)).hasSize(1);
        }
    }

    @Test
    void keeps_the_tables_of_the_user_with_their_row_ids() throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.executeUpdate("create table mine (note text)");
            statement.executeUpdate("insert into mine (rowid, note) values (7, 'seventh')");
        }
        try (var store = SqliteStore.at(file())) {
            store.backup(target());
        }

        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + target());
                var statement = connection.createStatement();
                var row = statement.executeQuery("select note from mine where rowid = 7")) {
            assertThat(row.getString(1)).isEqualTo("seventh");
        }
    }

    @Test
    @EnabledOnOs(
            value = {OS.LINUX, OS.MAC},
            disabledReason = "rights of this kind are those of POSIX")
    void is_for_the_eyes_of_its_owner_alone() throws IOException {
        try (var store = SqliteStore.at(file())) {
            store.backup(target());
        }

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target())))
                .isEqualTo("rw-------");
    }

    @Nested
    final class IsRefusedInOneSentence {
        private void assertRefused(Path target, String sentence) {
            try (var store = SqliteStore.at(file())) {
                assertThatThrownBy(() -> store.backup(target))
                        .isInstanceOfSatisfying(WindlassException.class, refusal -> {
                            assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_INPUT);
                            assertThat(refusal).hasMessage(sentence);
                        });
            }
        }

        @Test
        void where_a_file_is_there_which_stays_as_it_was() throws IOException {
            Files.writeString(target(), "precious");

            assertRefused(
                    target(),
                    "no backup was written to " + target()
                            + ": it is there already and a backup overwrites nothing; choose another name");
            assertThat(target()).hasContent("precious");
        }

        @Test
        void where_the_directory_is_missing() {
            var target = directory.resolve("absent").resolve("backup.db");

            assertRefused(
                    target, "no backup was written to " + target + ": its directory does not exist; create it first");
        }

        @Test
        void where_the_store_was_closed() {
            var store = SqliteStore.at(file());
            store.close();

            assertThatThrownBy(() -> store.backup(target()))
                    .isInstanceOf(StoreException.class)
                    .hasMessage(file() + " was closed; open it anew");
        }
    }

    @Test
    void of_a_damaged_file_is_refused_and_leaves_nothing() throws IOException {
        try (var store = SqliteStore.at(file())) {
            store.jobs().accept(Jobs.jobs(0, 1_000));
        }
        try (var store = SqliteStore.at(file())) {
            overwritePages(8, 4);

            assertThatThrownBy(() -> store.backup(target()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageStartingWith("no backup was written to " + target() + ": " + file() + " is damaged (")
                    .hasMessageContaining("restore a backup");
        }
        assertNothingIsLeft();
    }

    private void overwritePages(int from, int count) throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(count * 8_192), from * 8_192L);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the device that is always full is Linux's")
    void without_space_is_refused_and_leaves_nothing() throws Exception {
        try (var disk = SmallDisk.mounted(directory.resolve("small"));
                var store = SqliteStore.at(file())) {
            store.jobs().accept(Jobs.jobs(0, 1_000));
            for (var more = 1; more <= 9; more++) {
                store.jobs().accept(Jobs.jobs(more * 1_000L, (more + 1) * 1_000L));
            }

            assertThatThrownBy(() -> store.backup(disk.directory().resolve("backup.db")))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            full -> assertThat(full.code()).isEqualTo(ErrorCode.STORE_FULL))
                    .hasMessageContaining("no space is left there; free some and repeat it");
            assertThat(disk.directory()).isEmptyDirectory();
        }
    }
}
