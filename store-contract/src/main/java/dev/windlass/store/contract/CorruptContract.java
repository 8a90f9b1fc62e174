package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Lease;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.Outcome;
import org.junit.jupiter.api.Test;

/** Payloads that are not what was stored: the store hands them over as they lie, so that their holder can tell. */
abstract class CorruptContract extends ContractGroup {
    @Test
    void damaged_payload_is_leased_with_the_checksum_of_what_was_stored() throws Exception {
        damaged();

        assertThat(worker().claimOne().damage()).contains("payload");
    }

    @Test
    void neighbours_of_a_damaged_job_are_claimed_with_it_and_intact() throws Exception {
        var before = accept();
        var damaged = damaged();
        var after = accept();

        var claimed = worker().claim(3);

        assertThat(jobsOf(claimed)).containsExactly(before, damaged, after);
        assertThat(claimed)
                .extracting(Lease::damage)
                .filteredOn(damage -> damage.isPresent())
                .hasSize(1);
    }

    @Test
    void damaged_payload_can_be_looked_at() throws Exception {
        var id = damaged();

        assertThat(store.jobs().payload(id)).get().matches(payload -> !payload.intact());
        assertThat(exists(id)).isTrue();
    }

    @Test
    void damaged_job_that_is_revived_is_as_damaged_as_before() throws Exception {
        var id = damaged();
        var worker = worker();
        worker.end(worker.claimOne(), new Then.Die(Ends.failed(Outcome.FATAL), DeadReason.CORRUPT, Ends.KEEP));

        revive(id);

        assertThat(worker.claimOne().damage()).contains("payload");
    }

    private JobId damaged() throws Exception {
        var id = accept(draft().payload(Content.json("{\"amount\":1000}")));
        fixture.damage(id);
        return id;
    }
}
