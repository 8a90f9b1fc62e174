package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Lease;
import dev.windlass.store.Renewal;
import dev.windlass.store.Repair;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A claim gives the leases that it has taken and no others, whatever hands have done to the file. */
final class ClaimingTest extends HandOnFile {
    private static List<JobId> jobs(List<Lease> leases) {
        return leases.stream().map(lease -> lease.key().job()).toList();
    }

    private void assertHeld(WorkerId worker, int held) {
        assertThat(store.workers().renew(worker))
                .isInstanceOfSatisfying(
                        Renewal.Renewed.class,
                        renewed -> assertThat(renewed.held()).isEqualTo(held));
    }

    @Test
    void ready_job_without_a_position_is_no_lease_until_the_auditor_has_healed_it() throws SQLException {
        store.jobs().accept(Jobs.jobs(1, 4));
        behindItsBack("update windlass_life set position = null where number = 1");
        var worker = Jobs.join(store, 1);

        assertThat(jobs(Jobs.claim(store, worker, 1, 10))).containsExactly(Jobs.id(2), Jobs.id(3));
        assertHeld(worker, 2);

        audit();
        var healed = Jobs.claim(store, worker, 2, 10);
        assertThat(jobs(healed)).containsExactly(Jobs.id(1));
        assertThat(Jobs.finish(store, worker, 3, healed).answers()).containsExactly(CommitAnswer.FINISHED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void ready_job_before_the_first_position_is_not_taken_until_the_auditor_has_healed_it(int position)
            throws SQLException {
        store.jobs().accept(Jobs.jobs(1, 4));
        behindItsBack("update windlass_life set position = " + position + " where number = 1");
        var worker = Jobs.join(store, 1);

        assertThat(jobs(Jobs.claim(store, worker, 1, 10))).containsExactly(Jobs.id(2), Jobs.id(3));
        assertHeld(worker, 2);

        assertThat(audit()).extracting(Repair::fault).containsExactly("a READY job without a place");
        assertThat(jobs(Jobs.claim(store, worker, 2, 10))).containsExactly(Jobs.id(1));
    }

    @Test
    void job_that_something_in_the_file_keeps_where_it_is_is_no_lease() throws SQLException {
        store.jobs().accept(Jobs.jobs(1, 4));
        run("""
                create trigger stay before update of state on windlass_life when old.number = 2
                begin
                    select raise(ignore);
                end
                """);
        var worker = Jobs.join(store, 1);

        var claimed = Jobs.claim(store, worker, 1, 10);

        assertThat(jobs(claimed)).containsExactly(Jobs.id(1), Jobs.id(3));
        assertThat(store.jobs().find(Jobs.id(2)).orElseThrow().state()).isEqualTo(JobState.READY);
        assertThat(jobs(Jobs.claim(store, worker, 1, 10))).as("of a repeat").isEqualTo(jobs(claimed));
        assertThat(Jobs.finish(store, worker, 2, claimed).answers()).containsOnly(CommitAnswer.FINISHED);
    }

    @Test
    void job_that_was_taken_beside_those_that_were_meant_is_counted_so_that_the_worker_gives_it_back()
            throws SQLException {
        store.jobs().accept(Jobs.jobs(1, 3));
        behindItsBack("update windlass_life set position = 1");
        var worker = Jobs.join(store, 1);

        assertThat(Jobs.claim(store, worker, 1, 1)).hasSize(1);

        assertHeld(worker, 2);
        assertThat(store.leases().held(worker, 10)).hasSize(2);
    }

    @Test
    void job_has_waited_no_time_below_zero_where_the_clock_was_ahead_before() throws SQLException {
        Jobs.accept(store, 1);
        behindItsBack("update windlass_life set since = since + 3600000000, first = since + 3600000000");

        var lease = Jobs.claim(store, Jobs.join(store, 1), 1, 1).get(0);

        assertThat(lease.waited()).contains(Duration.ZERO);
        assertThat(lease.age()).isEqualTo(Duration.ZERO);
    }
}
