package dev.windlass.store.contract;

import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Then;
import dev.windlass.store.WaitReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Permits: who gets one, how long it is kept, and every way in which it comes back. */
public abstract class PermitContract extends LimitGroup {
    @Test
    void limited_job_waits_for_its_key_until_it_is_granted() {
        var id = accept("shop-9", PAIR);
        var worker = worker();
        assertThat(found(id).state()).isEqualTo(JobState.WAITING);
        assertThat(found(id).waiting()).contains(WaitReason.KEY);
        assertThat(worker.claim(1)).isEmpty();

        assertThat(grant().count()).isEqualTo(1);

        assertThat(found(id).state()).isEqualTo(JobState.READY);
        assertThat(jobsOf(worker.claim(1))).containsExactly(id);
    }

    @Test
    void no_more_jobs_of_a_key_pass_than_its_limit_says() {
        var jobs = acceptMany(5, "shop-9", PAIR);
        var worker = worker();

        var first = pass(worker);
        assertThat(jobsOf(first)).isEqualTo(jobs.subList(0, 2));
        assertThat(passIds(worker)).isEmpty();

        worker.end(first.get(0), Ends.succeed());
        assertThat(passIds(worker)).isEqualTo(jobs.subList(2, 3));
    }

    @Test
    void keys_of_one_limit_do_not_know_each_other() {
        var nine = accept("shop-9", ALONE);
        accept("shop-9", ALONE);
        var ten = accept("shop-10", ALONE);

        assertThat(passIds(worker())).containsExactlyInAnyOrder(nine, ten);
    }

    @Test
    void granted_jobs_stand_in_the_order_in_which_they_were_granted() {
        var plain = accept();
        var limited = acceptMany(2, "shop-9", PAIR);
        grantAll();
        var last = accept();

        assertThat(jobsOf(worker().claim(MANY))).containsExactly(plain, limited.get(0), limited.get(1), last);
    }

    @Test
    void mutex_lets_others_pass_while_its_holder_backs_off() {
        var first = accept("shop-9", ALONE);
        var second = accept("shop-9", ALONE);
        var worker = worker();
        var lease = pass(worker).get(0);
        assertThat(lease.key().job()).isEqualTo(first);

        worker.end(lease, Ends.fail(SECOND));
        assertThat(passIds(worker)).containsExactly(second);

        advance(SECOND);
        promote();
        assertThat(found(first).waiting()).contains(WaitReason.KEY);
        assertThat(passIds(worker)).isEmpty();
    }

    @Test
    void permit_comes_back_with_every_end_of_a_job() {
        var worker = worker();
        for (var end : List.<Then>of(
                Ends.succeed(), Ends.exhaust(), Ends.cancel(), Ends.fail(ofMinutes(1)), Ends.snooze(ofMinutes(1)))) {
            var id = accept("shop-9", ALONE);
            var leases = pass(worker);
            assertThat(jobsOf(leases)).as("passed before %s", end).containsExactly(id);
            assertThat(view(ALONE).held()).isEqualTo(1);

            worker.end(leases.get(0), end);

            assertThat(view(ALONE).held()).as("permits after %s", end).isZero();
        }
    }

    @Test
    void permit_of_a_granted_job_that_is_called_off_comes_back() {
        var first = accept("shop-9", ALONE);
        var second = accept("shop-9", ALONE);
        grantAll();

        assertThat(store.jobs().cancel(first, Ends.KEEP)).isEqualTo(CancelAnswer.CANCELLED);
        settled();

        assertThat(passIds(worker())).containsExactly(second);
    }

    @Test
    void waiting_job_that_is_called_off_is_never_granted() {
        var first = accept("shop-9", ALONE);
        var second = accept("shop-9", ALONE);

        store.jobs().cancel(first, Ends.KEEP);

        assertThat(passIds(worker())).containsExactly(second);
        assertThat(stateOf(first)).isEqualTo(JobState.CANCELLED);
        assertThat(found(first).waiting()).isEmpty();
    }

    @Test
    void key_that_came_and_went_does_not_hold_up_a_key_of_another_limit() {
        store.jobs().cancel(accept("shop-9", ALONE), Ends.KEEP);
        settled();

        var next = accept("shop-9", ORDERED);

        assertThat(passIds(worker())).containsExactly(next);
    }

