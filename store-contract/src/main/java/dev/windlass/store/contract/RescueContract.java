package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Renewal;
import dev.windlass.store.RescuePlan.Scope;
import dev.windlass.store.Rescued;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Taking jobs back from holders that vanished, and from nobody else. */
abstract class RescueContract extends ContractGroup {
    @Test
    void job_of_a_vanished_worker_is_ready_again() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        advance(PAST_LEASE);

        assertThat(rescue())
                .containsExactly(
                        new Rescued(lease.key(), lease.task(), lease.queue(), worker.id(), Rescued.Fate.READY));

        assertThat(stateOf(id)).isEqualTo(JobState.READY);
        assertThat(found(id).since()).isEqualTo(now());
        assertThat(worker.held()).isEmpty();
    }

    @Test
    void expired_lease_is_claimed_by_another_worker_under_a_higher_fence() {
        var id = accept();
        var old = worker().claimOne();
        advance(PAST_LEASE);
        rescue();

        var lease = worker().claimOne();

        assertThat(lease.key().job()).isEqualTo(id);
        assertThat(lease.key().fence()).isGreaterThan(old.key().fence());
        assertThat(lease.tally().losses()).isEqualTo(1);
    }

    @Test
    void expired_lease_is_not_claimed_before_a_rescue_has_moved_it() {
        accept();
        worker().claimOne();
        advance(PAST_LEASE);

        assertThat(worker().claim(1)).isEmpty();
    }

    @Test
    void loss_leaves_a_row_in_the_history() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        advance(PAST_LEASE);
        rescue();

        var attempts = store.jobs().attempts(id);
        assertThat(attempts).hasSize(1);
        var attempt = attempts.get(0);
        assertThat(attempt.fence()).isEqualTo(lease.key().fence());
        assertThat(attempt.number()).isEqualTo(1);
        assertThat(attempt.outcome()).isEqualTo(Outcome.LOST);
        assertThat(attempt.worker()).isEqualTo(worker.id());
        assertThat(attempt.host()).isEqualTo(ScriptedWorker.HOST);
        assertThat(attempt.ended()).isEqualTo(now());
        assertThat(attempt.ran()).isEmpty();
    }

    @Test
    void loss_does_not_repeat_the_error_of_the_attempt_before() {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(Duration.ZERO));
        promote();
        lose();

        assertThat(store.jobs().attempts(id).get(1).error()).isEmpty();
        assertThat(found(id).error()).contains(Ends.ERROR);
    }

    @Test
    void worker_whose_time_is_not_up_is_left_alone() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        advance(ScriptedWorker.LEASE.minus(MILLI));

        assertThat(rescue()).isEmpty();

        assertThat(worker.held()).containsExactly(lease.key());
        assertThat(worker.renew()).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void worker_that_renews_in_time_is_never_rescued() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        for (var beat = 0; beat < 20; beat++) {
            advance(Duration.ofSeconds(5));
            assertThat(rescue()).isEmpty();
            assertThat(worker.renew()).isEqualTo(new Renewal.Renewed(1, now()));
            assertThat(rescue()).isEmpty();
        }

        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void neighbours_of_a_vanished_worker_keep_their_leases() {
        acceptAll(drafts(2));
        var vanished = worker();
        var alive = worker();
        var lost = vanished.claimOne();
        var kept = alive.claimOne();
        advance(Duration.ofSeconds(10));
        alive.renew();
        advance(Duration.ofSeconds(10));

        assertThat(rescue()).extracting(Rescued::lease).containsExactly(lost.key());

        assertThat(alive.end(kept, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void leases_of_a_worker_that_left_are_rescued_at_once() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.leave();

        assertThat(rescue()).extracting(Rescued::lease).containsExactly(lease.key());
    }

    @Test
    void rescued_jobs_stand_at_their_old_positions() {
        var lost = acceptAll(drafts(3));
        worker().claim(3);
        var waiting = accept();
        advance(PAST_LEASE);
        rescue();

        var claimed = jobsOf(worker().claim(10));

        assertThat(claimed.subList(0, 3)).isEqualTo(lost);
        assertThat(claimed).endsWith(waiting);
    }

    @Test
    void repeated_rescue_is_empty() {
        acceptAll(drafts(3));
        worker().claim(3);
        advance(PAST_LEASE);

        assertThat(rescue()).hasSize(3);
        assertThat(rescue()).isEmpty();
        assertThat(worker().claim(10))
                .hasSize(3)
                .allMatch(lease -> lease.tally().losses() == 1);
    }

    @Test
    void rescue_of_an_idle_store_is_empty() {
        worker();
        accept();

        assertThat(rescue()).isEmpty();
    }

    @Test
    void rescue_moves_no_more_than_its_limit_and_later_passes_sweep_the_rest() {
        acceptAll(drafts(5));
        var worker = worker();
        var leases = worker.claim(5);
        advance(PAST_LEASE);
        var two = rescueBy(worker(), Scope.EXPIRED, 2);

        var moved = new ArrayList<Rescued>();
        for (var batch : List.of(2, 2, 1, 0)) {
            var rescued = rescue(two);
            assertThat(rescued).hasSize(batch);
            moved.addAll(rescued);
        }

        assertThat(moved)
                .extracting(Rescued::lease)
                .containsExactlyInAnyOrderElementsOf(
                        leases.stream().map(lease -> lease.key()).toList());
    }

    @Test
    void row_ends_with_the_first_pass_although_leases_still_hang_on_it() {
        acceptAll(drafts(3));
        var worker = worker();
        worker.claim(2);
        advance(PAST_LEASE);
        rescue(rescueBy(worker(), Scope.EXPIRED, 1));

        assertThat(worker.renew()).isEqualTo(new Renewal.Ended());
        assertThat(worker.exchange(plan(sound(1))).claimed()).isEmpty();
        assertThat(rescue()).hasSize(1);
    }

    @Test
    void finish_between_two_passes_is_accepted_and_not_rescued() {
        acceptAll(drafts(2));
        var worker = worker();
        var leases = worker.claim(2);
        advance(PAST_LEASE);
        var moved = rescue(rescueBy(worker(), Scope.EXPIRED, 1)).get(0).lease();
        var other = leases.get(0).key().equals(moved) ? leases.get(1) : leases.get(0);

        assertThat(worker.end(other, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);

        assertThat(rescue()).isEmpty();
        assertThat(stateOf(other.key().job())).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void ended_job_is_not_rescued() {
        acceptAll(drafts(2));
        var worker = worker();
        var leases = worker.claim(2);
        worker.end(leases.get(0), Ends.succeed());
        worker.end(leases.get(1), Ends.fail(SECOND));
        advance(PAST_LEASE);

        assertThat(rescue()).isEmpty();
    }

    @Test
    void rescuer_that_wakes_from_a_pause_rescues_nothing_until_it_has_renewed() {
        acceptAll(drafts(2));
        var vanished = worker();
        var lost = vanished.claimOne();
        var sleeper = worker();
        sleeper.claimOne();
        advance(PAST_LEASE);

        assertThat(rescue(rescueBy(sleeper, Scope.EXPIRED, 10))).isEmpty();

        sleeper.renew();
        assertThat(rescue(rescueBy(sleeper, Scope.EXPIRED, 10)))
                .extracting(Rescued::lease)
                .containsExactly(lost.key());
    }

    @Test
    void rescuer_whose_row_has_ended_or_never_was_rescues_nothing() {
        accept();
        worker().claimOne();
        var ended = worker();
        ended.leave();
        advance(PAST_LEASE);

        for (var scope : Scope.values()) {
            assertThat(rescue(rescueBy(ended, scope, 10))).isEmpty();
            assertThat(rescue(rescueBy(absentWorker(), scope, 10))).isEmpty();
        }
        assertThat(rescue()).hasSize(1);
    }

    @Test
    void narrow_rescue_takes_only_leases_of_rows_that_have_ended() {
        acceptAll(drafts(3));
        var expired = worker();
        expired.claimOne();
        var ownEnd = worker();
        store.leases().extend(ownEnd.claimOne().key(), SECOND);
        advance(PAST_LEASE);
        ownEnd.renew();
        var left = worker();
        var lease = left.claimOne();
        left.leave();

        assertThat(rescue(rescueBy(worker(), Scope.ENDED, 10)))
                .extracting(Rescued::lease)
                .containsExactly(lease.key());

        assertThat(expired.renew()).isEqualTo(new Renewal.Renewed(1, now()));
        assertThat(rescue()).hasSize(1);
    }

    @Test
    void rescue_reaches_leases_however_long_ago_their_row_ended() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.leave();
        advance(Duration.ofDays(400));
        prune();

        assertThat(rescue()).extracting(Rescued::lease).containsExactly(lease.key());
    }
}
