package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.sound;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What becomes of a job at the end of an attempt: the store obeys {@link Then}. */
abstract class CommitContract extends ContractGroup {
    @Test
    void success_ends_the_job_and_keeps_its_result() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        advance(SECOND);

        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);

        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        assertThat(found(id).since()).isEqualTo(now());
        assertThat(store.jobs().result(id)).contains(Ends.RESULT);
        assertThat(worker.held()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DeadReason.class)
    void death_keeps_its_reason_and_the_error(DeadReason reason) {
        var id = accept();
        var worker = worker();

        worker.end(worker.claimOne(), new Then.Die(Ends.failed(Outcome.FAILED), reason, Ends.KEEP));

        assertThat(stateOf(id)).isEqualTo(JobState.DEAD);
        assertThat(found(id).reason()).contains(reason);
        assertThat(found(id).error()).contains(Ends.ERROR);
        assertThat(store.jobs().result(id)).isEmpty();
    }

    @Test
    void cancelled_run_ends_the_job() {
        var id = accept();
        var worker = worker();

        worker.end(worker.claimOne(), Ends.cancel());

        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
    }

    @Test
    void retry_waits_for_its_delay_and_tells_the_error() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        advance(SECOND);

        worker.end(lease, Ends.fail(Duration.ofSeconds(5)));

        assertThat(stateOf(id)).isEqualTo(JobState.SCHEDULED);
        assertThat(found(id).due()).contains(now().plus(Duration.ofSeconds(5)));
        assertThat(found(id).error()).contains(Ends.ERROR);
        advance(Duration.ofSeconds(5).minus(MILLI));
        promote();
        assertThat(worker.claim(1)).isEmpty();
        advance(MILLI);
        promote();
        assertThat(jobsOf(worker.claim(1))).containsExactly(id);
    }

    @Test
    void retry_stands_at_a_new_position() {
        var retried = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var waiting = accept();

        worker.end(lease, Ends.fail(Duration.ZERO));
        promote();

        assertThat(jobsOf(worker.claim(2))).containsExactly(waiting, retried);
    }

    @Test
    void next_slice_stands_at_the_end_of_its_lane() {
        var sliced = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var waiting = accept();

        worker.end(lease, Ends.slice());

        assertThat(stateOf(sliced)).isEqualTo(JobState.READY);
        assertThat(jobsOf(worker.claim(2))).containsExactly(waiting, sliced);
    }

    @ParameterizedTest
    @MethodSource("releases")
    void released_job_stands_at_its_old_position(Then release) {
        var released = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var waiting = accept();

        worker.end(lease, release);

        assertThat(stateOf(released)).isEqualTo(JobState.READY);
        assertThat(jobsOf(worker.claim(2))).containsExactly(released, waiting);
    }

    static Stream<Then> releases() {
        return Stream.of(Ends.release(), Ends.giveBack());
    }

    @Test
    void job_that_was_released_again_and_again_keeps_its_position() {
        var ids = acceptAll(drafts(3));
        var worker = worker();
        for (var round = 0; round < 3; round++) {
            worker.claim(3).forEach(lease -> worker.end(lease, Ends.giveBack()));
        }

        assertThat(jobsOf(worker.claim(3))).isEqualTo(ids);
    }

    @Test
    void children_of_an_accepted_end_exist_and_can_be_claimed() {
        var parent = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var children = drafts(3).stream().map(child -> child.parent(parent)).toList();

        worker.commit(endWith(lease, Ends.succeed(), children.toArray(JobDraft[]::new)));

        assertThat(found(children.get(0).id()).parent()).contains(parent);
        assertThat(found(children.get(0).id()).state()).isEqualTo(JobState.READY);
        assertThat(jobsOf(worker.claim(10)))
                .isEqualTo(children.stream().map(JobDraft::id).toList());
    }

    @Test
    void delay_of_a_child_counts_from_the_commit() {
        accept();
        var worker = worker();
        var child = draft().due(Due.in(SECOND));

        worker.send(endWith(worker.claimOne(), Ends.succeed(), child));
        var due = now().plus(SECOND);
        advance(MILLI);

        assertThat(stateOf(child.id())).isEqualTo(JobState.SCHEDULED);
        assertThat(found(child.id()).due()).contains(due);
        assertThat(worker.claim(1)).isEmpty();
        advance(SECOND);
        promote();
        assertThat(jobsOf(worker.claim(1))).containsExactly(child.id());
    }

    @Test
    void child_that_is_known_already_is_left_as_it_is() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        var known = draft();
        accept(known);

        worker.commit(endWith(lease, Ends.succeed(), known.queue("elsewhere")));

        assertThat(found(known.id()).queue()).isEqualTo(JobDraft.QUEUE);
        assertThat(worker.claim(10)).hasSize(1);
    }

    @Test
    void most_children_of_one_commit_are_all_there() {
        accept();
        var worker = worker();
        var children = drafts(1_000);

        worker.commit(endWith(worker.claimOne(), Ends.succeed(), children.toArray(JobDraft[]::new)));

        assertThat(worker.claim(1_000)).hasSize(1_000);
    }

    @Test
    void job_does_not_run_again_before_the_children_of_its_slice_exist() {
        accept();
        var worker = worker();
        var child = draft().lane(Lane.LOW);
        worker.send(endWith(worker.claimOne(), Ends.slice(), child));

        // On a store without ATOMIC each step of settling must keep the order; elsewhere both exist from the start.
        while (worker.exchange(plan(sound(1))).claimed().isEmpty()) {
            store.upkeep().settle(1);
        }

        assertThat(store.jobs().find(child.id())).isPresent();
    }

    @Test
    void commits_of_one_exchange_are_answered_in_order() {
        acceptAll(drafts(2));
        var worker = worker();
        var leases = worker.claim(2);
        var unknown = new LeaseKey(draft().id(), 1);

        var answer = worker.exchange(
                ClaimPlan.NOTHING,
                Commit.end(leases.get(0).key(), Ends.succeed()),
                Commit.end(unknown, Ends.succeed()),
                Commit.end(leases.get(1).key(), Ends.exhaust()));

        assertThat(answer.answers()).containsExactly(CommitAnswer.FINISHED, CommitAnswer.FENCED, CommitAnswer.FINISHED);
        assertThat(stateOf(leases.get(0).key().job())).isEqualTo(JobState.SUCCEEDED);
        assertThat(stateOf(leases.get(1).key().job())).isEqualTo(JobState.DEAD);
    }

    @Test
    void commits_of_one_exchange_are_written_as_if_one_came_after_the_other() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        var answer = worker.exchange(
                ClaimPlan.NOTHING,
                checkpoint(lease, 1, "\"half\""),
                Commit.end(lease.key(), Ends.succeed()),
                Commit.end(lease.key(), Ends.exhaust()));

        assertThat(answer.answers()).containsOnly(CommitAnswer.FINISHED).hasSize(3);
        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"half\""));
        assertThat(store.jobs().attempts(id)).hasSize(1);
    }

    @Test
    void batch_of_many_commits_is_written_whole() {
        var ids = acceptAll(drafts(300));
        var worker = worker();
        var commits = worker.claim(300).stream()
                .map(lease -> endWith(lease, Ends.succeed(), draft().queue("children")))
                .toArray(Commit[]::new);

        var answers = worker.exchange(ClaimPlan.NOTHING, commits).answers();

        assertThat(answers).hasSize(300).containsOnly(CommitAnswer.FINISHED);
        assertThat(ids).allMatch(id -> stateOf(id) == JobState.SUCCEEDED);
        assertThat(commits).allMatch(commit -> exists(commit.children().get(0).id()));
    }
}
