package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Fence;
import dev.windlass.store.Keep;
import dev.windlass.store.Lease;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.StoreException;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RestoreTest {
    @TempDir
    Path directory;

    private final SteerableClock clock = new SteerableClock();

    private Path file() {
        return directory.resolve("windlass.db");
    }

    private Path backup() {
        return directory.resolve("backup.db");
    }

    private SqliteStore open() {
        return SqliteStore.inline(file(), clock);
    }

    private static CommitAnswer finish(SqliteStore store, Lease lease) {
        var commits = List.of(Commit.end(lease.key(), Jobs.succeed()));
        return store.leases()
                .exchange(new Exchange.Ask(new WorkerId(1), 9, commits, ClaimPlan.NOTHING))
                .answers()
                .get(0);
    }

    private static List<Rescued> rescue(SqliteStore store, WorkerId by) {
        return store.leases().rescue(new RescuePlan(by, RescuePlan.Scope.ENDED, 2, 3, Keep.all(Jobs.KEEP), 10));
    }

    @Test
    void jobs_stand_where_they_stood_when_the_backup_was_made() {
        try (var store = open()) {
            store.jobs().accept(Jobs.jobs(0, 3));
            var worker = Jobs.join(store, 1);
            Jobs.finish(store, worker, 2, Jobs.claim(store, worker, 1, 1));
            store.backup(backup());
            Jobs.accept(store, 3);
        }
        var elsewhere = directory.resolve("elsewhere.db");

        SqliteStore.restore(backup(), elsewhere);

        try (var store = SqliteStore.inline(elsewhere, clock)) {
            assertThat(store.jobs().find(Jobs.id(0)).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
            assertThat(store.jobs().find(Jobs.id(2)).orElseThrow().state()).isEqualTo(JobState.READY);
            assertThat(store.jobs().find(Jobs.id(3))).isEmpty();
        }
    }

    @Nested
    final class AHolderOfTheTimeBefore {
        @Test
        void cannot_finish_a_job_that_ran_when_the_backup_was_made() {
            Lease lease;
            try (var store = open()) {
                Jobs.accept(store, 1);
                lease = Jobs.claim(store, Jobs.join(store, 1), 1, 1).get(0);
                store.backup(backup());
            }

            SqliteStore.replace(backup(), file());

            try (var store = open()) {
                assertThat(finish(store, lease)).isEqualTo(CommitAnswer.FENCED);
                var worker = Jobs.join(store, 2);
                assertThat(rescue(store, worker)).hasSize(1);
                assertThat(finish(store, lease)).isEqualTo(CommitAnswer.FENCED);
                assertThat(Jobs.claim(store, worker, 1, 1).get(0).key().fence())
                        .isGreaterThan(lease.key().fence());
            }
        }

        @Test
        void cannot_finish_a_job_that_was_claimed_after_it() {
            Lease lease;
            try (var store = open()) {
                Jobs.accept(store, 1);
                store.backup(backup());
                lease = Jobs.claim(store, Jobs.join(store, 1), 1, 1).get(0);
            }

            SqliteStore.replace(backup(), file());

            try (var store = open()) {
                var again = Jobs.claim(store, Jobs.join(store, 2), 1, 1).get(0);
                assertThat(Fence.counter(again.key().fence()))
                        .isEqualTo(Fence.counter(lease.key().fence()));
                assertThat(again.key().fence()).isGreaterThan(lease.key().fence());
                assertThat(finish(store, lease)).isEqualTo(CommitAnswer.FENCED);
                assertThat(finish(store, again)).isEqualTo(CommitAnswer.FINISHED);
            }
        }

        @Test
        void is_outrun_even_where_many_opens_had_carried_the_generation_past_the_clock() {
            try (var store = open()) {
                Jobs.accept(store, 1);
                store.backup(backup());
            }
            for (var opening = 0; opening < 5; opening++) {
                open().close();
            }
            Lease lease;
            try (var store = open()) {
                lease = Jobs.claim(store, Jobs.join(store, 1), 1, 1).get(0);
            }

            SqliteStore.replace(backup(), file());

            try (var store = open()) {
                assertThat(Jobs.claim(store, Jobs.join(store, 2), 1, 1)
                                .get(0)
                                .key()
                                .fence())
                        .isGreaterThan(lease.key().fence());
            }
        }
    }

    @Nested
    final class BesideAForeignLog {

        private Path killed() {
            return directory.resolve("killed.db");
        }

        /** A backup of one job, and the files of a killed engine that had two hundred others. */
        @BeforeEach
        void kill() throws IOException {
            try (var store = open()) {
                Jobs.accept(store, 1);
                store.backup(backup());
            }
            try (var store = SqliteStore.inline(directory.resolve("other.db"), clock)) {
                store.jobs().accept(Jobs.jobs(100, 300));
                CrashImage.copy(directory.resolve("other.db"), killed());
            }
            assertThat(CrashImage.wal(killed())).isNotEmptyFile();
        }

        private void assertOnlyTheBackup(Path file) {
            try (var store = SqliteStore.inline(file, clock)) {
                assertThat(store.checkIntegrity()).isEqualTo("ok");
                assertThat(store.jobs().find(Jobs.id(1))).isPresent();
                assertThat(store.jobs().find(Jobs.id(100))).isEmpty();
            }
        }

        @Test
        void it_is_not_taken_for_the_backups_own() {
            SqliteStore.replace(backup(), killed());

            assertOnlyTheBackup(killed());
        }

        @Test
        void nor_where_the_file_itself_had_gone() throws IOException {
            Files.delete(killed());

            SqliteStore.restore(backup(), killed());

            assertOnlyTheBackup(killed());
        }

        @Test
        void nor_where_the_backup_was_copied_by_hand() throws IOException {
            Files.delete(killed());
            Files.copy(backup(), killed());

            assertOnlyTheBackup(killed());
        }
    }

    @Nested
    final class IsRefusedInOneSentence {
        @BeforeEach
        void backUp() {
            try (var store = open()) {
                store.jobs().accept(Jobs.jobs(0, 1_000));
                store.backup(backup());
                Jobs.accept(store, 1_000);
            }
        }

        private void assertRefused(Path from, String sentence) {
            assertThatThrownBy(() -> SqliteStore.replace(from, file()))
                    .isInstanceOfSatisfying(StoreException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_REFUSED);
                        assertThat(refusal.getMessage()).startsWith(sentence).doesNotContain("\n");
                    });
            assertUntouched();
        }

        private void assertUntouched() {
            try (var store = open();
                    var files = Files.list(directory)) {
                assertThat(store.jobs().find(Jobs.id(1_000))).isPresent();
                assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Test
        void over_a_running_engine() {
            try (var store = open()) {
                assertThatThrownBy(() -> SqliteStore.replace(backup(), file()))
                        .hasMessage(
                                file() + " cannot be opened: another engine of this process (pid "
                                        + ProcessHandle.current().pid()
                                        + ") has it open, and a file belongs to one engine at a time; stop that one first, or ask its program to do it");
                assertThat(store.jobs().find(Jobs.id(1_000))).isPresent();
            }
        }

        @Test
        void over_an_engine_of_another_process() throws IOException {
            try (var other = OtherProcess.opening(file())) {
                assertThatThrownBy(() -> SqliteStore.replace(backup(), file()))
                        .hasMessage(
                                file() + " cannot be opened: another engine (pid " + other.pid()
                                        + ") has it open, and a file belongs to one engine at a time; stop that one first, or ask its program to do it");
            }
        }

        @Test
        void where_a_file_is_there_that_nobody_said_to_replace() {
            assertThatThrownBy(() -> SqliteStore.restore(backup(), file()))
                    .hasMessage(
                            file()
                                    + " cannot be restored: there is a file already, which would be lost; choose another place, or replace it by SqliteStore.replace");
            assertUntouched();
        }

        @Test
        void where_the_backup_is_missing() {
            var absent = directory.resolve("absent.db");

            assertRefused(absent, absent + " cannot be restored: there is no such file; name the backup");
        }

        @Test
        void where_the_backup_is_the_file_itself() {
            assertRefused(file(), file() + " cannot be restored: it is the backup itself; copy it elsewhere first");
        }

        @Test
        void where_the_backup_is_damaged() throws IOException {
            try (var channel = FileChannel.open(backup(), StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.allocate(4 * 8_192), 8 * 8_192L);
            }

            assertRefused(backup(), backup() + " cannot be opened: it is damaged (");
        }

        @Test
        void where_the_backup_was_cut() throws IOException {
            try (var channel = FileChannel.open(backup(), StandardOpenOption.WRITE)) {
                channel.truncate(10 * 8_192L);
            }

            assertRefused(backup(), backup() + " cannot be opened: it is damaged (");
        }

        @Test
        void where_the_backup_is_no_database() throws IOException {
            Files.writeString(backup(), "x".repeat(10_000));

            assertRefused(backup(), backup() + " cannot be opened: it is not a database; choose another file");
        }

        @Test
        void where_the_backup_is_the_database_of_another_program() throws Exception {
            var other = directory.resolve("other.db");
            execute(other, "create table something (note text)");

            assertRefused(
                    other, other + " cannot be restored: it is no backup of a Windlass store; choose another file");
        }

        @Test
        void where_the_backup_is_empty() throws IOException {
            var empty = Files.createFile(directory.resolve("empty.db"));

            assertRefused(
                    empty, empty + " cannot be restored: it is no backup of a Windlass store; choose another file");
        }

        @Test
        void where_the_backup_was_written_by_a_newer_program() throws Exception {
            execute(backup(), "insert into windlass_migration (version, checksum, at) values (99, 'x', 0)");

            assertRefused(backup(), backup() + " cannot be opened: its schema has version 99, this program knows");
        }

        @Test
        void where_the_directory_is_missing() {
            var target = directory.resolve("absent").resolve("windlass.db");

            assertThatThrownBy(() -> SqliteStore.restore(backup(), target))
                    .hasMessage(target + " cannot be opened: its directory does not exist; create it first");
        }

        private static void execute(Path file, String sql) throws Exception {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                    var statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            }
        }
    }

    /** The next restore to the same place has its lock, so nobody writes them any more. */
    @Test
    void removes_what_a_killed_restore_has_left_and_nothing_else() throws IOException {
        try (var store = open()) {
            Jobs.accept(store, 1);
            store.backup(backup());
        }
        var target = directory.resolve("new.db");
        var left = List.of("new.db.123.restore.part", "new.db.123.restore.part-journal");
        var others = List.of(
                "new.db.123.part", "new.db.x.restore.part", "old.db.123.restore.part", "new-db.123.restore.part");
        for (var name : Stream.concat(left.stream(), others.stream()).toList()) {
            Files.writeString(directory.resolve(name), "left");
        }

        SqliteStore.restore(backup(), target);

        assertThat(left).allSatisfy(name -> assertThat(directory.resolve(name)).doesNotExist());
        assertThat(others)
                .allSatisfy(name -> assertThat(directory.resolve(name)).exists());
    }
}
