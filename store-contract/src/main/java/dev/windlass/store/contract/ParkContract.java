package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.parked;
import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static dev.windlass.store.contract.ScriptedWorker.suspect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Rescued.Fate;
import dev.windlass.store.Tally;
import dev.windlass.store.WaitReason;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Jobs that their holder cannot perform wait for a worker that can. */
public abstract class ParkContract extends ContractGroup {
    private static final String NEW_TASK = "mail.farewell";

    @Test
    void parked_job_waits_and_stands_in_no_lane() {
        var id = accept(draft().task(NEW_TASK));
        advance(SECOND);
        park();

        var job = found(id);
        assertThat(job.state()).isEqualTo(JobState.WAITING);
        assertThat(job.waiting()).contains(WaitReason.NO_TASK);
        assertThat(job.since()).isEqualTo(now());
        assertThat(job.tally()).isEqualTo(Tally.NONE);
        assertThat(knowing(NEW_TASK, 1).claim(10)).isEmpty();
        advance(SECOND);
        promote();
        assertThat(stateOf(id)).isEqualTo(JobState.WAITING);
    }

    @Test
    void worker_that_can_perform_it_takes_it_by_a_claim_of_what_is_parked() {
        var id = accept(draft().task(NEW_TASK));
        park();
        var worker = knowing(NEW_TASK, 1);

        var leases = worker.claim(plan(parked(5)));

        assertThat(jobsOf(leases)).containsExactly(id);
        assertThat(leases.get(0).key().fence()).isEqualTo(found(id).fence());
        assertThat(found(id).state()).isEqualTo(JobState.RUNNING);
        assertThat(found(id).waiting()).isEmpty();
        assertThat(worker.end(leases.get(0), Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
        assertThat(knowing(NEW_TASK, 1).claim(plan(parked(5)))).isEmpty();
    }

    @Test
    void worker_that_cannot_perform_it_is_given_nothing() {
        var unknown = accept(draft().task(NEW_TASK));
        var newer = accept(draft().payload(version(3)));
        park();
        park();

        assertThat(knowing(JobDraft.TASK, 2).claim(plan(parked(5)))).isEmpty();
        assertThat(jobsOf(knowing(JobDraft.TASK, 3).claim(plan(parked(5))))).containsExactly(newer);
        assertThat(jobsOf(knowing(NEW_TASK, 9).claim(plan(parked(5))))).containsExactly(unknown);
    }

    @Test
    void parked_jobs_come_in_the_order_of_their_positions_and_no_more_than_the_quota() {
        var tasks = List.of(NEW_TASK, "b", NEW_TASK, "a", NEW_TASK);
        var ids = new ArrayList<JobId>();
        tasks.forEach(task -> ids.add(accept(draft().task(task))));
        tasks.forEach(task -> park());
        var worker = worker(Map.of(NEW_TASK, 1, "a", 1, "b", 1));

        assertThat(jobsOf(worker.claim(plan(parked(2))))).containsExactlyElementsOf(ids.subList(0, 2));
        assertThat(jobsOf(worker.claim(plan(parked(9))))).containsExactlyElementsOf(ids.subList(2, 5));
    }

    @Test
    void claim_of_what_is_parked_is_repeated_by_its_number() {
        var id = accept(draft().task(NEW_TASK));
        park();
        var later = accept(draft().task(NEW_TASK));
        park();
        var worker = knowing(NEW_TASK, 1);
        var number = worker.nextClaim();
        var first = worker.repeat(number, plan(parked(1))).claimed();

        var again = worker.repeat(number, plan(parked(1))).claimed();

        assertThat(keys(again)).isEqualTo(keys(first));
        assertThat(jobsOf(again)).containsExactly(id);
        assertThat(stateOf(later)).isEqualTo(JobState.WAITING);
    }

    @Test
    void one_claim_takes_what_is_parked_and_what_is_ready() {
        accept(draft().task(NEW_TASK));
        park();
        accept();

        assertThat(worker(Map.of(NEW_TASK, 1, JobDraft.TASK, 1)).claim(plan(parked(5), sound(5))))
                .hasSize(2);
    }

    @Test
    void park_leaves_a_history_without_a_start_and_its_repeat_is_recognized() {
        var id = accept(draft().task(NEW_TASK));
        var holder = worker();
        var lease = holder.claimOne();
        holder.end(lease, Ends.park());

        assertThat(holder.end(lease, Ends.park())).isEqualTo(CommitAnswer.FINISHED);

        assertThat(store.jobs().attempts(id))
                .singleElement()
                .matches(attempt -> attempt.outcome() == Outcome.RELEASED
                        && attempt.started().isEmpty());
    }

    @Test
    void parked_suspect_comes_to_a_claim_of_suspects_alone() {
        var id = accept(draft().task(NEW_TASK));
        lose();
        assertThat(lose().fate()).isEqualTo(Fate.SUSPECT);
        var old = worker();
        old.end(old.claim(plan(suspect(1))).get(0), Ends.park());
        assertThat(found(id).tally().losses()).isEqualTo(2);
        var worker = knowing(NEW_TASK, 1);

        var ordinary = worker.exchange(plan(parked(5), sound(5)));

        assertThat(ordinary.claimed()).isEmpty();
        assertThat(ordinary.suspects()).containsExactly(JobDraft.QUEUE);
        assertThat(worker().exchange(plan(sound(5))).suspects()).isEmpty();
        assertThat(worker.claim(plan(suspect(1)))).singleElement().matches(lease -> lease.suspect());
    }

    @Test
    void parked_job_can_be_cancelled() {
        var id = accept(draft().task(NEW_TASK));
        park();

        assertThat(store.jobs().cancel(id, Ends.KEEP)).isEqualTo(CancelAnswer.CANCELLED);

        assertThat(knowing(NEW_TASK, 1).claim(plan(parked(1)))).isEmpty();
    }

    @Test
    void job_that_was_called_off_is_cancelled_instead_of_parked() {
        var id = accept(draft().task(NEW_TASK));
        var holder = worker();
        var lease = holder.claimOne();
        store.jobs().cancel(id, Ends.KEEP);

        holder.end(lease, Ends.park());

        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void edit_of_a_parked_job_is_found_where_it_stands_then() {
        var id = accept(draft().payload(version(3)));
        park();

        var edit = Edit.NOTHING.withLane(Lane.HIGH).withPayload(version(2));
        assertThat(store.jobs().edit(id, edit)).isEqualTo(EditAnswer.EDITED);

        assertThat(stateOf(id)).isEqualTo(JobState.WAITING);
        var worker = knowing(JobDraft.TASK, 2);
        assertThat(worker.claim(plan(parked(1)))).isEmpty();
        var high = new ClaimPlan.Entry(JobDraft.QUEUE, Lane.HIGH, ClaimPlan.Kind.PARKED, 1);
        assertThat(jobsOf(worker.claim(plan(high)))).containsExactly(id);
    }

    @Test
    void job_that_is_given_back_after_it_was_parked_stands_in_its_lane() {
        var id = accept(draft().task(NEW_TASK));
        park();
        var worker = knowing(NEW_TASK, 1);
        worker.end(worker.claim(plan(parked(1))).get(0), Ends.giveBack());

        assertThat(stateOf(id)).isEqualTo(JobState.READY);
        assertThat(jobsOf(worker.claim(1))).containsExactly(id);
    }

    @Test
    void claims_that_meet_over_what_is_parked_give_each_job_once() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            accept(draft().task(NEW_TASK));
            park();
            var one = knowing(NEW_TASK, 1);
            var other = knowing(NEW_TASK, 1);

            var race = Race.between(() -> one.claim(plan(parked(1))), () -> other.claim(plan(parked(1))));

            assertThat(race.first().size() + race.second().size()).isOne();
        }
    }

    /** A worker that cannot perform it takes the next job and parks it. */
    private void park() {
        var old = worker();
        assertThat(old.end(old.claimOne(), Ends.park())).isEqualTo(CommitAnswer.FINISHED);
    }

    private ScriptedWorker knowing(String task, int version) {
        return worker(Map.of(task, version));
    }

    private ScriptedWorker worker(Map<String, Integer> tasks) {
        return absentWorker().performing(tasks).join();
    }

    private static Content version(int version) {
        return Content.of(Content.JSON, version, "{}".getBytes(StandardCharsets.UTF_8));
    }
}
