package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Exchange.HolderState;
import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.store.Tally;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Claiming: whose turn it is, how many at once, and what a lease says. */
abstract class ClaimContract extends ContractGroup {
    @Test
    void lane_is_claimed_in_the_order_of_accepts() {
        var first = accept();
        var batch = acceptAll(drafts(5));
        var last = accept();

        var claimed = jobsOf(worker().claim(10));

        assertThat(claimed).hasSize(7).startsWith(first).endsWith(last);
        assertThat(claimed.subList(1, 6)).isEqualTo(batch);
    }

    @Test
    void claim_takes_no_more_than_its_quota() {
        var ids = acceptAll(drafts(5));
        var worker = worker();

        assertThat(jobsOf(worker.claim(2))).isEqualTo(ids.subList(0, 2));
        assertThat(jobsOf(worker.claim(2))).isEqualTo(ids.subList(2, 4));
        assertThat(jobsOf(worker.claim(2))).isEqualTo(ids.subList(4, 5));
        assertThat(worker.claim(2)).isEmpty();
    }

    @Test
    void claim_takes_only_from_the_places_of_its_plan() {
        var normal = accept();
        accept(draft().lane(Lane.CRITICAL));
        accept(draft().queue("reports"));

        assertThat(jobsOf(worker().claim(10))).containsExactly(normal);
    }

    @Test
    void plan_is_served_in_its_order_and_each_entry_by_its_own_quota() {
        var normal = acceptAll(drafts(3));
        var low = accept(draft().lane(Lane.LOW));
        var reports = accept(draft().queue("reports"));

        var claimed = worker().claim(plan(
                new ClaimPlan.Entry("reports", Lane.NORMAL, ClaimPlan.Kind.SOUND, 5),
                new ClaimPlan.Entry(JobDraft.QUEUE, Lane.LOW, ClaimPlan.Kind.SOUND, 1),
                sound(2)));

        assertThat(jobsOf(claimed)).containsExactly(reports, low, normal.get(0), normal.get(1));
    }

    @Test
    void total_of_the_plan_bounds_all_its_entries() {
        var normal = acceptAll(drafts(3));
        var low = accept(draft().lane(Lane.LOW));
        accept(draft().lane(Lane.LOW));
        var entries = List.of(sound(10), new ClaimPlan.Entry(JobDraft.QUEUE, Lane.LOW, ClaimPlan.Kind.SOUND, 10));
        var worker = worker();

        assertThat(jobsOf(worker.claim(new ClaimPlan(entries, 2)))).isEqualTo(normal.subList(0, 2));
        assertThat(jobsOf(worker.claim(new ClaimPlan(entries, 2)))).containsExactly(normal.get(2), low);
    }

    @Test
    void place_that_is_listed_twice_gives_each_job_once() {
        var normal = acceptAll(drafts(4));
        var low = accept(draft().lane(Lane.LOW));

        var claimed = worker().claim(plan(
                sound(1), new ClaimPlan.Entry(JobDraft.QUEUE, Lane.LOW, ClaimPlan.Kind.SOUND, 1), sound(3)));

        assertThat(jobsOf(claimed)).containsExactly(normal.get(0), low, normal.get(1), normal.get(2), normal.get(3));
    }

    @Test
    void empty_plan_claims_nothing() {
        accept();

        var answer = worker().exchange(ClaimPlan.NOTHING);

        assertThat(answer.claimed()).isEmpty();
        assertThat(answer.holder()).isEqualTo(HolderState.LIVE);
    }

    @Test
    void scheduled_job_is_never_claimed_early() {
        accept(draft().due(Due.in(SECOND)));
        var worker = worker();

        assertThat(worker.claim(1)).isEmpty();
        advance(SECOND.minus(MILLI));
        promote();
        assertThat(worker.claim(1)).isEmpty();
        advance(MILLI);
        promote();
        assertThat(worker.claim(1)).hasSize(1);
    }

    @Test
    void claimed_job_is_running_and_nobody_else_gets_it() {
        var id = accept();
        advance(SECOND);
        var lease = worker().claimOne();

        assertThat(worker().claim(1)).isEmpty();
        var job = found(id);
        assertThat(job.state()).isEqualTo(JobState.RUNNING);
        assertThat(job.since()).isEqualTo(now());
        assertThat(job.fence()).isEqualTo(lease.key().fence());
    }

    @Test
    void lease_carries_what_a_worker_needs() {
        var draft = draft().task("report.monthly");
        accept(draft);

        var lease = worker().claimOne();

        assertThat(lease.key().job()).isEqualTo(draft.id());
        assertThat(lease.task()).isEqualTo("report.monthly");
        assertThat(lease.queue()).isEqualTo(JobDraft.QUEUE);
        assertThat(lease.lane()).isEqualTo(Lane.NORMAL);
        assertThat(lease.tally()).isEqualTo(Tally.NONE);
        assertThat(lease.suspect()).isFalse();
        assertThat(lease.age()).isZero();
        assertThat(lease.payload()).isEqualTo(draft.job().payload());
        assertThat(lease.checkpoint()).isEmpty();
    }

