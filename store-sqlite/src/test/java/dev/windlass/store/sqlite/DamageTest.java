package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobQuery;
import dev.windlass.store.StoreException;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bits that flip on the disk. */
final class DamageTest {
    private static final Task<String, Void> PAY = Task.named("pay", String.class);

    private static final Limit SHOP = Limit.named("shop").mutex();

    @TempDir
    Path directory;

    private Path file() {
        return directory.resolve("windlass.db");
    }

    @Test
    void job_with_a_damaged_payload_is_dead_was_never_run_and_is_kept_as_its_queue_says() throws Exception {
        var keep = Duration.ofDays(365);
        var store = SqliteStore.at(file(), Jobs.PATIENT);
        var jobs = Windlass.on(store).withoutWorkers().start();
        var id = jobs.enqueue(PAY, "1000 to ada").id();
        write("update windlass_job set payload = cast('\"9000 to ada\"' as blob)");
        jobs.close();

        var runs = new AtomicInteger();
        var events = new CopyOnWriteArrayList<JobEvent>();
        var damaged = SqliteStore.at(file(), Jobs.PATIENT);
        try (var windlass = Windlass.on(damaged)
                .queue(Queue.named("default").keepDead(keep))
                .performVoid(PAY, (text, run) -> runs.incrementAndGet())
                .listen(events::add)
                .start()) {
            windlass.drain();
            var job = windlass.find(id).orElseThrow();
            assertThat(job.reason()).contains(DeadReason.CORRUPT);
            assertThat(job.error())
                    .contains("the stored payload is damaged: its checksum differs; enqueue the job anew");
            assertThat(windlass.handle(PAY, id).attempts())
                    .singleElement()
                    .satisfies(attempt -> assertThat(attempt.started()).isEmpty());
            assertThat(runs).hasValue(0);
            assertThat(events)
                    .containsExactly(new JobEvent.Died(
                            id, "pay", DeadReason.CORRUPT, job.error().orElseThrow()));
            assertThat(keptFor(damaged)).isBetween(keep.minusMinutes(5), keep);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "null", "{}", "{\"unique\":7}"})
    void job_whose_terms_cannot_be_read_is_dead_and_holds_up_nobody(String damaged) throws Exception {
        try (var jobs = Windlass.on(SqliteStore.at(file(), Jobs.PATIENT))
                .limit(SHOP)
                .withoutWorkers()
                .start()) {
            jobs.enqueue(PAY, "limited", Options.DEFAULT.limit(SHOP, "9"));
            jobs.enqueue(PAY, "tagged", Options.DEFAULT.tag("import"));
            jobs.enqueue(PAY, "good");
        }
        write("update windlass_terms set text = '" + damaged + "'", 2);

        var runs = new CopyOnWriteArrayList<String>();
        try (var windlass = Windlass.on(SqliteStore.at(file(), Jobs.PATIENT))
                .limit(SHOP)
                .performVoid(PAY, (text, run) -> runs.add(text))
                .start()) {
            assertThat(windlass.drain(Duration.ofSeconds(30))).isTrue();

            assertThat(runs).containsExactly("good");
            var dead = windlass.list(JobQuery.ALL.withState(JobState.DEAD)).jobs();
            assertThat(dead).hasSize(2).allSatisfy(job -> {
                assertThat(job.reason()).contains(DeadReason.CORRUPT);
                assertThat(job.error())
                        .contains("the stored terms are damaged: they cannot be read, so nobody knows its limits;"
                                + " enqueue the job anew");
            });
        }
    }

    private static Duration keptFor(SqliteStore store) throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery("select keep_until from windlass_life")) {
                return Duration.ofNanos(row.getLong(1) * 1_000 - Micros.floor(store.now()) * 1_000);
            }
        });
    }

    @Test
    void damaged_checkpoint_is_leased_as_it_lies() throws SQLException {
        try (var store = SqliteStore.at(file(), Jobs.PATIENT)) {
            Jobs.accept(store, 1);
            var worker = Jobs.join(store, 1);
            var lease = Jobs.claim(store, worker, 1, 1).get(0);
            var slice = new Commit(
                    lease.key(),
                    Commit.LAST,
                    new Then.Again(Ended.of(Outcome.SLICED)),
                    Optional.of(Content.json("\"half\"")),
                    List.of(),
                    Optional.empty());
            store.leases().exchange(new Exchange.Ask(worker, 2, List.of(slice), ClaimPlan.NOTHING));
            write("update windlass_checkpoint set bytes = cast('\"hale\"' as blob)");

            assertThat(Jobs.claim(store, worker, 3, 1).get(0).damage()).contains("checkpoint");
        }
    }

    /** Past the store, which lets nobody write its tables. */
    private void write(String sql) throws SQLException {
        write(sql, 1);
    }

    private void write(String sql, int rows) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate(sql)).isEqualTo(rows);
        }
    }

    @Test
    void page_that_cannot_be_read_stops_the_store_for_good() throws IOException {
        try (var store = SqliteStore.at(file(), Jobs.PATIENT)) {
            store.jobs().accept(Jobs.jobs(0, 1_000));
        }
        try (var store = SqliteStore.at(file(), Jobs.PATIENT)) {
            cutAfterPages(20);

            assertFailed(() -> store.jobs().list(JobQuery.ALL.withLimit(1_000)));
            assertFailed(() -> Jobs.accept(store, 2_000));
        }
    }

    private void cutAfterPages(int pages) throws IOException {
        try (var channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            channel.truncate(pages * 8_192L);
        }
    }

    private static void assertFailed(Runnable call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.STORE_FAILED));
    }
}
