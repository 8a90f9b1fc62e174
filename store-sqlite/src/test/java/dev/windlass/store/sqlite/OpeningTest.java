package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.Fence;
import dev.windlass.store.Renewal;
import dev.windlass.store.StoreException;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OpeningTest {
    private static final Task<Integer, Void> ADD = Task.named("add", Integer.class);

    @TempDir
    Path directory;

    private final SteerableClock clock = new SteerableClock();

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private SqliteStore open() {
        return SqliteStore.inline(file(), clock);
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> SqliteStore.at(file).close()).isInstanceOfSatisfying(StoreException.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_REFUSED);
            assertThat(refusal.getMessage())
                    .contains(file.getFileName().toString())
                    .contains(parts)
                    .doesNotContain("\n");
        });
    }

    @Nested
    final class AnOrdinaryFile {
        @Test
        void is_written_with_a_log_and_synchronized_at_each_commit() throws SQLException {
            // The first transaction of a process loads classes, which may take longer than the limit on a busy machine.
            var patient = SqliteOptions.DEFAULTS.withTransactionLimit(Duration.ofMinutes(1));
            try (var store = SqliteStore.at(file(), patient)) {
                var answers = store.transaction(session -> Stream.of("journal_mode", "synchronous", "mmap_size")
                        .map(pragma -> ask(session.as(Connection.class), "pragma " + pragma))
                        .toList());

                assertThat(answers).containsExactly("wal", "2", "0");
            }
        }

        private String ask(Connection connection, String sql) {
            try (var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                return row.getString(1);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void is_found_sound_by_the_full_check() {
            try (var store = open()) {
                Jobs.accept(store, 1);

                assertThat(store.checkIntegrity()).isEqualTo("ok");
            }
        }

        @Test
        void raises_the_generation_of_fences_at_every_open() {
            var fences = Stream.of(1L, 2L, 3L)
                    .map(number -> {
                        try (var store = open()) {
                            Jobs.accept(store, number);
                            return Jobs.claim(store, Jobs.join(store, number), 1, 1)
                                    .get(0)
                                    .key()
                                    .fence();
                        }
                    })
                    .map(Fence::generation)
                    .toList();

            assertThat(fences).isSorted().doesNotHaveDuplicates();
            assertThat(fences.get(0)).isGreaterThanOrEqualTo(clock.now().getEpochSecond());
        }

        @Test
        void ends_the_workers_of_the_former_process_at_once() {
            try (var store = open()) {
                Jobs.join(store, 1);
            }
            try (var store = open()) {
                assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.ENDED);
                assertThat(store.workers().renew(new WorkerId(1))).isInstanceOf(Renewal.Ended.class);
            }
        }

        @Test
        void can_be_opened_by_an_interrupted_thread_which_stays_interrupted() {
            Thread.currentThread().interrupt();
            try (var store = SqliteStore.at(file())) {
                Jobs.accept(store, 1);
                assertThat(store.jobs().find(Jobs.id(1))).isPresent();
            } finally {
                assertThat(Thread.interrupted()).isTrue();
            }
        }
    }

    @Nested
    final class AFileWithTablesOfTheUsers {
        private static final List<String> TABLES = List.of("job", "log", "worker", "name", "engine", "migration");

        @BeforeEach
        void create() throws SQLException {
            for (var table : TABLES) {
                execute(
                        "create table " + table + " (note text)",
                        "insert into " + table + " values ('mine')",
                        "create index " + table + "_ready on " + table + " (note)");
            }
            execute("create index ready on job (note)");
        }

        @Test
        void runs_jobs_and_keeps_those_tables_as_they_were() throws Exception {
            var before = user();
            var sums = new CopyOnWriteArrayList<Integer>();
            for (var opening = 1; opening <= 2; opening++) {
                try (var windlass = Windlass.on(SqliteStore.at(file()))
                        .performVoid(ADD, (number, run) -> sums.add(number))
                        .start()) {
                    windlass.enqueue(ADD, opening);
                    windlass.drain();
                }
            }

            assertThat(sums).containsExactly(1, 2);
            assertThat(user()).isEqualTo(before).contains("job mine", "worker mine");
        }

        /** The user's part of the schema, and the rows in it. */
        private List<String> user() throws SQLException {
            var found = new ArrayList<String>();
            found.addAll(list("select sql from sqlite_schema where tbl_name not like 'windlass!_%' escape '!'"));
            for (var table : TABLES) {
                found.addAll(list("select '" + table + " ' || note from " + table));
            }
            return found;
        }

        private List<String> list(String sql) throws SQLException {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(sql)) {
                var found = new ArrayList<String>();
                while (row.next()) {
                    found.add(row.getString(1));
                }
                return found;
            }
        }
    }

    @Nested
    final class AfterACrash {
        @Test
        void the_file_is_open_again_within_two_seconds() throws IOException {
            var copy = directory.resolve("crashed.db");
            try (var store = open()) {
                for (var thousand = 0; thousand < 50; thousand++) {
                    store.jobs().accept(Jobs.jobs(thousand * 1_000L, (thousand + 1) * 1_000L));
                }
                CrashImage.copy(file(), copy);
            }

            Assertions.assertTimeout(
                    Duration.ofSeconds(2), () -> SqliteStore.at(copy).close());
        }

        @Test
        void a_damaged_file_is_refused_with_its_remedy() throws IOException, SQLException {
            try (var store = open()) {
                store.jobs().accept(Jobs.jobs(0, 1_000));
            }
            execute("update windlass_engine set clean = 0");
            overwritePages(5, 10);

            assertRefused(file(), "damaged", "restore a backup");
        }

        @Test
        void store_time_does_not_go_back_behind_the_last_that_was_written() {
            clock.advance(Duration.ofHours(1));
            try (var store = open()) {
                Jobs.accept(store, 1);
            }
            var behind = new SteerableClock(clock.now().minusSeconds(30));
            try (var store = SqliteStore.inline(file(), behind)) {
                assertThat(store.now()).isEqualTo(clock.now());
                behind.advance(Duration.ofSeconds(31));
                assertThat(store.now()).isEqualTo(clock.now().plusSeconds(1));
            }
        }

        @Test
        void a_time_far_ahead_of_the_clock_is_not_obeyed() {
            clock.advance(Duration.ofHours(1));
            try (var store = open()) {
                Jobs.accept(store, 1);
            }
            var right = new SteerableClock();
            try (var store = SqliteStore.inline(file(), right)) {
                assertThat(store.now()).isEqualTo(right.now());
            }
        }

        private void overwritePages(int from, int count) throws IOException {
            try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(count * 8_192), from * 8_192L);
            }
        }
    }

    @Nested
    final class IsRefusedInOneSentence {
        @Test
        void where_the_path_is_a_directory() {
            assertRefused(directory, "directory", "name a file in it");
        }

        @Test
        void where_the_directory_is_missing() {
            assertRefused(directory.resolve("absent").resolve("windlass.db"), "does not exist", "create it first");
        }

        @Test
        void where_nothing_can_be_written() {
            // Root may write in any directory of a disk, so this takes one that nobody can write in.
            assertRefused(Path.of("/proc/windlass.db"), "must be writable");
        }

        @Test
        void where_the_file_is_not_a_database() throws IOException {
            Files.writeString(file(), "not a database, but long enough to look at: " + "x".repeat(10_000));

            assertRefused(file(), "not a database", "choose another file");
        }

        @Test
        void where_the_name_would_be_read_as_settings() {
            assertRefused(directory.resolve("windlass.db?cache=shared"), "question mark", "choose another name");
        }

        @Test
        void where_a_newer_program_has_written() throws SQLException {
            open().close();
            execute("insert into windlass_migration (version, checksum, at) values (700, 'x', 0)");

            assertRefused(file(), "version 700", "up to ", "newer program");
        }

        @Test
        void where_a_migration_was_edited() throws SQLException {
            open().close();
            execute("update windlass_migration set checksum = 'edited' where version = 1");

            assertRefused(file(), "migration 1", "edited", "use the program that wrote it");
        }

        @Test
        void where_a_setting_cannot_be_had() throws SQLException {
            try (var memory = DriverManager.getConnection("jdbc:sqlite::memory:")) {
                assertThatThrownBy(() -> DatabaseFile.requireSettings(file(), memory))
                        .isInstanceOf(StoreException.class)
                        .hasMessageContainingAll("windlass.db", "SQLite answers", "put the file on a local disk");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"windlass_job", "windlass_engine", "windlass_migration"})
        void where_the_tables_are_those_of_another_program(String table) throws SQLException {
            execute("create table " + table + " (something text)");

            assertRefused(file(), "another program");
        }

        @Test
        void and_can_be_opened_once_the_reason_is_gone() throws IOException {
            Files.writeString(file(), "x".repeat(10_000));
            assertRefused(file(), "not a database");
            Files.delete(file());

            SqliteStore.at(file()).close();
        }
    }
}