    @Test
    void permit_of_a_quarantined_job_comes_back() {
        var poison = accept("shop-9", ALONE);
        var second = accept("shop-9", ALONE);
        grantAll();
        lose();
        lose();
        loseSuspect();
        loseSuspect();
        assertThat(loseSuspect().fate()).isEqualTo(Rescued.Fate.QUARANTINED);

        assertThat(stateOf(poison)).isEqualTo(JobState.DEAD);
        assertThat(passIds(worker())).containsExactly(second);
    }

    @Test
    void permit_is_kept_over_a_release_a_slice_and_a_loss() {
        var first = accept("shop-9", ALONE);
        accept("shop-9", ALONE);
        var worker = worker();

        worker.end(pass(worker).get(0), Ends.giveBack());
        assertThat(passIds(worker)).containsExactly(first);
        worker.renew();
        worker.leave();
        rescue();

        var next = worker();
        var lease = pass(next);
        assertThat(jobsOf(lease)).containsExactly(first);
        next.end(lease.get(0), Ends.slice());
        assertThat(passIds(next)).containsExactly(first);
        assertThat(view(ALONE).held()).isEqualTo(1);
    }

    @Test
    void revived_job_takes_its_permits_anew() {
        var dead = accept("shop-9", ALONE);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.exhaust());
        var second = accept("shop-9", ALONE);
        var running = pass(worker);
        assertThat(jobsOf(running)).containsExactly(second);

        revive(dead);
        assertThat(found(dead).waiting()).contains(WaitReason.KEY);
        assertThat(passIds(worker)).isEmpty();

