package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static dev.windlass.store.contract.ScriptedWorker.suspect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Rescued.Fate;
import dev.windlass.store.Tally;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import org.junit.jupiter.api.Test;

/** Jobs that take their workers down: suspect, alone, and at last quarantined. */
abstract class PoisonContract extends ContractGroup {
    @Test
    void job_is_suspect_after_the_planned_losses_in_a_row() {
        accept();

        assertThat(lose().fate()).isEqualTo(Fate.READY);
        assertThat(lose().fate()).isEqualTo(Fate.SUSPECT);
    }

    @Test
    void suspect_is_quarantined_after_the_planned_further_losses() {
        var id = accept();
        lose();
        lose();

        assertThat(loseSuspect().fate()).isEqualTo(Fate.SUSPECT);
        assertThat(loseSuspect().fate()).isEqualTo(Fate.SUSPECT);
        assertThat(loseSuspect().fate()).isEqualTo(Fate.QUARANTINED);

        assertThat(stateOf(id)).isEqualTo(JobState.DEAD);
        assertThat(found(id).reason()).contains(DeadReason.QUARANTINED);
        assertThat(store.jobs().attempts(id)).hasSize(5).allMatch(attempt -> attempt.outcome() == Outcome.LOST);
        assertThat(worker().claim(plan(sound(1), suspect(1)))).isEmpty();
    }

    @Test
    void losses_that_are_not_in_a_row_make_no_suspect() {
        accept();
        for (var round = 0; round < 4; round++) {
            assertThat(lose().fate()).isEqualTo(Fate.READY);
            var worker = worker();
            worker.end(worker.claimOne(), Ends.slice());
        }
    }

    @Test
    void suspect_stands_at_its_old_position_among_suspects() {
        var first = accept();
        lose();
        lose();
        var second = accept();
        lose();
        lose();
        var worker = worker();
        worker.claim(plan(suspect(1)));
        advance(PAST_LEASE);
        rescue();

        assertThat(jobsOf(worker().claim(plan(suspect(2))))).containsExactly(first, second);
    }

    @Test
    void quarantined_job_can_be_revived_and_is_sound() {
        var id = accept();
        lose();
        lose();
        loseSuspect();
        loseSuspect();
        loseSuspect();

        revive(id);

        var lease = worker().claimOne();
        assertThat(lease.key().job()).isEqualTo(id);
        assertThat(lease.suspect()).isFalse();
        assertThat(lease.tally()).isEqualTo(Tally.NONE);
    }

    @Test
    void quarantined_job_is_kept_as_the_plan_says() {
        var id = accept();
        lose();
        lose();
        loseSuspect();
        loseSuspect();
        loseSuspect();

        advance(Ends.KEEP.minus(SECOND));
        prune();
        assertThat(exists(id)).isTrue();
        advance(SECOND.plus(SECOND));
        prune();
        assertThat(exists(id)).isFalse();
    }
}
