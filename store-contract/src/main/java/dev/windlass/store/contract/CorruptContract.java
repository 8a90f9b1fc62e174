package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Payloads that are not what was stored: such a job is dead and was never run. */
abstract class CorruptContract extends ContractGroup {
    @Test
    void job_with_a_damaged_payload_is_dead_and_not_leased() throws Exception {
        var id = damaged();
        var worker = worker();

        var answer = worker.exchange(plan(sound(10)));

        assertThat(answer.claimed()).isEmpty();
        assertThat(answer.corrupt()).containsExactly(id);
        assertThat(worker.held()).isEmpty();
        assertThat(stateOf(id)).isEqualTo(JobState.DEAD);
        assertThat(found(id).reason()).contains(DeadReason.CORRUPT);
    }

    @Test
    void damaged_job_leaves_no_run_in_its_history() throws Exception {
        var id = damaged();
        worker().claim(10);

        assertThat(store.jobs().attempts(id))
                .allMatch(attempt -> attempt.started().isEmpty());
        assertThat(found(id).tally().losses()).isZero();
    }

    @Test
    void neighbours_of_a_damaged_job_are_claimed() throws Exception {
        var before = accept();
        damaged();
        var after = accept();
        var worker = worker();

        // A store may count the damaged job against the quota of the claim that found it, but not against the next.
        var claimed = new ArrayList<>(jobsOf(worker.claim(2)));
        claimed.addAll(jobsOf(worker.claim(2)));

        assertThat(claimed).containsExactly(before, after);
    }

    @Test
    void damaged_payload_can_be_looked_at() throws Exception {
        var id = damaged();

        assertThat(store.jobs().payload(id)).get().matches(payload -> !payload.intact());
        assertThat(exists(id)).isTrue();
    }

    @Test
    void damaged_job_that_is_revived_is_found_damaged_again() throws Exception {
        var id = damaged();
        var worker = worker();
        worker.claim(1);

        revive(id);

        assertThat(worker.exchange(plan(sound(1))).corrupt()).containsExactly(id);
        assertThat(found(id).reason()).contains(DeadReason.CORRUPT);
    }

    private JobId damaged() throws Exception {
        var id = accept(draft().payload(Content.json("{\"amount\":1000}")));
        fixture.damage(id);
        return id;
    }
}
