package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hot statements find their rows by an index, and never sort. */
final class PlanTest {
    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.at(directory.resolve("windlass.db"), Jobs.PATIENT);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private List<String> plan(String sql) throws SQLException {
        return store.transaction(session -> {
            var steps = new ArrayList<String>();
            try (var statement = session.as(Connection.class).prepareStatement("explain query plan " + sql);
                    var row = statement.executeQuery()) {
                while (row.next()) {
                    steps.add(row.getString("detail"));
                }
            }
            return steps;
        });
    }

    private void assertPlan(String sql, String... steps) throws SQLException {
        assertThat(plan(sql)).as(sql).containsExactly(steps);
    }

    @Test
    void counting_what_runs_of_a_queue_reads_the_index_of_running_jobs_alone() throws SQLException {
        assertPlan(Allowances.RUNNING, "SCAN windlass_life USING COVERING INDEX windlass_running");
    }

    @Test
    void purge_finds_ready_jobs_by_their_line() throws SQLException {
        assertThat(plan(SqliteQueues.TO_PURGE))
                .contains("SEARCH windlass_life USING COVERING INDEX windlass_ready (queue=?)");
    }

    @Test
    void claim_walks_the_index_of_its_line_in_order() throws SQLException {
        assertThat(plan(Claiming.FIRST))
                .startsWith(
                        "SEARCH l USING INDEX windlass_ready (queue=? AND line=? AND position>?)",
                        "SEARCH j USING INTEGER PRIMARY KEY (rowid=?)",
                        "SEARCH c USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN")
                .noneMatch(PlanTest::readsAll);
        assertPlan(
                Claiming.TAKE,
                "SEARCH windlass_life USING INDEX windlass_ready (queue=? AND line=? AND position>? AND position<?)");
    }

    /** Whether a step goes through a table, or sorts. */
    private static boolean readsAll(String step) {
        return step.startsWith("SCAN") || step.contains("TEMP B-TREE");
    }

    @Test
    void what_is_parked_or_too_late_or_called_off_is_found_by_an_index_of_its_own() throws SQLException {
        var parked = "SEARCH p USING COVERING INDEX windlass_parked"
                + " (queue=? AND line=? AND parked_task=? AND parked_version<?)";
        assertThat(plan(Parked.ANY)).contains("SCAN windlass_life USING COVERING INDEX windlass_parked");
        assertThat(plan(Parked.FIRST)).contains(parked, "SEARCH w USING INTEGER PRIMARY KEY (rowid=?)");
        assertThat(plan(Parked.STAND)).contains(parked);
        assertThat(plan(ExpiryRows.DUE))
                .contains("SEARCH e USING COVERING INDEX windlass_expiry_at (at<?)")
                .noneMatch(PlanTest::readsAll);
        // The requests themselves are gone through: those alone that stand, over all workers.
        assertThat(plan(CancelRows.OF_WORKER)).contains("SCAN c", "SEARCH l USING INTEGER PRIMARY KEY (rowid=?)");
    }

    @Test
    void loose_ends_and_keys_are_found_by_their_indexes() throws SQLException {
        assertPlan(LooseEnds.FIND, "SCAN windlass_life USING INDEX windlass_loose");
        assertPlan(Keys.HOLDER, "SEARCH windlass_key USING PRIMARY KEY (task=? AND key=?)");
        assertThat(plan(Keys.FREE)).contains("SEARCH windlass_key USING INDEX windlass_key_first (first=?)");
        assertThat(plan(Keys.PRUNE)).noneMatch(step -> step.startsWith("SCAN"));
    }

    @Test
    void grant_reads_only_keys_at_which_something_has_changed() throws SQLException {
        assertPlan(Granting.LOOKS, "SEARCH windlass_look USING INDEX windlass_look_at (queue=? AND at<?)");
        assertPlan(Granting.NEXT, "SEARCH windlass_look USING COVERING INDEX windlass_look_at (queue=?)");
        assertThat(plan(Granting.FIRST))
                .containsExactly(
                        "SEARCH u USING COVERING INDEX windlass_use_waits (name=? AND key=? AND queue=?)",
                        "SEARCH l USING INTEGER PRIMARY KEY (rowid=?) LEFT-JOIN");
        assertThat(plan(Granting.STANDING)).contains("SEARCH windlass_life USING INDEX windlass_granted (queue=?)");
        assertPlan(
                LimitKeys.NEXT_QUEUE,
                "SEARCH windlass_use USING COVERING INDEX windlass_use_waits (name=? AND key=? AND queue>?)");
        assertThat(plan(Uses.HELD))
                .contains("SEARCH windlass_use USING COVERING INDEX windlass_use_held (name=? AND key=?)");
        assertPlan(Uses.HEAD, "SEARCH windlass_use USING COVERING INDEX windlass_use_line (key=?)");
        assertPlan(Limiting.GRANTED, "SEARCH windlass_life USING INDEX windlass_granted (queue=?)");
        assertPlan(LimitChecks.USED, "SEARCH windlass_use USING PRIMARY KEY (job>?)");
        assertPlan(LimitChecks.WAITING, "SEARCH windlass_life USING INDEX windlass_waiting (number>?)");
    }