    @Test
    void age_counts_from_the_first_claim() {
        accept();
        advance(SECOND);
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(SECOND));

        advance(Duration.ofSeconds(2));
        promote();

        assertThat(worker.claimOne().age()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void fence_grows_with_every_claim_and_counts_them() {
        accept();
        var worker = worker();
        var fences = new ArrayList<Long>();
        for (var claim = 0; claim < 5; claim++) {
            var lease = worker.claimOne();
            fences.add(lease.key().fence());
            worker.end(lease, claim % 2 == 0 ? Ends.slice() : Ends.giveBack());
        }

        assertThat(fences).isSorted().doesNotHaveDuplicates();
        assertThat(fences.stream().map(Fence::counter)).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(fences.stream().map(Fence::generation).distinct()).hasSize(1);
    }

    @Test
    void claim_stops_at_its_bound_of_bytes_and_later_ones_bring_the_rest() {
        var size = 3 << 20;
        var ids = drafts(4).stream()
                .map(draft -> accept(draft.payload(Content.of("text/plain", 1, new byte[size]))))
                .toList();
        var worker = worker();

        var first = worker.claim(4);
        assertThat(first).isNotEmpty().hasSizeLessThan(4);
        assertThat((first.size() - 1) * (long) size).isLessThan(ClaimPlan.MOST_BYTES);
        var all = new ArrayList<>(first);
        for (var more = worker.claim(4); !more.isEmpty(); more = worker.claim(4)) {
            all.addAll(more);
        }
        assertThat(jobsOf(all)).isEqualTo(ids);
    }

    @Test
    void suspect_job_is_claimed_only_by_an_entry_for_suspects() {
        var id = accept();
        lose();
        lose();
        var sound = accept();
        var worker = worker();

        assertThat(jobsOf(worker.claim(10))).containsExactly(sound);
        var claimed = worker.claim(plan(ScriptedWorker.suspect(10)));
        assertThat(jobsOf(claimed)).containsExactly(id);
        assertThat(claimed).allMatch(Lease::suspect);
    }

    @Test
    void claim_tells_in_which_queues_of_its_plan_suspects_stand() {
        accept();
        lose();
        lose();
        var worker = worker();

        assertThat(worker.exchange(plan(sound(1))).suspects()).containsExactly(JobDraft.QUEUE);
        assertThat(worker.exchange(plan(new ClaimPlan.Entry("reports", Lane.NORMAL, ClaimPlan.Kind.SOUND, 1)))
                        .suspects())
                .isEmpty();
        worker.claim(plan(ScriptedWorker.suspect(1)));
        assertThat(worker.exchange(plan(sound(1))).suspects()).isEmpty();
    }

    @Test
    void worker_that_never_joined_is_given_nothing() {
        accept();

        var answer = absentWorker().exchange(plan(sound(1)));

        assertThat(answer.holder()).isEqualTo(HolderState.ENDED);
        assertThat(answer.claimed()).isEmpty();
    }

    @Test
    void worker_whose_row_has_ended_is_given_nothing() {
        accept();
        var worker = worker();
        worker.leave();

        var answer = worker.exchange(plan(sound(1)));

        assertThat(answer.holder()).isEqualTo(HolderState.ENDED);
        assertThat(answer.claimed()).isEmpty();
        assertThat(worker().claim(1)).hasSize(1);
    }

    @Test
    void worker_whose_row_has_expired_is_given_nothing_until_it_renews() {
        accept();
        var worker = worker();
        advance(PAST_LEASE);

        assertThat(worker.exchange(plan(sound(1))).claimed()).isEmpty();
        worker.renew();
        var answer = worker.exchange(plan(sound(1)));
        assertThat(answer.holder()).isEqualTo(HolderState.LIVE);
        assertThat(answer.claimed()).hasSize(1);
    }

    @Test
    void claim_answers_the_state_of_the_holder() {
        assertThat(worker().exchange(plan(sound(1))).holder()).isEqualTo(HolderState.LIVE);
    }

    @Test
    void many_leases_of_one_worker_are_all_held() {
        var ids = acceptAll(drafts(300));
        var worker = worker();
        worker.claim(300);

        assertThat(worker.held()).extracting("job").containsExactlyInAnyOrderElementsOf(List.copyOf(ids));
        assertThat(store.leases().held(worker.id(), 7)).hasSize(7);
    }
}
