package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.StoreException;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Callers share commits, and nothing else. */
final class GroupCommitTest {
    @TempDir
    Path directory;

    private Parts parts;

    /** Held by the first write, so that those behind it gather and go together. */
    private final CountDownLatch gate = new CountDownLatch(1);

    private FutureTask<String> first;

    private final List<Thread> callers = new ArrayList<>();

    @BeforeEach
    void open() {
        parts = Parts.open(
                directory.resolve("windlass.db"),
                SqliteOptions.DEFAULTS.withQueued(4),
                new SteerableClock(),
                GroupCommit.Service.THREAD);
        first = call(() -> parts.writes().write(turn -> {
            awaitGate();
            return "first";
        }));
    }

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        parts.close();
        assertThat(first.get()).isEqualTo("first");
    }

    private void awaitGate() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls on a thread of its own, and returns when that thread stands in line or is done. */
    private <T> FutureTask<T> call(Callable<T> call) {
        var task = new FutureTask<>(call);
        var caller = new Thread(task, "caller " + callers.size());
        callers.add(caller);
        caller.start();
        await().until(() -> task.isDone() || caller.getState() == Thread.State.WAITING);
        return task;
    }

    private FutureTask<Long> accept(long number) {
        return call(() -> parts.writes().write(turn -> {
            SqliteJobs.accept(turn, List.of(Jobs.job(number)));
            return turn.next();
        }));
    }

    private FutureTask<Object> fail(SQLException error) {
        return call(() -> parts.writes().write(turn -> {
            SqliteJobs.accept(turn, List.of(Jobs.job(99)));
            throw error;
        }));
    }

    private boolean exists(long number) {
        return new SqliteJobs(parts.writes(), parts.readers())
                .find(Jobs.id(number))
                .isPresent();
    }

    @Test
    void write_that_fails_does_not_spoil_its_neighbours() throws Exception {
        var before = accept(1);
        var failing = fail(new SQLException("this one is wrong"));
        var after = accept(2);

        gate.countDown();

        assertThat(before.get()).isLessThan(after.get());
        assertThatThrownBy(failing::get).rootCause().hasMessage("this one is wrong");
        assertThat(LongStream.of(1, 2, 99).mapToObj(this::exists)).containsExactly(true, true, false);
    }

    @Test
    void write_of_a_function_is_neither_repeated_nor_undone_because_of_a_neighbour() throws Exception {
        var runs = new ArrayList<String>();
        var failing = fail(new SQLException("this one is wrong"));
        var alone = call(() -> parts.writes().writeAlone(turn -> runs.add("run")));

        gate.countDown();

        assertThat(alone.get()).isTrue();
        assertThat(runs).hasSize(1);
        assertThatThrownBy(failing::get).hasCauseInstanceOf(StoreException.class);
    }

    @Test
    void full_disk_fails_the_whole_batch_and_the_next_one_goes_on() throws Exception {
        var neighbour = accept(1);
        var failing = fail(new SQLiteException("database or disk is full", SQLiteErrorCode.SQLITE_FULL));

        gate.countDown();

        for (var write : List.of(neighbour, failing)) {
            assertThatThrownBy(write::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            full -> assertThat(full.code()).isEqualTo(ErrorCode.STORE_FULL));
        }
        assertThat(exists(1)).isFalse();
        accept(1).get();
        assertThat(exists(1)).isTrue();
    }

    @Test
    void failed_sync_stops_the_store_for_good() {
        var neighbour = accept(1);
        var failing = fail(new SQLiteException("disk I/O error", SQLiteErrorCode.SQLITE_IOERR_FSYNC));

        gate.countDown();

        for (var write : List.of(neighbour, failing)) {
            assertThatThrownBy(write::get)
                    .cause()
                    .isInstanceOfSatisfying(
                            StoreException.class,
                            failed -> assertThat(failed.code()).isEqualTo(ErrorCode.STORE_FAILED));
        }
        assertThatThrownBy(() -> parts.writes().write(Turn::next)).hasMessageContaining("opened anew");
        assertThatThrownBy(() -> exists(1)).hasMessageContaining("opened anew");
    }

    @Test
    void callers_wait_outside_while_the_line_is_full() throws Exception {
        var writes = LongStream.range(1, 9).mapToObj(this::accept).toList();

        gate.countDown();

        for (var write : writes) {
            write.get();
        }
        assertThat(LongStream.range(1, 9).allMatch(this::exists)).isTrue();
    }

    @Test
    void interrupted_caller_still_learns_what_became_of_its_write() throws Exception {
        var interrupted = call(() -> {
            parts.writes().write(turn -> SqliteJobs.accept(turn, List.of(Jobs.job(1))));
            return Thread.currentThread().isInterrupted();
        });
        callers.get(1).interrupt();

        gate.countDown();

        assertThat(interrupted.get()).isTrue();
        assertThat(exists(1)).isTrue();
        accept(2).get();
    }

    @Test
    void close_waits_for_writes_in_line_and_refuses_later_ones() throws Exception {
        var before = accept(1);
        var closing = call(() -> {
            parts.close();
            return "closed";
        });

        gate.countDown();

        assertThat(closing.get()).isEqualTo("closed");
        assertThat(before.get()).isPositive();
        assertThatThrownBy(() -> parts.writes().write(Turn::next)).hasMessageContaining("was closed");
    }

    @Test
    void positions_are_never_given_twice_even_when_their_transaction_was_undone() throws Exception {
        var before = accept(1);
        var failing = fail(new SQLException("this one is wrong"));
        gate.countDown();
        assertThatThrownBy(failing::get).rootCause().hasMessage("this one is wrong");

        var after = accept(2);

        assertThat(after.get()).isGreaterThan(before.get());
    }
}