    @Test
    void look_for_lines_asks_that_index_once_for_each() throws SQLException {
        assertThat(plan(ReadyLines.LINES))
                .contains("SEARCH l EXISTS USING COVERING INDEX windlass_ready (queue=? AND line=? AND position>?)")
                .noneMatch(step -> step.startsWith("SCAN l "));
    }

    @Test
    void commit_finds_its_job_by_number() throws SQLException {
        var byId = "SEARCH windlass_job USING COVERING INDEX sqlite_autoindex_windlass_job_1 (id=?)";
        var byNumber = "SEARCH windlass_life USING INTEGER PRIMARY KEY (rowid=?)";

        assertThat(plan(Committing.RECORD)).contains(byNumber).noneMatch(step -> step.startsWith("SCAN"));
        for (var move : List.of(
                Moves.END, Moves.LATER, Moves.SLEEP, Moves.AGAIN, Moves.RELEASE, Moves.GIVE_BACK, Moves.CHECKPOINT)) {
            assertThat(plan(move)).as(move).containsExactly(byNumber);
        }
        assertThat(plan(Moves.SUCCEED)).contains(byNumber).noneMatch(step -> step.startsWith("SCAN windlass_life"));
        assertThat(plan(Committing.RECORDED))
                .contains(byId, "SEARCH windlass_attempt USING PRIMARY KEY (job=? AND fence=? AND ordinal=?)");
    }

    @Test
    void renewal_and_rescue_find_leases_by_their_worker() throws SQLException {
        assertPlan(SqliteWorkers.HELD, "SEARCH windlass_life USING COVERING INDEX windlass_running (worker=?)");
        assertThat(plan(Rescuing.OF_ENDED)).contains("SCAN w", "SEARCH l USING INDEX windlass_running (worker=?)");
        assertThat(plan(Rescuing.OVERDUE)).anyMatch(step -> step.startsWith("SEARCH l USING INDEX windlass_lease_end"));
        assertThat(plan(SqliteLeases.HELD)).contains("SEARCH l USING INDEX windlass_running (worker=?)");
    }

    @Test
    void promotion_reads_only_what_is_due() throws SQLException {
        assertPlan(SqliteUpkeep.DUE, "SEARCH windlass_life USING INDEX windlass_scheduled (due<?)");
        assertPlan(SqliteUpkeep.NEXT, "SEARCH windlass_life USING COVERING INDEX windlass_scheduled");
    }

    @Test
    void backlog_looks_at_one_entry_of_each_index() throws SQLException {
        assertThat(plan(SqliteJobs.BACKLOG))
                .contains(
                        "SCAN windlass_life USING COVERING INDEX windlass_ready",
                        "SCAN windlass_life USING COVERING INDEX windlass_running",
                        "SCAN windlass_life USING COVERING INDEX windlass_scheduled");
    }

    @Test
    void prune_walks_the_table_itself() throws SQLException {
        assertPlan(Pruning.LOOK, "SEARCH windlass_life USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)");
        assertPlan(Pruning.NEWEST, "SEARCH windlass_life");
    }

    @Test
    void lists_go_by_id_and_dead_letters_by_their_own_index() throws SQLException {
        assertThat(plan(JobPages.PAGE)).contains("SEARCH j USING INDEX sqlite_autoindex_windlass_job_1 (id>?)");
        assertThat(plan(JobPages.PAGE)).noneMatch(step -> step.contains("TEMP B-TREE"));
        assertThat(plan(JobPages.DEAD)).contains("SCAN l USING INDEX windlass_dead");
        assertThat(plan(JobPages.TAGGED)).contains("SEARCH t USING PRIMARY KEY (tag=?)");
    }
}
