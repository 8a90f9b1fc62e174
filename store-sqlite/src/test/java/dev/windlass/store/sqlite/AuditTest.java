package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobEvent;
import dev.windlass.Listener;
import dev.windlass.Windlass;
import dev.windlass.store.AuditStore;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Keep;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.Repair;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Worker;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Task;
import dev.windlass.task.Terms;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Hands that write past the store, and what the auditor makes of it. */
final class AuditTest extends HandOnFile {
    /** Jobs of every state, with everything that can hang on one. */
    private void fill() {
        var worker = Jobs.join(store, 1);
        store.jobs().accept(Jobs.jobs(0, 5));
        Jobs.finish(store, worker, 2, Jobs.claim(store, worker, 1, 2));
        Jobs.claim(store, worker, 3, 1);
        store.jobs().cancel(Jobs.id(3), Jobs.KEEP);
        store.jobs().accept(List.of(Jobs.due(5, Due.in(Duration.ofDays(1)))));
        var terms = Terms.NONE.withTag("import").withHeader("trace", "1");
        store.jobs()
                .accept(List.of(new NewJob(
                        Jobs.id(6),
                        "mail.welcome",
                        Jobs.QUEUE,
                        Lane.NORMAL,
                        Due.NOW,
                        Content.NONE,
                        Optional.empty(),
                        terms)));
    }

    @Test
    void nothing_is_found_in_a_store_that_nobody_has_touched() {
        fill();

        assertThat(audit()).isEmpty();
        assertThat(store.audits().repairs(10)).isEmpty();
    }

    @Test
    void nothing_is_found_after_a_restore() {
        fill();
        store.backup(directory.resolve("backup.db"));
        SqliteStore.restore(directory.resolve("backup.db"), directory.resolve("restored.db"));

        try (var restored = SqliteStore.inline(directory.resolve("restored.db"), clock)) {
            assertThat(audit(restored.audits(), 1_000)).isEmpty();
        }
    }

    @Test
    void job_whose_life_was_deleted_runs_again_and_its_holder_is_fenced() throws SQLException {
        Jobs.accept(store, 1);
        var worker = Jobs.join(store, 1);
        var lease = Jobs.claim(store, worker, 1, 1).get(0);
        behindItsBack("delete from windlass_life");

        assertHealed("a job without a life");

        assertThat(Jobs.finish(store, worker, 2, List.of(lease)).answers()).containsExactly(CommitAnswer.FENCED);
        Lease again = Jobs.claim(store, worker, 3, 1).get(0);
        assertThat(again.key().fence()).isGreaterThan(lease.key().fence());
        assertThat(Jobs.finish(store, worker, 4, List.of(again)).answers()).containsExactly(CommitAnswer.FINISHED);
    }

    @Test
    void job_that_had_succeeded_is_not_run_again_when_its_life_was_deleted() throws SQLException {
        var worker = Jobs.join(store, 1);
        Jobs.accept(store, 1);
        Jobs.finish(store, worker, 2, Jobs.claim(store, worker, 1, 1));
        behindItsBack("delete from windlass_life");

        assertHealed("a job without a life");

        assertThat(store.jobs().find(Jobs.id(1)).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.jobs().backlog().isEmpty()).isTrue();
    }