        worker.end(running.get(0), Ends.succeed());
        assertThat(passIds(worker)).containsExactly(dead);
    }

    @Test
    void delayed_limited_job_waits_for_its_limits_once_it_is_due() {
        var late = accept(draft("shop-9", ALONE).due(Due.in(SECOND)));
        var early = accept("shop-9", ALONE);
        assertThat(stateOf(late)).isEqualTo(JobState.SCHEDULED);
        var worker = worker();
        var running = pass(worker);
        assertThat(jobsOf(running)).containsExactly(early);

        advance(SECOND);
        promote();
        assertThat(stateOf(late)).isEqualTo(JobState.WAITING);
        assertThat(passIds(worker)).isEmpty();

        worker.end(running.get(0), Ends.succeed());
        assertThat(passIds(worker)).containsExactly(late);
    }

    @Test
    void child_under_a_limit_waits_like_any_other_job() {
        accept();
        var worker = worker();
        var child = draft("shop-9", ALONE);
        worker.commit(endWith(worker.claimOne(), Ends.succeed(), child));

        assertThat(stateOf(child.id())).isEqualTo(JobState.WAITING);
        assertThat(passIds(worker)).containsExactly(child.id());
    }

    @Test
    void two_limits_are_granted_together_or_not_at_all() {
        var holder = accept("shop-9", ALONE);
        var worker = worker();
        var running = pass(worker);
        assertThat(jobsOf(running)).containsExactly(holder);

        var both = accept("shop-9", PAIR, ALONE);
        assertThat(passIds(worker)).isEmpty();
        assertThat(view(PAIR).held()).as("permits of the limit that has room").isZero();

        worker.end(running.get(0), Ends.succeed());
        assertThat(passIds(worker)).containsExactly(both);
        assertThat(view(PAIR).held()).isEqualTo(1);
        assertThat(view(ALONE).held()).isEqualTo(1);
    }

    @Test
    void job_that_waits_for_its_other_limit_does_not_hold_up_its_line() {
        accept("shop-9", ALONE);
        var worker = worker();
        pass(worker);
        var blocked = accept(draft().terms(under("shop-9", PAIR, ALONE)));
        var free = accept("shop-9", PAIR);

        assertThat(passIds(worker)).containsExactly(free);
        assertThat(stateOf(blocked)).isEqualTo(JobState.WAITING);
    }

    @Test
    void keys_take_turns_however_long_their_lines_are() {
        var crowd = acceptMany(MANY, "crowded", PAIR);
        var single = accept("quiet", PAIR);

        assertThat(grant(2).count()).isEqualTo(2);

        var passed = jobsOf(worker().claim(MANY));
        assertThat(passed).containsExactlyInAnyOrder(crowd.get(0), single);
    }

    @Test
    void nobody_passes_into_a_queue_that_nobody_takes() {
        accept(draft("shop-9", ALONE).queue("elsewhere"));
        var here = accept("shop-9", ALONE);

        assertThat(passIds(worker())).as("the line goes on without it").containsExactly(here);
        assertThat(grant(Map.of()).count()).isZero();
    }

    @Test
    void permits_of_granted_jobs_in_a_queue_that_is_paused_come_back() {
        var paused = accept(draft("shop-9", ALONE));
        var other = accept(draft("shop-9", ALONE).queue("elsewhere"));
        grantAll();
        store.queues().pause(JobDraft.QUEUE);

        grant(Map.of(JobDraft.QUEUE, MANY, "elsewhere", MANY));
        grant(Map.of(JobDraft.QUEUE, MANY, "elsewhere", MANY));

        assertThat(stateOf(paused)).isEqualTo(JobState.WAITING);
        assertThat(stateOf(other)).isEqualTo(JobState.READY);

        store.jobs().cancel(other, Ends.KEEP);
        settled();
        store.queues().resume(JobDraft.QUEUE);
        assertThat(passIds(worker())).containsExactly(paused);
    }

    @Test
    void no_more_granted_jobs_stand_ahead_than_the_plan_says() {
        for (var shop = 0; shop < 6; shop++) {
            accept("shop-" + shop, ALONE);
        }
        assertThat(grant(4).count()).isEqualTo(4);
        assertThat(grant(4).count()).isZero();

        worker().claim(3);

        assertThat(grant(4).count()).isEqualTo(2);
    }

    @Test
    void waiting_jobs_are_backlog() {
        accept("shop-9", ALONE);

        assertThat(store.jobs().backlog().isEmpty()).isFalse();

        var worker = worker();
        worker.end(pass(worker).get(0), Ends.succeed());
        assertThat(store.jobs().backlog().isEmpty()).isTrue();
    }

    @Test
    void granters_that_meet_never_exceed_the_limit() throws Exception {
        for (var round = 0; round < Race.ROUNDS / 4; round++) {
            var key = "shop-" + round;
            acceptMany(8, key, PAIR);

            Race.of(4, number -> grantRaw());

            settled();
            assertThat(view(PAIR).held()).isEqualTo(2 * (round + 1));
        }
    }

    private int grantRaw() {
        return store.limits()
                .grant(new GrantPlan(Map.of(JobDraft.QUEUE, MANY), MANY))
                .count();
    }

    @Test
    void jobs_of_a_key_that_run_at_once_never_exceed_its_limit_while_workers_race() throws Exception {
        var jobs = acceptMany(60, "shop-9", PAIR);
        var running = new AtomicInteger();
        var most = new AtomicInteger();

        var done = Race.of(3, number -> work(new ScriptedWorker(() -> store, 500 + number).join(), running, most));

        assertThat(done.stream().flatMap(List::stream)).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    private List<JobId> work(ScriptedWorker worker, AtomicInteger running, AtomicInteger most)
            throws InterruptedException {
        var done = new ArrayList<JobId>();
        while (!store.jobs().backlog().isEmpty()) {
            grantRaw();
            for (var lease : worker.claim(1)) {
                most.accumulateAndGet(running.incrementAndGet(), Math::max);
                done.add(lease.key().job());
                // Long enough for the others to grant and claim beside it: a job that takes no time meets nobody.
                Race.linger(2);
                running.decrementAndGet();
                worker.end(lease, Ends.succeed());
            }
        }
        return done;
    }

    @Test
    void edited_job_that_waits_goes_on_waiting() {
        accept("shop-9", ALONE);
        var second = accept("shop-9", ALONE);
        var worker = worker();
        var running = pass(worker);
        store.jobs().edit(second, Edit.NOTHING.withLane(Lane.HIGH));
        store.jobs().edit(second, Edit.NOTHING.withLane(Lane.NORMAL));
        store.jobs().edit(second, Edit.NOTHING.withDue(Due.in(SECOND)));
        assertThat(stateOf(second)).isEqualTo(JobState.SCHEDULED);
        worker.end(running.get(0), Ends.succeed());
        assertThat(passIds(worker)).isEmpty();

        advance(SECOND);
        promote();

        assertThat(passIds(worker)).containsExactly(second);
    }
}
