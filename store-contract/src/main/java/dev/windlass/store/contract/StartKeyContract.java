package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.parked;
import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.GrantPlan;
import dev.windlass.task.Due;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A unique key that is held until its job has started: free from the claim on, and held again where that was no start after all. */
public abstract class StartKeyContract extends KeyGroup {
    @Test
    void key_until_started_is_free_once_the_job_was_claimed() {
        var first = keyed(KEY.untilStarted());
        offer(first);
        assertAnswered(keyed(KEY.untilStarted()), first);

        worker().claimOne();
        settled();

        assertAccepted(keyed(KEY.untilStarted()));
    }

    @Test
    void key_until_started_is_held_while_its_job_waits_for_a_limit() {
        var alone = Limit.named("alone").mutex();
        store.limits().declare(List.of(alone));
        var first = draft().terms(Terms.NONE.withUnique(KEY.untilStarted()).withLimit(new LimitKey("alone", "shop-9")));
        offer(first);
        assertAnswered(keyed(KEY.untilStarted()), first);

        store.limits().grant(new GrantPlan(Map.of(JobDraft.QUEUE, 1), 1));
        settled();

        assertAnswered(keyed(KEY.untilStarted()), first);
    }

    @Test
    void key_until_started_is_held_again_once_its_job_was_given_back_unstarted() {
        var first = keyed(KEY.untilStarted());
        offer(first);
        var worker = worker();
        worker.end(worker.claimOne(), Ends.giveBack());

        assertAnswered(keyed(KEY.untilStarted()), first);
        worker.claimOne();
        settled();
        assertAccepted(keyed(KEY.untilStarted()));
    }

    @Test
    void key_until_started_is_held_again_whatever_a_later_commit_of_the_exchange_does_to_others() {
        var first = keyed(KEY.untilStarted());
        offer(first);
        var waiting = keyed(Unique.key("other")).due(Due.in(HOUR));
        offer(waiting);
        accept();
        var worker = worker();
        var leases = worker.claim(new ClaimPlan(List.of(sound(2)), 2, 1));
        settled();

        worker.exchange(
                ClaimPlan.NOTHING,
                Commit.end(leases.get(0).key(), Ends.giveBack()),
                endWith(leases.get(1), Ends.succeed(), keyed(Unique.key("other").replacing())));

        assertAnswered(keyed(KEY.untilStarted()), first);
    }

    @Test
    void key_until_started_is_held_by_a_job_that_was_parked() {
        var first = keyed(KEY.untilStarted());
        offer(first);
        var worker = worker();
        worker.end(worker.claimOne(), Ends.park());

        assertAnswered(keyed(KEY.untilStarted()), first);
        assertThat(worker.claim(plan(parked(1)))).hasSize(1);
        settled();
        assertAccepted(keyed(KEY.untilStarted()));
    }

    @Test
    void key_until_started_that_another_job_took_meanwhile_stays_with_that() {
        offer(keyed(KEY.untilStarted()));
        var worker = worker();
        var lease = worker.claimOne();
        settled();
        var second = keyed(KEY.untilStarted());
        assertAccepted(second);

        worker.end(lease, Ends.giveBack());

        assertAnswered(keyed(KEY.untilStarted()), second);
        assertThat(worker.claim(10)).as("both run").hasSize(2);
    }

    @Test
    void key_until_started_is_not_held_again_by_a_job_that_has_started_before() {
        offer(keyed(KEY.untilStarted()));
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(SECOND));
        advance(SECOND);
        promote();
        worker.end(worker.claimOne(), Ends.giveBack());

        assertAccepted(keyed(KEY.untilStarted()));
    }

    @Test
    void job_that_is_called_off_and_given_back_unstarted_leaves_its_key_free() {
        var first = keyed(KEY.untilStarted());
        offer(first);
        var worker = worker();
        var lease = worker.claimOne();
        store.jobs().cancel(first.id(), Ends.KEEP);

        worker.end(lease, Ends.giveBack());

        assertAccepted(keyed(KEY.untilStarted()));
    }

    @Test
    void job_whose_key_ends_with_its_start_is_not_prefetched() {
        var before = accept();
        var keyed = keyed(KEY.untilStarted());
        offer(keyed);
        var worker = worker();

        assertThat(jobsOf(worker.claim(new ClaimPlan(List.of(sound(10)), 10, 0))))
                .containsExactly(before);
        assertThat(jobsOf(worker.claim(new ClaimPlan(List.of(sound(10)), 10, 1))))
                .containsExactly(keyed.id());
    }

    @Test
    void late_success_does_not_free_the_key_that_another_job_holds_by_now() {
        offer(keyed(KEY.untilStarted()));
        var worker = worker();
        var lease = worker.claimOne();
        settled();
        var second = keyed(KEY.untilStarted());
        offer(second);

        worker.end(lease, Ends.succeed());

        assertAnswered(keyed(KEY.untilStarted()), second);
    }
}
