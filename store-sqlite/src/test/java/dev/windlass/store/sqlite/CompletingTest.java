package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.JobRun;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Performer;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Session;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that write rows of their own into the file of their jobs, by {@code run.completing} and {@code run.checkpoint}. */
@Timeout(60)
final class CompletingTest {
    private static final Task<Integer, String> BILL = Task.named("bill", Integer.class, String.class);
    private static final Task<Integer, Void> MAIL = Task.named("mail", Integer.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final AtomicInteger runs = new AtomicInteger();
    private final List<JobEvent> events = new CopyOnWriteArrayList<>();

    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() throws SQLException {
        open(Jobs.PATIENT);
        store.transaction(session -> execute(session, "create table invoice (number integer primary key)"));
    }

    private void open(SqliteOptions options) {
        store = SqliteStore.at(directory.resolve("windlass.db"), options);
    }

    private static int execute(Session session, String sql) throws SQLException {
        try (var statement = session.as(Connection.class).createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private static String insert(Session session, int number) throws SQLException {
        execute(session, "insert into invoice values (" + number + ")");
        return "receipt " + number;
    }

    private Windlass start(Performer<Integer, String> performer) {
        return start(store, performer);
    }

    private Windlass start(Store on, Performer<Integer, String> performer) {
        return Windlass.on(on)
                .queue(Queue.named("default")
                        .retry(Retry.fixed(Duration.ofMillis(1)).attempts(2)))
                .perform(BILL, performer)
                .performVoid(MAIL, (number, run) -> {})
                .listen(events::add)
                .start();
    }

    private int invoices() throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery("select count(*) from invoice")) {
                return row.getInt(1);
            }
        });
    }

    @Test
    void commits_the_rows_of_the_task_with_its_outcome_result_and_children() throws Exception {
        try (var windlass = start((number, run) -> {
            run.log("billing");
            return run.completing(session -> {
                run.enqueue(MAIL, number);
                return insert(session, number);
            });
        })) {
            var handle = windlass.enqueue(BILL, 7);

            assertThat(handle.await(PATIENCE)).isEqualTo("receipt 7");
            windlass.drain();

            assertThat(invoices()).isEqualTo(1);
            assertThat(windlass.attempts(handle.id())).hasSize(1);
            assertThat(windlass.log(handle.id())).hasSize(1);
            assertThat(events).filteredOn(JobEvent.Succeeded.class::isInstance).hasSize(2);
        }
    }

    @Test
    void ends_its_job_even_if_the_performer_hangs_afterwards_whose_slot_goes_on() throws Exception {
        var enough = new CountDownLatch(1);
        try (var windlass = Windlass.on(store)
                .slots(1)
                .grace(Duration.ofMillis(50))
                .perform(BILL, (number, run) -> {
                    var receipt = run.completing(session -> insert(session, number));
                    while (number == 1 && enough.getCount() > 0) {
                        Thread.interrupted();
                    }
                    return receipt;
                })
                .start()) {
            var hanging = windlass.enqueue(BILL, 1, Options.DEFAULT.timeout(Duration.ofMillis(100)));
            assertThat(windlass.enqueue(BILL, 2).await(PATIENCE)).isEqualTo("receipt 2");
            assertThat(hanging.await(PATIENCE)).isEqualTo("receipt 1");
            enough.countDown();
            assertThat(hanging.attempts()).singleElement().matches(each -> each.outcome() == Outcome.SUCCEEDED);
        }
    }

    @Test
    void writes_nothing_when_its_work_throws_and_the_job_is_retried() throws Exception {
        try (var windlass = start((number, run) -> run.completing(session -> {
            var receipt = insert(session, number);
            if (run.attempt() == 1) {
                throw new SQLException("declined");
            }
            return receipt;
        }))) {
            var handle = windlass.enqueue(BILL, 7);

            assertThat(handle.await(PATIENCE)).isEqualTo("receipt 7");

            assertThat(invoices()).isEqualTo(1);
            assertThat(windlass.attempts(handle.id()).get(0).error().orElseThrow())
                    .isEqualTo("java.sql.SQLException: declined");
        }
    }

    @Test
    void stands_whatever_the_performer_throws_afterwards() throws Exception {
        try (var windlass = start((number, run) -> {
            run.completing(session -> insert(session, number));
            throw new IllegalStateException("too late");
        })) {
            var handle = windlass.enqueue(BILL, 7);

            assertThat(handle.await(PATIENCE)).isEqualTo("receipt 7");
            windlass.drain();

            assertThat(stateOf(windlass, handle.id())).isEqualTo(JobState.SUCCEEDED);
            assertThat(windlass.attempts(handle.id())).hasSize(1);
        }
    }

    private static JobState stateOf(Windlass windlass, JobId id) {
        return windlass.find(id).orElseThrow().state();
    }

    @Test
    void counts_once_although_the_reply_is_lost() throws Exception {
        var lossy = new LostReplies(store, 3);
        try (var windlass = start(
                lossy.store(),
                (number, run) -> run.completing(session -> {
                    runs.incrementAndGet();
                    return insert(session, number);
                }))) {
            assertThat(windlass.enqueue(BILL, 7).await(PATIENCE)).isEqualTo("receipt 7");
            assertThat(invoices()).isEqualTo(1);
        }
        assertThat(runs).hasValue(1);
        assertThat(lossy.lost()).isEqualTo(3);
    }

    @Test
    void is_broken_off_when_its_work_runs_too_long() throws Exception {
        store.close();
        open(SqliteOptions.DEFAULTS);
        try (var windlass = start((number, run) -> run.completing(session -> {
            // The first has longer.
            var length = Duration.ofMillis(runs.incrementAndGet() == 1 ? 1_050 : 150);
            var began = System.nanoTime();
            while (System.nanoTime() - began < length.toNanos()) {
                Thread.onSpinWait();
            }
            return insert(session, number);
        }))) {
            var handle = windlass.enqueue(BILL, 7);
            windlass.drain();

            assertThat(windlass.find(handle.id()).orElseThrow().error().orElseThrow())
                    .contains("limit is 100 ms (SqliteOptions.transactionLimit)", "nothing was written");
            assertThat(runs).hasValue(2);
            assertThat(invoices()).isZero();
        }
    }

    @Test
    void lends_no_session_to_another_store() throws Exception {
        try (var second = SqliteStore.at(directory.resolve("second.db"), Jobs.PATIENT);
                var windlass = start((number, run) -> run.completing(session -> {
                    assertThatThrownBy(() -> second.accept(session, List.of(Jobs.job(1))))
                            .isInstanceOfSatisfying(
                                    WindlassException.class,
                                    e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT))
                            .hasMessageStartingWith("this session is not one of ");
                    return insert(session, number);
                }))) {
            assertThat(windlass.enqueue(BILL, 7).await(PATIENCE)).isEqualTo("receipt 7");
        }
    }

    @Test
    void checkpoint_is_done_once_however_often_its_job_runs() throws Exception {
        try (var windlass = start((number, run) -> {
            var receipt = run.checkpoint("charged", String.class, session -> insert(session, number));
            if (run.attempt() == 1) {
                throw new IllegalStateException("after the charge");
            }
            return receipt;
        })) {
            assertThat(windlass.enqueue(BILL, 7).await(PATIENCE)).isEqualTo("receipt 7");

            assertThat(invoices()).isEqualTo(1);
        }
    }

    @Test
    void checkpoint_is_there_in_the_files_as_they_lie_when_it_has_returned() throws Exception {
        var image = directory.resolve("image.db");
        try (var windlass = start((number, run) -> checkpointed(number, run, image))) {
            windlass.enqueue(BILL, 7).await(PATIENCE);
        }
        open(image);
        try (var windlass = start((number, run) -> run.checkpoint("charged", String.class, session -> {
            runs.incrementAndGet();
            return insert(session, number);
        }))) {
            windlass.drain();
            assertThat(runs).hasValue(0);
            assertThat(invoices()).isEqualTo(1);
        }
    }

    private static String checkpointed(int number, JobRun run, Path image) throws Exception {
        var receipt = run.checkpoint("charged", String.class, session -> insert(session, number));
        CrashImage.copy(Path.of(image.toString().replace("image.db", "windlass.db")), image);
        return receipt;
    }

    private void open(Path file) {
        store = SqliteStore.at(file, Jobs.PATIENT);
    }
}
