package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Lease;
import dev.windlass.store.Renewal;
import dev.windlass.store.Rescued;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Store;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two callers at once, on real threads and, where the store is SHARED, on two handles. Each race has exactly one winner. */
abstract class RaceContract extends ContractGroup {
    private Store other;

    @BeforeEach
    final void openAnother() {
        other = fixture.another();
    }

    /** The handle of the n-th caller: the two take turns. */
    private Store handle(int number) {
        return number % 2 == 0 ? store : other;
    }

    private ScriptedWorker workerOn(int handle, long number) {
        return new ScriptedWorker(() -> handle(handle), 1_000 + number).join();
    }

    @Test
    void eight_accepts_of_one_job_make_one_job() throws Exception {
        for (var round = 0; round < Race.ROUNDS / 4; round++) {
            var batch = newJobs(drafts(3));

            Race.of(8, number -> handle(number).jobs().accept(batch));

            settled();
            assertThat(store.jobs().list(JobQuery.ALL).jobs()).hasSize(3 * (round + 1));
        }
        assertThat(worker().claim(1_000)).hasSize(3 * (Race.ROUNDS / 4));
    }

    @Test
    void overlapping_batches_are_all_accepted() throws Exception {
        var drafts = drafts(40);

        // Each batch begins elsewhere in the list, so that callers meet at the same ids in different orders.
        Race.of(
                8,
                number -> handle(number)
                        .jobs()
                        .accept(IntStream.range(0, 20)
                                .mapToObj(i -> drafts.get((number * 5 + (number % 2 == 0 ? i : 19 - i)) % 40)
                                        .job())
                                .toList()));

        settled();
        assertThat(worker().claim(1_000)).hasSize(40);
    }

    @Test
    void batch_is_seen_whole_or_not_at_all() throws Exception {
        for (var round = 1; round <= Race.ROUNDS / 4; round++) {
            var batch = newJobs(drafts(20));
            var before = 20 * (round - 1);

            var race = Race.between(
                    () -> store.jobs().accept(batch),
                    () -> other.jobs()
                            .list(JobQuery.ALL.withLimit(1_000))
                            .jobs()
                            .size());

            assertThat(race.second()).isIn(before, before + 20);
        }
    }

    @Test
    void workers_that_claim_from_one_lane_never_share_a_job() throws Exception {
        var ids = acceptAll(drafts(400));

        var claimed = Race.of(4, number -> {
            var worker = workerOn(number, number);
            var mine = new ArrayList<Lease>();
            for (var turn = 0; turn < 20; turn++) {
                mine.addAll(worker.claim(7));
            }
            return mine;
        });

        var all = new ArrayList<>(jobsOf(claimed.stream().flatMap(List::stream).toList()));
        all.addAll(jobsOf(worker().claim(1_000)));
        assertThat(all).doesNotHaveDuplicates().hasSameSizeAs(ids);
    }

    @Test
    void duplicates_of_one_claim_that_meet_take_its_jobs_once() throws Exception {
        for (var round = 0; round < Race.ROUNDS / 2; round++) {
            acceptAll(drafts(6));
            var worker = workerOn(0, round);

            var answers = Race.of(
                    2,
                    number -> new ScriptedWorker(
                                    () -> handle(number), worker.id().value())
                            .repeat(1, ScriptedWorker.plan(sound(2)))
                            .claimed());

            assertThat(worker.held()).hasSize(2);
            assertThat(answers)
                    .allSatisfy(leases -> assertThat(leases)
                            .extracting(Lease::key)
                            .containsExactlyInAnyOrderElementsOf(worker.held()));
            worker().claim(1_000);
        }
    }

    @Test
    void finish_and_rescue_have_one_winner() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept();
            var worker = workerOn(0, round);
            var lease = worker.claimOne();
            var child = draft().queue("children");
            advance(PAST_LEASE);
            var plan = rescuePlan();

            var race = Race.between(
                    () -> worker.send(endWith(lease, Ends.succeed(), child)),
                    () -> other.leases().rescue(plan));

