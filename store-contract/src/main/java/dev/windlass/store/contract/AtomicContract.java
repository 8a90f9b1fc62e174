package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Commit;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a store with the ability ATOMIC adds: a commit and all its consequences become visible together. Nothing here settles. */
public abstract class AtomicContract extends ContractGroup {
    @Test
    void consequences_are_there_when_the_commit_returns() {
        var id = accept();
        var worker = worker();
        var children = drafts(2);

        worker.send(endWith(worker.claimOne(), Ends.succeed(), children.toArray(JobDraft[]::new)));

        assertThat(store.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(children).allMatch(child -> store.jobs().find(child.id()).isPresent());
        assertThat(claimNow(worker))
                .containsExactly(children.get(0).id(), children.get(1).id());
        assertThat(store.jobs().backlog().unsettled()).isFalse();
        assertThat(store.upkeep().settle(10)).isZero();
    }

    @Test
    void exchange_claims_the_jobs_that_its_own_commits_put_into_the_lane() {
        var id = accept();
        var worker = worker();
        var child = draft();

        var answer = worker.exchange(plan(sound(10)), endWith(worker.claimOne(), Ends.slice(), child));

        assertThat(jobsOf(answer.claimed())).containsExactlyInAnyOrder(id, child.id());
    }

    @Test
    void job_that_is_given_back_can_be_claimed_by_the_same_exchange() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        var answer = worker.exchange(plan(sound(1)), Commit.end(lease.key(), Ends.giveBack()));

        assertThat(jobsOf(answer.claimed())).containsExactly(id);
        assertThat(answer.claimed().get(0).key().fence())
                .isGreaterThan(lease.key().fence());
    }

    @Test
    void job_is_in_its_lane_when_an_accept_a_promote_a_rescue_or_a_revive_returns() {
        var draft = draft();
        store.jobs().accept(List.of(draft.job()));
        assertThat(claimNow(worker())).containsExactly(draft.id());
        advance(PAST_LEASE);
        store.leases().rescue(rescuePlan());
        var worker = worker();
        var lease = worker.exchange(plan(sound(1))).claimed().get(0);
        worker.send(Commit.end(lease.key(), Ends.fail(SECOND)));
        advance(SECOND);
        store.upkeep().promote(1);
        var retried = worker.exchange(plan(sound(1))).claimed().get(0);
        worker.send(Commit.end(retried.key(), Ends.exhaust()));
        store.jobs().revive(draft.id());
        assertThat(claimNow(worker)).containsExactly(draft.id());
    }

    @Test
    void success_is_never_seen_without_its_children() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept();
            var worker = worker();
            var lease = worker.claimOne();
            var child = draft().queue("children");
            Store other = fixture.another();

            var race =
                    Race.between(() -> worker.send(endWith(lease, Ends.succeed(), child)), () -> {
                        var succeeded = other
                                .jobs()
                                .list(JobQuery.ALL.withState(JobState.SUCCEEDED).withLimit(1_000))
                                .jobs()
                                .stream()
                                .anyMatch(job -> job.id().equals(id));
                        return !succeeded || other.jobs().find(child.id()).isPresent();
                    });

            assertThat(race.second()).isTrue();
        }
    }

    private List<JobId> claimNow(ScriptedWorker worker) {
        return jobsOf(worker.exchange(plan(sound(10))).claimed());
    }
}