    @Test
    void job_whose_worker_lost_its_row_is_rescued() throws SQLException {
        Jobs.accept(store, 1);
        Jobs.claim(store, Jobs.join(store, 1), 1, 1);
        behindItsBack("delete from windlass_worker");

        assertHealed("a RUNNING job whose worker has no row");

        assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.ENDED);
        var rescuer = Jobs.join(store, 2);
        assertThat(store.leases()
                        .rescue(new RescuePlan(rescuer, RescuePlan.Scope.ENDED, 2, 3, Keep.all(Jobs.KEEP), 10)))
                .hasSize(1);
        assertThat(Jobs.claim(store, rescuer, 1, 1)).hasSize(1);
    }

    @Test
    void job_that_lost_its_holder_altogether_is_rescued() throws SQLException {
        Jobs.accept(store, 1);
        Jobs.claim(store, Jobs.join(store, 1), 1, 1);
        behindItsBack("update windlass_life set worker = null");

        assertHealed("a RUNNING job whose worker has no row");

        var rescuer = Jobs.join(store, 2);
        assertThat(store.leases()
                        .rescue(new RescuePlan(rescuer, RescuePlan.Scope.ENDED, 2, 3, Keep.all(Jobs.KEEP), 10)))
                .hasSize(1);
    }

    @Test
    void ready_job_without_a_place_is_claimed() throws SQLException {
        Jobs.accept(store, 1);
        behindItsBack("update windlass_life set position = null");

        assertHealed("a READY job without a place");

        assertThat(Jobs.claim(store, Jobs.join(store, 2), 1, 1)).hasSize(1);
    }

    @Test
    void scheduled_job_without_a_due_time_is_due_now() throws SQLException {
        store.jobs().accept(List.of(Jobs.due(1, Due.in(Duration.ofDays(1)))));
        behindItsBack("update windlass_life set due = null");

        assertHealed("a SCHEDULED job without a due time");

        assertThat(store.upkeep().promote(10).count()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 99, -1})
    void job_in_no_state_runs(int state) throws SQLException {
        Jobs.accept(store, 1);
        behindItsBack("update windlass_life set state = " + state);

        assertHealed("a job in no state that there is");

        assertThat(Jobs.claim(store, Jobs.join(store, 1), 1, 1)).hasSize(1);
    }

    @Test
    void job_that_waits_for_nothing_runs() throws SQLException {
        Jobs.accept(store, 1);
        behindItsBack("update windlass_life set state = 3");

        assertHealed("a WAITING job that waits for nothing");

        assertThat(Jobs.claim(store, Jobs.join(store, 1), 1, 1)).hasSize(1);
    }

    @Test
    void ended_job_that_is_kept_for_ever_is_pruned_in_the_end() throws SQLException {
        Jobs.accept(store, 1);
        store.jobs().cancel(Jobs.id(1), Jobs.KEEP);
        behindItsBack("update windlass_life set keep_until = null");

        assertHealed("an ended job that is kept for ever");
    }

    @Test
    void what_hangs_on_no_job_is_removed() throws SQLException {
        fill();
        behindItsBack(
                "delete from windlass_job",
                "insert into windlass_log (job, line, fence, at, text) values (1, 1, 1, 1, 'x')",
                "insert into windlass_checkpoint (job, type, version, crc, bytes) values (1, 1, 1, 1, x'00')");

        assertThat(audit())
                .extracting(Repair::fault)
                .contains("a life of no job", "attempts of no job", "terms of no job", "tags of no job")
                .contains("log lines of no job", "a checkpoint of no job");
        assertThat(audit()).isEmpty();
        assertThat(store.jobs().backlog().isEmpty()).isTrue();
    }

    @Test
    void job_and_its_terms_find_each_other_again() throws SQLException {
        fill();
        behindItsBack("update windlass_life set marks = 0 where marks = 1");
        assertHealed("terms that their job does not know of");
        assertThat(store.jobs().find(Jobs.id(6)).orElseThrow().terms().tags()).containsExactly("import");

        behindItsBack("delete from windlass_terms");
        assertHealed("a job that has lost its terms");
        assertThat(store.jobs().find(Jobs.id(6)).orElseThrow().terms()).isEqualTo(Terms.NONE);
    }

    @Test
    void large_table_is_looked_at_in_bounded_calls() throws SQLException {
        store.jobs().accept(Jobs.jobs(0, 500));
        behindItsBack("update windlass_life set position = null");

        assertThat(store.audits().audit(10).repairs()).hasSize(10);
        assertThat(audit(store.audits(), 10)).hasSize(490);
    }

    @Test
    void repairs_are_kept_for_people_the_youngest_first() throws SQLException {
        Jobs.accept(store, 1);
        behindItsBack("update windlass_life set position = null");
        audit();
        clock.advance(Duration.ofMinutes(1));
        behindItsBack("update windlass_life set state = 3");
        audit();

        assertThat(store.audits().repairs(10))
                .containsExactly(
                        new Repair(
                                clock.now(),
                                "a WAITING job that waits for nothing",
                                "job " + Jobs.id(1),
                                "put at the end of its line"),
                        new Repair(
                                clock.now().minus(Duration.ofMinutes(1)),
                                "a READY job without a place",
                                "job " + Jobs.id(1),
                                "put at the end of its line"));
    }

    @Test
    void no_more_repairs_are_kept_than_people_read() throws SQLException {
        store.jobs().accept(Jobs.jobs(0, 1_000));
        store.jobs().accept(Jobs.jobs(1_000, 1_100));
        behindItsBack("update windlass_life set position = null");
        audit();

        assertThat(store.audits().repairs(10_000)).hasSize(AuditStore.MOST_REPAIRS);
    }

    @Test
    @Timeout(60)
    void listeners_are_told_of_each_repair() throws Exception {
        store.jobs().accept(Jobs.jobs(0, 3));
        behindItsBack("update windlass_life set position = null");
        store.close();
        var told = new LinkedBlockingQueue<Repair>();
        var listener = new Listener() {
            @Override
            public void on(JobEvent event) {
                // Of jobs it hears elsewhere.
            }

            @Override
            public void repaired(Repair repair) {
                told.add(repair);
            }
        };

        try (var windlass = Windlass.on(SqliteStore.at(file()))
                .performVoid(Task.named("add", Integer.class), (number, run) -> {})
                .listen(listener)
                .start()) {
            var repairs = List.of(told.take(), told.take(), told.take());
            assertThat(repairs).extracting(Repair::fault).containsOnly("a READY job without a place");
            assertThat(repairs)
                    .extracting(Repair::subject)
                    .containsExactlyInAnyOrderElementsOf(
                            windlass.repairs(10).stream().map(Repair::subject).toList());
        }
    }

    @Test
    @Timeout(60)
    void lives_that_are_deleted_while_an_engine_runs_come_back_and_end() throws Exception {
        var add = Task.named("add", Integer.class);
        store.close();
        var sums = ConcurrentHashMap.<Integer>newKeySet();
        var running = SqliteStore.at(file());
        try (var windlass = Windlass.on(running)
                .performVoid(add, (number, run) -> sums.add(number))
                .start()) {
            for (var round = 0; round < 20; round++) {
                var first = round * 50;
                windlass.enqueueAll(add, IntStream.range(first, first + 50).boxed());
                deleteLives();
                audit(running.audits(), 100);
            }
            while (sums.size() < 1_000) {
                audit(running.audits(), 1_000);
                windlass.drain(Duration.ofSeconds(1));
            }
            audit(running.audits(), 1_000);
            windlass.drain();
            assertThat(windlass.list(JobQuery.ALL.withState(JobState.DEAD)).jobs())
                    .isEmpty();
            assertThat(running.checkIntegrity()).isEqualTo("ok");
        }
        assertThat(sums).hasSize(1_000);
    }

    /** Some that wait or run, whatever the engine does with them meanwhile. */
    private void deleteLives() throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute("pragma busy_timeout = 30000");
            statement.executeUpdate("delete from windlass_life where state in (1, 2) and number % 3 = 0");
        }
    }

    @Test
    @Timeout(60)
    void a_running_windlass_heals_what_was_done_before_it_started_and_tells_of_it() throws Exception {
        var add = Task.named("add", Integer.class);
        store.close();
        try (var before = Windlass.on(SqliteStore.at(file())).withoutWorkers().start()) {
            before.enqueue(add, 1);
        }
        behindItsBack("delete from windlass_life");
        var sums = new CopyOnWriteArrayList<Integer>();

        try (var windlass = Windlass.on(SqliteStore.at(file()))
                .performVoid(add, (number, run) -> sums.add(number))
                .start()) {
            while (sums.isEmpty()) {
                windlass.drain();
            }
            assertThat(windlass.repairs(10)).extracting(Repair::fault).containsExactly("a job without a life");
        }
        assertThat(sums).containsExactly(1);
    }
}
