package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Note;
import dev.windlass.store.PartList;
import dev.windlass.store.Progress;
import dev.windlass.store.Pruned;
import dev.windlass.store.Then;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PruningTest {
    @TempDir
    Path directory;

    private final SteerableClock clock = new SteerableClock();
    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.inline(directory.resolve("windlass.db"), clock);
    }

    @AfterEach
    void close() {
        store.close();
    }

    /** Accepts ten jobs and finishes the first five. */
    private void finishFiveOfTen() {
        store.jobs().accept(Jobs.jobs(0, 10));
        var worker = Jobs.join(store, 1);
        Jobs.finish(store, worker, 2, Jobs.claim(store, worker, 1, 5));
    }

    private int rows(String table) throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement();
                    var row = statement.executeQuery("select count(*) from windlass_" + table)) {
                return row.getInt(1);
            }
        });
    }

    private int prune(int limit) {
        return store.upkeep().prune(limit).count();
    }

    @Test
    void looks_at_a_bounded_number_of_rows_and_goes_on_where_it_stopped() {
        finishFiveOfTen();
        clock.advance(Jobs.KEEP);

        assertThat(prune(3)).isEqualTo(3);
        assertThat(prune(3)).isEqualTo(2);
        assertThat(prune(3)).isZero();
        assertThat(prune(100)).isZero();
    }

    @Test
    void comes_back_to_rows_when_they_can_be_over_and_not_before() {
        finishFiveOfTen();

        assertThat(prune(100)).isZero();
        clock.advance(Jobs.KEEP);
        assertThat(prune(100)).isEqualTo(5);
    }

    @Test
    void job_that_was_dead_and_ends_anew_goes_by_its_new_time() {
        store.jobs().accept(Jobs.jobs(0, 1));
        var worker = Jobs.join(store, 1);
        var lease = Jobs.claim(store, worker, 1, 1).get(0);
        var die = new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, Duration.ofDays(90));
        store.leases().exchange(new Exchange.Ask(worker, 1, List.of(Commit.end(lease.key(), die)), ClaimPlan.NOTHING));
        prune(100);
        store.jobs().revive(Jobs.id(0));
        store.jobs().cancel(Jobs.id(0), Duration.ZERO);

        clock.advance(Duration.ofHours(1).plusSeconds(1));

        assertThat(prune(100)).isEqualTo(1);
    }

    @Test
    void young_store_is_looked_at_once_an_hour() {
        store.jobs().accept(Jobs.jobs(0, 10));
        for (var call = 0; call < 5; call++) {
            assertThat(store.upkeep().prune(3)).isEqualTo(new Pruned(0, call < 3));
        }
        clock.advance(Duration.ofMinutes(59));
        assertThat(store.upkeep().prune(3)).isEqualTo(new Pruned(0, false));
        clock.advance(Duration.ofMinutes(3));
        assertThat(store.upkeep().prune(3)).isEqualTo(new Pruned(0, true));
    }

    @Test
    void rows_that_expire_faster_than_a_turn_looks_go_while_the_table_grows() throws SQLException {
        var worker = Jobs.join(store, 1);
        var accepted = 0L;
        var claim = 0L;
        // Four hours of a job each second, each of which is kept for an hour.
        for (var minute = 0; minute < 240; minute++) {
            store.jobs().accept(Jobs.jobs(accepted, accepted + 60));
            accepted += 60;
            store.workers().renew(worker);
            finishAnHourLong(worker, ++claim);
            clock.advance(Duration.ofMinutes(1));
            for (var turn = 0; turn < 30 && store.upkeep().prune(10).behind(); turn++) {
                // Ten rows at a turn, where sixty came since the last one.
            }
        }

        assertThat(rows("life")).isLessThan(4_000);
    }

    private void finishAnHourLong(WorkerId worker, long claim) {
        var commits = Jobs.claim(store, worker, claim, 100).stream()
                .map(lease -> Commit.end(
                        lease.key(),
                        new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.json("true"), Duration.ofHours(1))))
                .toList();
        store.leases().exchange(new Exchange.Ask(worker, claim, commits, ClaimPlan.NOTHING));
    }

    @Test
    void removes_every_trace_of_a_job() throws SQLException {
        finishFiveOfTen();
        clock.advance(Jobs.KEEP);

        prune(100);

        assertThat(store.jobs().list(JobQuery.ALL).jobs()).hasSize(5);
        assertThat(rows("job")).isEqualTo(5);
        assertThat(rows("life")).isEqualTo(5);
        assertThat(rows("attempt")).isZero();
    }

    @Test
    void job_with_everything_leaves_no_row_in_any_table() throws SQLException {
        // The first one leaves what is kept once for all: names of tasks and queues, the limit, the key's bucket until
        // it is full.
        liveAndDie(1);
        var before = rowsOfAllTables();

        liveAndDie(2);

        assertThat(rowsOfAllTables()).isEqualTo(before);
    }

    /** All that a job can have: terms, parts, a key, a place in a limit's line, a checkpoint, log lines, a cancel. */
    private void liveAndDie(long number) throws SQLException {
        var slow = Limit.named("slow").rate(1, Duration.ofMinutes(1));
        store.limits().declare(List.of(slow));
        var part = new byte[] {(byte) number};
        store.parts().stage(Jobs.id(number), 0, Content.of("application/octet-stream", 1, part));
        var word = "shop-" + number;
        var terms = Terms.NONE
                .withUnique(Unique.key(word).lasting(Duration.ofHours(1)))
                .withLimit(new LimitKey("slow", word))
                .withHeader("trace", word)
                .withTag(word)
                .withExpires(Due.in(Duration.ofHours(1)));
        var crc = new CRC32C();
        crc.update(part);
        var payload = new PartList(1, 1, (int) crc.getValue()).content();
        store.jobs().accept(List.of(Jobs.job(number, payload).withTerms(terms)));
        store.limits().grant(new GrantPlan(Map.of(Jobs.QUEUE, 1), 1));
        var worker = Jobs.join(store, number);
        var lease = Jobs.claim(store, worker, 1, 1).get(0).key();
        var note = Note.of(lease, Optional.of(new Progress(1, 2)), List.of("half of it is done"));
        var checkpoint =
                new Commit(lease, 1, new Then.GoOn(), Optional.of(Content.json("1")), List.of(), Optional.of(note));
        store.jobs().cancel(Jobs.id(number), Duration.ofHours(1));
        var end = Commit.end(lease, new Then.Release(Ended.of(Outcome.RELEASED)));
        store.leases().exchange(new Exchange.Ask(worker, 2, List.of(checkpoint, end), ClaimPlan.NOTHING));
        store.workers().leave(worker);
        assertThat(rowsOfAllTables())
                .extractingByKeys(
                        "windlass_part", "windlass_checkpoint", "windlass_log", "windlass_tag", "windlass_key")
                .as("what the job left behind")
                .containsOnly(1);
        pruneAll();
    }

    private void pruneAll() {
        clock.advance(Duration.ofDays(2));
        // Parts go in small steps, and a limit's key with the first grant after its bucket is full.
        for (var pruned = store.upkeep().prune(100);
                pruned.behind();
                pruned = store.upkeep().prune(100)) {
            assertThat(pruned.count()).isLessThan(100);
        }
        store.upkeep().prune(100);
        store.limits().grant(new GrantPlan(Map.of(Jobs.QUEUE, 1), 1));
    }

    private Map<String, Integer> rowsOfAllTables() throws SQLException {
        return store.transaction(session -> {
            try (var statement = session.as(Connection.class).createStatement()) {
                var tables = new ArrayList<String>();
                try (var row = statement.executeQuery("select name from sqlite_master where type = 'table'")) {
                    while (row.next()) {
                        tables.add(row.getString(1));
                    }
                }
                var rows = new TreeMap<String, Integer>();
                for (var table : tables) {
                    try (var row = statement.executeQuery("select count(*) from " + table)) {
                        rows.put(table, row.getInt(1));
                    }
                }
                return rows;
            }
        });
    }

    @Test
    void row_of_a_worker_goes_a_day_after_its_end_but_not_while_leases_hang_on_it() {
        store.jobs().accept(Jobs.jobs(0, 1));
        var holder = Jobs.join(store, 1);
        Jobs.claim(store, holder, 1, 1);
        var idle = Jobs.join(store, 2);
        store.workers().leave(holder);
        store.workers().leave(idle);

        clock.advance(Duration.ofDays(1).plusSeconds(1));
        prune(100);

        assertThat(store.workers().list()).extracting(Worker::id).containsExactly(holder);
    }
}
