package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Tally;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people do to jobs: calling one off before it starts, putting a dead one back. */
abstract class SteerContract extends ContractGroup {
    @Test
    void ready_job_is_cancelled_and_never_claimed() {
        var id = accept();
        advance(SECOND);

        assertThat(cancel(id)).isEqualTo(CancelAnswer.CANCELLED);

        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
        assertThat(found(id).since()).isEqualTo(now());
        assertThat(worker().claim(1)).isEmpty();
    }

    @Test
    void scheduled_job_is_cancelled_and_never_promoted() {
        var id = accept(draft().due(Due.in(SECOND)));

        assertThat(cancel(id)).isEqualTo(CancelAnswer.CANCELLED);

        advance(SECOND);
        assertThat(store.upkeep().promote(10).count()).isZero();
        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
        assertThat(found(id).due()).isEmpty();
    }

    @Test
    void running_job_is_not_cancelled_under_its_holder() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        assertThat(cancel(id)).isEqualTo(CancelAnswer.RUNNING);

        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void repeated_cancel_changes_nothing() {
        var id = accept();
        cancel(id);
        var before = found(id);
        advance(SECOND);

        assertThat(cancel(id)).isEqualTo(CancelAnswer.CANCELLED);

        assertThat(found(id)).isEqualTo(before);
    }

    @Test
    void ended_job_is_not_cancelled() {
        var succeeded = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.succeed());
        var dead = accept();
        worker.end(worker.claimOne(), Ends.exhaust());

        assertThat(cancel(succeeded)).isEqualTo(CancelAnswer.ENDED);
        assertThat(cancel(dead)).isEqualTo(CancelAnswer.ENDED);

        assertThat(stateOf(succeeded)).isEqualTo(JobState.SUCCEEDED);
        assertThat(stateOf(dead)).isEqualTo(JobState.DEAD);
    }

    @Test
    void job_whose_success_is_still_to_settle_is_not_cancelled() {
        var id = accept();
        var worker = worker();
        worker.send(endWith(worker.claimOne(), Ends.succeed(), draft()));

        assertThat(cancel(id)).isNotEqualTo(CancelAnswer.CANCELLED);

        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void retry_that_waits_can_be_cancelled() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, Ends.fail(SECOND));

        assertThat(cancel(id)).isEqualTo(CancelAnswer.CANCELLED);

        assertThat(worker.end(lease, Ends.fail(SECOND))).isEqualTo(CommitAnswer.FINISHED);
        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void unknown_job_is_neither_cancelled_nor_revived() {
        var unknown = draft().id();

        assertThat(cancel(unknown)).isEqualTo(CancelAnswer.UNKNOWN);
        assertThat(store.jobs().revive(unknown)).isEqualTo(ReviveAnswer.UNKNOWN);
    }

    @Test
    void revived_job_stands_at_the_end_of_its_lane() {
        var id = dead();
        var waiting = accept();
        advance(SECOND);

        assertThat(store.jobs().revive(id)).isEqualTo(ReviveAnswer.REVIVED);

        assertThat(stateOf(id)).isEqualTo(JobState.READY);
        assertThat(found(id).since()).isEqualTo(now());
        assertThat(found(id).reason()).isEmpty();
        assertThat(jobsOf(worker().claim(2))).containsExactly(waiting, id);
    }

    @Test
    void revived_job_begins_its_counts_and_its_age_anew() {
        accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(Duration.ZERO));
        promote();
        var lease = worker.claimOne();
        worker.end(lease, Ends.exhaust());
        advance(SECOND);

        revive(lease.key().job());

        var revived = worker.claimOne();
        assertThat(revived.tally()).isEqualTo(Tally.NONE);
        assertThat(revived.age()).isZero();
    }

    @Test
    void fence_stays_with_a_job_through_death_and_revival() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, Ends.exhaust());

        revive(id);
        var revived = worker.claimOne();

        assertThat(revived.key().fence()).isGreaterThan(lease.key().fence());
        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
    }

    @Test
    void history_and_checkpoint_outlive_a_revival() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.commit(checkpoint(lease, 1, "\"half\""));
        worker.end(lease, Ends.exhaust());

        revive(lease.key().job());

        assertThat(store.jobs().attempts(lease.key().job())).hasSize(1);
        assertThat(worker.claimOne().checkpoint()).isPresent();
    }

    @Test
    void job_that_is_not_dead_is_not_revived() {
        var worker = worker();
        var succeeded = accept();
        worker.end(worker.claimOne(), Ends.succeed());
        var running = accept();
        worker.claimOne();
        var cancelled = accept();
        cancel(cancelled);
        var scheduled = accept(draft().due(Due.in(SECOND)));
        var ready = accept();

        for (var id : List.of(succeeded, running, cancelled, scheduled, ready)) {
            var before = found(id);
            assertThat(store.jobs().revive(id))
                    .as("revive of a %s job", before.state())
                    .isEqualTo(ReviveAnswer.NOT_DEAD);
            assertThat(found(id)).isEqualTo(before);
        }
    }

    @Test
    void second_revive_changes_nothing() {
        var id = dead();
        revive(id);

        assertThat(store.jobs().revive(id)).isEqualTo(ReviveAnswer.NOT_DEAD);

        assertThat(worker().claim(10)).hasSize(1);
    }

    @Test
    void revived_job_can_die_again() {
        var id = dead();
        revive(id);
        var worker = worker();

        worker.end(worker.claimOne(), Ends.exhaust());

        assertThat(stateOf(id)).isEqualTo(JobState.DEAD);
        assertThat(store.jobs().attempts(id)).hasSize(2);
    }

    private CancelAnswer cancel(JobId id) {
        return store.jobs().cancel(id, Ends.KEEP);
    }

    private JobId dead() {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.exhaust());
        return id;
    }
}
