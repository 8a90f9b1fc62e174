package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people change about a job that waits. */
public abstract class EditContract extends ContractGroup {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Content OTHER = Content.json("\"other\"");

    @Test
    void payload_of_a_waiting_job_is_another_from_then_on() {
        var id = accept();

        assertThat(edit(id, Edit.NOTHING.withPayload(OTHER))).isEqualTo(EditAnswer.EDITED);

        assertThat(store.jobs().payload(id)).contains(OTHER);
        assertThat(worker().claimOne().payload()).isEqualTo(OTHER);
    }

    @Test
    void job_in_another_lane_stands_at_its_end() {
        var first = accept(draft().lane(Lane.HIGH));
        var id = accept();

        assertThat(edit(id, Edit.NOTHING.withLane(Lane.HIGH))).isEqualTo(EditAnswer.EDITED);

        assertThat(found(id).lane()).isEqualTo(Lane.HIGH);
        assertThat(worker().claim(1)).isEmpty();
        assertThat(jobsOf(worker().claim(high()))).containsExactly(first, id);
    }

    @Test
    void lane_of_a_scheduled_job_holds_once_it_is_due() {
        var id = accept(draft().due(Due.in(SECOND)));
        edit(id, Edit.NOTHING.withLane(Lane.HIGH));
        advance(SECOND);
        promote();

        assertThat(jobsOf(worker().claim(high()))).containsExactly(id);
    }

    @Test
    void ready_job_is_put_off() {
        var id = accept();

        edit(id, Edit.NOTHING.withDue(Due.in(HOUR)));

        assertThat(stateOf(id)).isEqualTo(JobState.SCHEDULED);
        assertThat(worker().claim(1)).isEmpty();
        advance(HOUR);
        promote();
        assertThat(worker().claim(1)).hasSize(1);
    }

    @Test
    void scheduled_job_comes_due_earlier_or_later() {
        var id = accept(draft().due(Due.in(HOUR)));

        edit(id, Edit.NOTHING.withDue(Due.in(HOUR.multipliedBy(2))));
        assertThat(found(id).due()).contains(now().plus(HOUR.multipliedBy(2)));

        edit(id, Edit.NOTHING.withDue(Due.NOW));
        promote();
        assertThat(stateOf(id)).isEqualTo(JobState.READY);
    }

    @Test
    void scheduled_job_keeps_its_time_when_something_else_is_edited() {
        var id = accept(draft().due(Due.in(HOUR)));
        var due = found(id).due();

        edit(id, Edit.NOTHING.withPayload(OTHER).withLane(Lane.HIGH));

        assertThat(found(id).due()).isEqualTo(due);
        promote();
        assertThat(stateOf(id)).isEqualTo(JobState.SCHEDULED);
    }

    @Test
    void edited_job_is_in_its_state_since_it_came_into_it() {
        for (var id : List.of(accept(), accept(draft().due(Due.in(HOUR))))) {
            var since = found(id).since();
            advance(SECOND);

            edit(id, Edit.NOTHING.withLane(Lane.HIGH).withDue(Due.in(Duration.ZERO)));

            assertThat(found(id).since()).isEqualTo(since);
        }
    }

    @Test
    void ready_job_that_is_to_run_now_keeps_its_place() {
        var first = accept();
        accept();

        edit(first, Edit.NOTHING.withDue(Due.NOW));

        assertThat(jobsOf(worker().claim(1))).containsExactly(first);
    }

    @Test
    void running_job_is_not_edited_under_its_holder() {
        var id = accept();
        worker().claimOne();
        var before = found(id);

        assertThat(edit(id, everything())).isEqualTo(EditAnswer.RUNNING);

        assertThat(found(id)).isEqualTo(before);
        assertThat(store.jobs().payload(id)).isNotEqualTo(OTHER);
    }

    @Test
    void ended_and_unknown_jobs_are_not_edited() {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.succeed());

        assertThat(edit(id, everything())).isEqualTo(EditAnswer.ENDED);
        assertThat(edit(draft().id(), everything())).isEqualTo(EditAnswer.UNKNOWN);
        assertThat(found(id).lane()).isEqualTo(Lane.NORMAL);
    }

    @Test
    void claim_and_edit_of_one_job_have_one_winner() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept();
            var worker = worker();

            var finish = Race.between(
                    () -> worker.claim(1), () -> fixture.another().jobs().edit(id, Edit.NOTHING.withPayload(OTHER)));
            settled();

            var leases = finish.first().isEmpty() ? worker.claim(1) : finish.first();
            assertThat(leases.get(0).payload().equals(OTHER)).isEqualTo(finish.second() == EditAnswer.EDITED);
            worker.end(leases.get(0), Ends.succeed());
        }
    }

    private EditAnswer edit(JobId id, Edit edit) {
        var answer = store.jobs().edit(id, edit);
        settled();
        return answer;
    }

    private static Edit everything() {
        return Edit.NOTHING.withPayload(OTHER).withLane(Lane.LOW).withDue(Due.in(HOUR));
    }

    private static ClaimPlan high() {
        return ClaimPlan.of(JobDraft.QUEUE, Lane.HIGH, ClaimPlan.Kind.SOUND, 10);
    }
}
