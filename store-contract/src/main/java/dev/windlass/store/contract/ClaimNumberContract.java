package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Lost replies: a claim that is asked again under its number takes nothing new. */
abstract class ClaimNumberContract extends ContractGroup {
    @Test
    void same_number_answers_the_same_leases() {
        acceptAll(drafts(3));
        var worker = worker();
        var first = worker.repeat(worker.nextClaim(), plan(sound(2))).claimed();

        var again = worker.repeat(1, plan(sound(2))).claimed();

        // Only the first answer knows how long the jobs had stood ready: the claim took the place of that time.
        assertThat(again)
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("waited")
                .containsExactlyInAnyOrderElementsOf(first);
        assertThat(worker.held()).hasSize(2);
    }

    @Test
    void same_number_takes_nothing_new_even_if_the_first_found_nothing() {
        var worker = worker();
        worker.repeat(worker.nextClaim(), plan(sound(2)));
        accept();

        assertThat(worker.repeat(1, plan(sound(2))).claimed()).isEmpty();
        assertThat(worker.claim(1)).hasSize(1);
    }

    @Test
    void next_number_takes_the_next_jobs() {
        var ids = acceptAll(drafts(3));
        var worker = worker();

        assertThat(jobsOf(worker.claim(2))).isEqualTo(ids.subList(0, 2));
        assertThat(jobsOf(worker.claim(2))).isEqualTo(ids.subList(2, 3));
    }

    @Test
    void late_duplicate_of_an_earlier_claim_takes_nothing() {
        acceptAll(drafts(6));
        var worker = worker();
        worker.claim(1);
        worker.claim(1);
        worker.claim(1);

        worker.repeat(1, plan(sound(5)));

        assertThat(worker.held()).hasSize(3);
        assertThat(worker().claim(10)).hasSize(3);
    }

    @Test
    void numbers_of_two_workers_are_apart() {
        var ids = acceptAll(drafts(2));

        assertThat(jobsOf(worker().repeat(1, plan(sound(1))).claimed())).isEqualTo(ids.subList(0, 1));
        assertThat(jobsOf(worker().repeat(1, plan(sound(1))).claimed())).isEqualTo(ids.subList(1, 2));
    }

    @Test
    void repeat_answers_only_leases_that_are_still_held() {
        acceptAll(drafts(2));
        var worker = worker();
        var leases = worker.claim(2);
        worker.end(leases.get(0), Ends.succeed());

        assertThat(keys(worker.repeat(1, plan(sound(2))).claimed()))
                .containsExactly(leases.get(1).key());
    }

    @Test
    void repeat_after_a_rescue_does_not_answer_what_another_holds() {
        accept();
        var slow = worker();
        slow.claim(1);
        advance(PAST_LEASE);
        rescue();
        var holder = worker();
        var lease = holder.claimOne();

        assertThat(slow.repeat(1, plan(sound(1))).claimed()).isEmpty();
        assertThat(holder.held()).containsExactly(lease.key());
    }
}