            assertOneWinner(id, race.first(), race.second(), child);
        }
    }

    private void assertOneWinner(JobId id, CommitAnswer answer, List<Rescued> rescued, JobDraft child) {
        var finished = answer == CommitAnswer.FINISHED;
        assertThat(rescued).hasSize(finished ? 0 : 1);
        assertThat(stateOf(id)).isEqualTo(finished ? JobState.SUCCEEDED : JobState.READY);
        assertThat(exists(child.id())).isEqualTo(finished);
        assertThat(store.jobs().attempts(id)).hasSize(1);
        if (!finished) {
            store.jobs().cancel(id, Ends.KEEP);
        }
    }

    @Test
    void renewal_and_rescue_have_one_winner() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            accept();
            var worker = workerOn(0, round);
            var lease = worker.claimOne();
            advance(PAST_LEASE);
            var plan = rescuePlan();

            var race = Race.between(worker::renew, () -> other.leases().rescue(plan));

            var renewed = race.first() instanceof Renewal.Renewed;
            assertThat(race.second()).hasSize(renewed ? 0 : 1);
            assertThat(worker.end(lease, Ends.succeed()))
                    .isEqualTo(renewed ? CommitAnswer.FINISHED : CommitAnswer.FENCED);
            store.jobs().cancel(lease.key().job(), Ends.KEEP);
        }
    }

    @Test
    void rescuers_that_meet_move_each_lease_once() throws Exception {
        for (var round = 0; round < Race.ROUNDS / 2; round++) {
            acceptAll(drafts(5));
            var vanished = workerOn(0, round);
            vanished.claim(1_000);
            advance(PAST_LEASE);
            var plan = rescuePlan();

            var rescued = Race.of(4, number -> handle(number).leases().rescue(plan));

            assertThat(rescued.stream().flatMap(List::stream).map(Rescued::lease))
                    .hasSize(5)
                    .doesNotHaveDuplicates();
            var next = worker();
            var leases = next.claim(1_000);
            assertThat(leases).hasSize(5).allMatch(lease -> lease.tally().losses() == 1);
            leases.forEach(lease -> next.end(lease, Ends.succeed()));
        }
    }

    @Test
    void cancel_and_claim_have_one_winner() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept();
            var worker = workerOn(0, round);

            var race = Race.between(() -> worker.claim(1), () -> other.jobs().cancel(id, Ends.KEEP));

            var cancelled = race.second() == CancelAnswer.CANCELLED;
            assertThat(race.first()).hasSize(cancelled ? 0 : 1);
            assertThat(stateOf(id)).isEqualTo(cancelled ? JobState.CANCELLED : JobState.RUNNING);
        }
    }

    @Test
    void cancel_and_promote_have_one_winner() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept(draft().due(Due.in(SECOND)));
            advance(SECOND);

            var race = Race.between(
                    () -> store.upkeep().promote(10), () -> other.jobs().cancel(id, Ends.KEEP));

            assertThat(race.second()).isEqualTo(CancelAnswer.CANCELLED);
            assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
            assertThat(worker().claim(10)).isEmpty();
        }
    }

    @Test
    void duplicates_of_one_finish_that_meet_are_written_once() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept();
            var worker = workerOn(0, round);
            var lease = worker.claimOne();
            var child = draft().queue("children");
            var commit = fullEnd(lease, Ends.fail(SECOND), child);

            var answers = Race.of(
                    2,
                    number ->
                            new ScriptedWorker(() -> handle(number), worker.id().value()).send(commit));

            assertThat(answers).containsOnly(CommitAnswer.FINISHED);
            assertThat(exists(child.id())).isTrue();
            assertThat(found(id).tally().failures()).isEqualTo(1);
            assertThat(store.jobs().attempts(id)).hasSize(1);
            assertThat(store.jobs().log(id)).hasSize(1);
        }
    }

    @Test
    void promoters_that_meet_move_each_job_once() throws Exception {
        var drafts = drafts(100);
        drafts.forEach(draft -> accept(draft.due(Due.in(SECOND))));
        advance(SECOND);

        var counts = Race.of(4, number -> handle(number).upkeep().promote(60).count());

        assertThat(counts.stream().mapToInt(Integer::intValue).sum()
                        + store.upkeep().promote(1_000).count())
                .isEqualTo(100);
        settled();
        assertThat(worker().claim(1_000)).hasSize(100);
    }

    @Test
    void revives_that_meet_put_the_job_back_once() throws Exception {
        for (var round = 0; round < Race.ROUNDS / 2; round++) {
            var id = accept();
            var worker = worker();
            worker.end(worker.claimOne(), Ends.exhaust());

            var answers = Race.of(4, number -> handle(number).jobs().revive(id));

            assertThat(answers).containsOnlyOnce(ReviveAnswer.REVIVED);
            assertThat(worker.claim(10)).hasSize(1);
        }
    }

    @Test
    void whole_lives_of_many_jobs_cross_without_loss() throws Exception {
        var ids = acceptAll(drafts(200));

        Race.of(4, number -> {
            var worker = workerOn(number, number);
            for (var turn = 0; turn < 200; turn++) {
                worker.claim(5)
                        .forEach(lease ->
                                worker.end(lease, lease.tally().releases() == 0 ? Ends.giveBack() : Ends.succeed()));
            }
            return worker.id();
        });

        var last = worker();
        for (var rest = last.claim(100); !rest.isEmpty(); rest = last.claim(100)) {
            rest.forEach(lease -> last.end(lease, lease.tally().releases() == 0 ? Ends.giveBack() : Ends.succeed()));
        }
        assertThat(ids).allMatch(id -> stateOf(id) == JobState.SUCCEEDED);
        assertThat(ids).allMatch(id -> store.jobs().attempts(id).size() == 2);
    }
}
