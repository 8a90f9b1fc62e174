package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.parked;
import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.WaitReason;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rates: how many jobs of a key start in any window of the store's time. */
public abstract class RateContract extends LimitGroup {
    private static final Limit FAST = Limit.named("fast").rate(5, SECOND).burst(3);

    @Test
    void job_that_only_a_rate_holds_back_waits_for_the_rate() {
        var jobs = acceptMany(2, "api", SLOW);
        var worker = worker();
        assertThat(passIds(worker)).isEqualTo(jobs.subList(0, 1));

        assertThat(found(jobs.get(1)).state()).isEqualTo(JobState.WAITING);
        assertThat(found(jobs.get(1)).waiting()).contains(WaitReason.RATE);
    }

    @Test
    void token_is_there_after_its_interval_and_not_a_moment_before() {
        var jobs = acceptMany(2, "api", SLOW);
        var worker = worker();
        pass(worker);
        assertThat(grant().next()).contains(ofSeconds(10));

        advance(ofSeconds(10).minus(MILLI));
        assertThat(passIds(worker)).isEmpty();

        advance(MILLI);
        assertThat(passIds(worker)).isEqualTo(jobs.subList(1, 2));
    }

    @Test
    void starts_in_any_window_stay_within_burst_and_rate() {
        store.limits().declare(List.of(FAST));
        acceptMany(120, "api", FAST);
        var worker = worker();
        var starts = new ArrayList<Instant>();
        for (var round = 0L; starts.size() < 120; round++) {
            grantAll();
            // Claims come late and in lumps: what was granted long ago must not start beside what is granted now.
            if (round * 31 % 7 < 2) {
                worker.claim((int) (1 + round * 17 % 4)).forEach(lease -> starts.add(now()));
            }
            worker.renew();
            advance(ofMillis(round * 7_919 % 400));
        }

        for (var from = 0; from < starts.size(); from++) {
            for (var to = from; to < starts.size(); to++) {
                var window = Duration.between(starts.get(from), starts.get(to));
                assertThat((double) (to - from + 1))
                        .as("starts within %s", window)
                        .isLessThanOrEqualTo(3 + 5 * window.toMillis() / 1_000.0);
            }
        }
    }

    @Test
    void burst_starts_at_once_after_a_time_without_starts() {
        store.limits().declare(List.of(FAST));
        acceptMany(10, "api", FAST);

        assertThat(pass(worker())).hasSize(3);
    }

    @Test
    void token_of_a_granted_job_that_is_called_off_comes_back() {
        var jobs = acceptMany(2, "api", SLOW);
        grantAll();

        store.jobs().cancel(jobs.get(0), Ends.KEEP);
        settled();

        assertThat(passIds(worker())).isEqualTo(jobs.subList(1, 2));
    }

    @Test
    void token_of_a_lease_that_never_started_comes_back() {
        var id = accept("api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.giveBack());

        assertThat(passIds(worker)).containsExactly(id);
    }

    @Test
    void token_of_a_lease_that_never_started_stays_spent_once_another_was_taken() {
        var jobs = acceptMany(3, "api", SLOW);
        var worker = worker();
        var first = pass(worker).get(0);
        advance(ofSeconds(10));
        worker.renew();
        assertThat(passIds(worker)).isEqualTo(jobs.subList(1, 2));

        worker.end(first, Ends.giveBack());

        assertThat(passIds(worker)).as("a second start in the same moment").isEmpty();
    }

    @Test
    void token_of_a_job_that_was_parked_comes_back() {
        accept("api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.park());
        var second = accept("api", SLOW);

        assertThat(passIds(worker)).containsExactly(second);
    }

    @Test
    void parked_job_costs_a_token_once_it_is_claimed() {
        var id = accept("api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.park());

        assertThat(jobsOf(worker.claim(plan(parked(1))))).containsExactly(id);

        accept("api", SLOW);
        assertThat(passIds(worker)).as("a second start in the same moment").isEmpty();
    }

    @Test
    void parked_job_waits_for_its_rate_where_no_token_is_left() {
        var id = accept("api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.park());
        accept("api", SLOW);
        assertThat(pass(worker)).hasSize(1);

        assertThat(worker.claim(plan(parked(1)))).isEmpty();
        settled();
        assertThat(found(id).waiting()).contains(WaitReason.RATE);
        assertThat(passIds(worker)).isEmpty();

        advance(ofSeconds(10));
        worker.renew();
        assertThat(passIds(worker)).containsExactly(id);
    }

    @Test
    void token_of_a_parked_job_is_given_back_once() {
        accept("api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.park());
        accept("api", SLOW);
        pass(worker);

        assertThat(worker.claim(plan(parked(1)))).isEmpty();

        assertThat(passIds(worker)).as("the token of the other one").isEmpty();
    }

    @Test
    void parked_jobs_of_one_rate_start_one_by_one() {
        var jobs = acceptMany(2, "api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.park());
        worker.end(pass(worker).get(0), Ends.park());

        assertThat(jobsOf(worker.claim(plan(parked(2))))).isEqualTo(jobs.subList(0, 1));
    }

    @Test
    void parked_job_with_a_limit_is_not_prefetched() {
        accept("api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.park());

        assertThat(worker.claim(new ClaimPlan(List.of(parked(1)), 1, 0))).isEmpty();
        assertThat(worker.claim(new ClaimPlan(List.of(parked(1)), 1, 1))).hasSize(1);
    }

    @Test
    void job_that_is_called_off_while_it_runs_does_not_wait_for_its_rate_again() {
        var id = accept("shop-9", SLOW);
        var worker = worker();
        var lease = pass(worker).get(0);
        assertThat(store.jobs().cancel(id, Ends.KEEP)).isEqualTo(CancelAnswer.RUNNING);

        worker.end(lease, Ends.giveBack());

        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
        assertThat(found(id).waiting()).isEmpty();
    }

    @Test
    void every_start_of_a_job_costs_a_token() {
        var id = accept("api", SLOW);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.slice());
        assertThat(found(id).waiting()).contains(WaitReason.RATE);
        assertThat(passIds(worker)).isEmpty();

        advance(ofSeconds(10));
        worker.renew();
        worker.end(pass(worker).get(0), Ends.release());
        assertThat(passIds(worker)).isEmpty();

        advance(ofSeconds(10));
        assertThat(passIds(worker())).containsExactly(id);
    }

    @Test
    void jobs_with_limits_are_not_prefetched_and_nobody_of_their_lane_passes_them() {
        var before = accept();
        var rated = accept("api", SLOW);
        grantAll();
        var after = accept();
        var worker = worker();

        assertThat(jobsOf(worker.claim(new ClaimPlan(List.of(sound(10)), 10, 0))))
                .containsExactly(before);
        assertThat(jobsOf(worker.claim(new ClaimPlan(List.of(sound(10)), 10, 1))))
                .containsExactly(rated, after);
    }

    @Test
    void rate_and_permit_are_granted_together_or_not_at_all() {
        accept("api", ALONE);
        var worker = worker();
        var running = pass(worker);
        var both = accept("api", ALONE, SLOW);
        assertThat(passIds(worker)).isEmpty();

        worker.end(running.get(0), Ends.succeed());

        assertThat(passIds(worker)).containsExactly(both);
        accept("api", ALONE, SLOW);
        assertThat(passIds(worker)).isEmpty();
    }
}
