package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Backlog;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Keep;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import dev.windlass.task.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReaderTest {
    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    @Nested
    final class BesideAnEngine {
        @Test
        void shows_each_commit_at_once() {
            try (var store = SqliteStore.at(file());
                    var reader = SqliteStore.reader(file())) {
                store.jobs().accept(Jobs.jobs(0, 2));
                var worker = Jobs.join(store, 1);
                Jobs.finish(store, worker, 2, Jobs.claim(store, worker, 1, 1));

                assertThat(reader.jobs().list(JobQuery.ALL).jobs())
                        .extracting(Job::state)
                        .containsExactly(JobState.SUCCEEDED, JobState.READY);
                assertThat(reader.jobs().attempts(Jobs.id(0))).hasSize(1);
                assertThat(reader.jobs().payload(Jobs.id(1)))
                        .isEqualTo(store.jobs().payload(Jobs.id(1)));
                assertThat(reader.jobs().result(Jobs.id(0))).isPresent();
                assertThat(reader.jobs().log(Jobs.id(0))).isEmpty();
                assertThat(reader.workers().list()).extracting(Worker::id).containsExactly(worker);
                assertThat(reader.jobs().backlog()).isEqualTo(new Backlog(true, false, false, false));
            }
        }

        @Test
        void of_another_process_sees_its_jobs_and_leaves_it_the_file() throws IOException {
            try (var store = SqliteStore.at(file())) {
                Jobs.accept(store, 1);
            }
            try (var engine = OtherProcess.opening(file());
                    var reader = SqliteStore.reader(file())) {
                assertThat(engine.answer()).isEqualTo(OtherProcess.OPENED);
                assertThat(reader.jobs().find(Jobs.id(1))).isPresent();
            }
        }

        @Test
        void neither_takes_the_lock_nor_keeps_an_engine_out() {
            SqliteStore.at(file()).close();

            try (var reader = SqliteStore.reader(file());
                    var store = SqliteStore.at(file())) {
                Jobs.accept(store, 1);

                assertThat(reader.jobs().find(Jobs.id(1))).isPresent();
            }
        }
    }

    @Test
    void changes_nothing_in_the_file() throws IOException {
        try (var store = SqliteStore.at(file())) {
            Jobs.accept(store, 1);
        }
        var before = Files.readAllBytes(file());

        try (var reader = SqliteStore.reader(file())) {
            assertThat(reader.jobs().find(Jobs.id(1))).isPresent();
        }

        assertThat(file()).hasBinaryContent(before);
    }

    @Test
    void reads_a_backup_as_well() {
        var backup = directory.resolve("backup.db");
        try (var store = SqliteStore.at(file())) {
            Jobs.accept(store, 1);
            store.backup(backup);
        }

        try (var reader = SqliteStore.reader(backup)) {
            assertThat(reader.jobs().find(Jobs.id(1))).isPresent();
        }
    }

    @ParameterizedTest
    @MethodSource("writing")
    void refuses_what_would_write_in_one_sentence(Consumer<Store> call) {
        SqliteStore.at(file()).close();
        try (var reader = SqliteStore.reader(file())) {
            assertThatThrownBy(() -> call.accept(reader))
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CALL_FAILED))
                    .hasMessage(
                            file()
                                    + " was opened to be read only, and this call would write; ask the engine that has it, or open it with SqliteStore.at while none has");
        }
    }

    static Stream<Consumer<Store>> writing() {
        return Stream.of(
                store -> Jobs.accept(store, 1),
                store -> store.jobs().cancel(Jobs.id(1), Jobs.KEEP),
                store -> store.jobs().revive(Jobs.id(1)),
                store -> Jobs.join(store, 1),
                store -> store.workers().renew(new WorkerId(1)),
                store -> store.workers().leave(new WorkerId(1)),
                store -> Jobs.claim(store, new WorkerId(1), 1, 1),
                store -> store.leases()
                        .rescue(new RescuePlan(new WorkerId(1), RescuePlan.Scope.ENDED, 2, 3, Keep.all(Jobs.KEEP), 1)),
                store -> store.upkeep().promote(1),
                store -> store.upkeep().prune(1),
                store -> store.accept(new NoSession(), List.of(Jobs.job(1))));
    }

    @Test
    void answers_nothing_more_once_it_was_closed() {
        SqliteStore.at(file()).close();
        var reader = SqliteStore.reader(file());
        reader.close();
        reader.close();

        assertThatThrownBy(() -> reader.jobs().find(Jobs.id(1))).hasMessage(file() + " was closed; open it anew");
    }

    @Nested
    final class IsRefusedInOneSentence {
        private void assertRefused(String fact) {
            assertThatThrownBy(() -> SqliteStore.reader(file()).close())
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_REFUSED))
                    .hasMessage(file() + " cannot be opened: " + fact);
        }

        private void execute(String sql) throws Exception {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                    var statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            }
        }

        @Test
        void where_there_is_no_file_which_it_does_not_create() {
            assertRefused("there is no such file; name one that a Windlass has written");

            assertThat(file()).doesNotExist();
        }

        @Test
        void where_the_file_is_no_database() throws IOException {
            Files.writeString(file(), "x".repeat(10_000));

            assertRefused("it is not a database; choose another file");
        }

        @Test
        void where_the_file_is_of_another_program() throws Exception {
            execute("create table mine (note text)");

            assertRefused("no Windlass has written it; choose another file");
        }

        @Test
        void where_the_schema_is_newer() throws Exception {
            SqliteStore.at(file()).close();
            execute("insert into windlass_migration (version, checksum, at) values (99, 'x', 0)");

            assertRefused("its schema has version 99, this program knows versions up to "
                    + Migrations.ofThisVersion().newest() + "; use the newer program that wrote it");
        }

        @Test
        void where_the_schema_is_older() throws Exception {
            SqliteStore.at(file()).close();
            var newest = Migrations.ofThisVersion().newest();
            execute("delete from windlass_migration where version = " + newest);

            assertRefused("its schema has version " + (newest - 1) + " and this program reads version " + newest
                    + "; let an engine of this version open it once");
        }
    }

    /** A session of no store. */
    private static final class NoSession implements Session {
        @Override
        public <T> T as(Class<T> type) {
            throw new IllegalArgumentException("no " + type);
        }
    }
}
