package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** One accepted outcome: a holder whose job was moved writes nothing, a repeat changes nothing. */
abstract class FenceContract extends ContractGroup {
    @Test
    void late_finish_is_accepted_while_nobody_has_moved_the_lease() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        advance(Duration.ofHours(5));

        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        assertThat(rescue()).isEmpty();
    }

    @Test
    void finish_is_accepted_after_the_row_has_ended_while_the_lease_still_hangs_on_it() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.leave();

        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void finish_after_a_rescue_is_fenced_and_writes_nothing() {
        var id = accept();
        var slow = worker();
        var lease = slow.claimOne();
        advance(PAST_LEASE);
        rescue();
        var child = draft();
        var before = found(id);

        assertThat(slow.commit(fullEnd(lease, Ends.succeed(), child))).isEqualTo(CommitAnswer.FENCED);

        assertThat(found(id)).isEqualTo(before);
        assertThat(before.state()).isEqualTo(JobState.READY);
        assertNothingOf(lease, child);
    }

    @Test
    void finish_is_fenced_while_another_holds_the_job() {
        var id = accept();
        var slow = worker();
        var old = slow.claimOne();
        advance(PAST_LEASE);
        rescue();
        var holder = worker();
        var lease = holder.claimOne();
        var child = draft();

        assertThat(slow.commit(fullEnd(old, Ends.exhaust(), child))).isEqualTo(CommitAnswer.FENCED);

        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
        assertNothingOf(old, child);
        assertThat(holder.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void finish_is_fenced_after_another_has_ended_the_job() {
        var id = accept();
        var slow = worker();
        var old = slow.claimOne();
        advance(PAST_LEASE);
        rescue();
        var holder = worker();
        holder.end(holder.claimOne(), Ends.succeed());
        var child = draft();

        var late = Ends.succeed(Content.json("\"late\""));
        assertThat(slow.commit(fullEnd(old, late, child))).isEqualTo(CommitAnswer.FENCED);

        assertThat(store.jobs().result(id)).contains(Ends.RESULT);
        assertNothingOf(old, child);
    }

    /** The old holder has left no trace but the loss that the rescue wrote. */
    private void assertNothingOf(Lease old, JobDraft child) {
        var id = old.key().job();
        assertThat(exists(child.id())).isFalse();
        assertThat(store.jobs().checkpoint(id)).isEmpty();
        assertThat(store.jobs().log(id)).isEmpty();
        assertThat(store.jobs().attempts(id))
                .filteredOn(attempt -> attempt.fence() == old.key().fence())
                .extracting("outcome")
                .containsExactly(Outcome.LOST);
    }

    @Test
    void fence_that_was_never_issued_is_fenced() {
        var id = accept();
        var worker = worker();
        var fence = worker.claimOne().key().fence();

        for (var wrong : List.of(0L, fence - 1, fence + 1, -1L, Long.MAX_VALUE)) {
            var answer = worker.commit(Commit.end(new LeaseKey(id, wrong), Ends.succeed()));
            assertThat(answer).as("fence %s", wrong).isEqualTo(CommitAnswer.FENCED);
        }
        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
    }

    @Test
    void finish_of_an_unknown_job_is_fenced() {
        var worker = worker();

        var answer = worker.commit(Commit.end(new LeaseKey(draft().id(), 1), Ends.succeed()));

        assertThat(answer).isEqualTo(CommitAnswer.FENCED);
    }

    @Test
    void repeated_finish_is_accepted_and_the_first_result_stays() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var child = draft();
        worker.commit(fullEnd(lease, Ends.succeed(), child));
        var before = found(id);
        advance(SECOND);

        var again = Ends.succeed(Content.json("\"second\""));
        assertThat(worker.commit(fullEnd(lease, again, child))).isEqualTo(CommitAnswer.FINISHED);

        assertThat(found(id)).isEqualTo(before);
        assertThat(store.jobs().result(id)).contains(Ends.RESULT);
        assertThat(store.jobs().attempts(id)).hasSize(1);
        assertThat(store.jobs().log(id)).hasSize(1);
        assertThat(worker.claim(10)).hasSize(1);
    }

    @Test
    void repeated_finish_with_another_end_changes_nothing() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, Ends.succeed());

        for (var end : List.of(Ends.exhaust(), Ends.cancel(), Ends.fail(SECOND), Ends.slice(), Ends.release())) {
            assertThat(worker.end(lease, end)).isEqualTo(CommitAnswer.FINISHED);
        }

        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        assertThat(worker.claim(1)).isEmpty();
    }

    @Test
    void repeated_retry_is_recognized_while_the_job_waits_and_while_another_runs_it() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, Ends.fail(SECOND));

        assertThat(worker.end(lease, Ends.fail(SECOND))).isEqualTo(CommitAnswer.FINISHED);
        advance(SECOND);
        promote();
        assertThat(worker.end(lease, Ends.fail(SECOND))).isEqualTo(CommitAnswer.FINISHED);
        var other = worker();
        var next = other.claimOne();
        assertThat(worker.end(lease, Ends.fail(SECOND))).isEqualTo(CommitAnswer.FINISHED);

        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
        assertThat(found(id).tally().failures()).isEqualTo(1);
        assertThat(store.jobs().attempts(id)).hasSize(1);
        assertThat(other.end(next, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void repeated_release_does_not_take_the_job_from_its_next_holder() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, Ends.giveBack());
        var other = worker();
        var next = other.claimOne();

        assertThat(worker.end(lease, Ends.giveBack())).isEqualTo(CommitAnswer.FINISHED);

        assertThat(other.held()).containsExactly(next.key());
        assertThat(found(lease.key().job()).tally().releases()).isEqualTo(1);
    }

    @Test
    void finish_is_recognized_for_an_hour() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, new Then.Succeed(Ends.ran(Outcome.SUCCEEDED), Ends.RESULT, Duration.ZERO));

        advance(Duration.ofMinutes(59));
        prune();

        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void finish_that_is_still_to_settle_is_recognized_and_not_rescued() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var child = draft();
        worker.send(endWith(lease, Ends.succeed(), child));

        assertThat(worker.send(endWith(lease, Ends.succeed(), child))).isEqualTo(CommitAnswer.FINISHED);
        advance(PAST_LEASE);
        assertThat(store.leases().rescue(rescuePlan())).isEmpty();

        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        assertThat(exists(child.id())).isTrue();
    }

    @Test
    void note_of_a_lost_holder_is_dropped_even_while_another_runs_the_job() {
        var id = accept();
        var slow = worker();
        var lease = slow.claimOne();
        advance(PAST_LEASE);
        rescue();
        var late = List.of(Note.of(lease.key(), Optional.of(new Progress(5, 10)), List.of("too late")));

        store.leases().note(late);
        worker().claimOne();
        store.leases().note(late);

        assertThat(store.jobs().log(id)).isEmpty();
        assertThat(found(id).progress()).isEmpty();
    }

    @Test
    void extension_by_a_lost_holder_is_fenced_and_leaves_the_new_lease_alone() {
        accept();
        var slow = worker();
        var lease = slow.claimOne();
        advance(PAST_LEASE);
        rescue();
        assertThat(store.leases().extend(lease.key(), SECOND)).isEqualTo(CommitAnswer.FENCED);
        var holder = worker();
        var held = holder.claimOne();

        assertThat(store.leases().extend(lease.key(), SECOND)).isEqualTo(CommitAnswer.FENCED);

        advance(SECOND.plus(SECOND));
        assertThat(rescue()).isEmpty();
        assertThat(holder.held()).containsExactly(held.key());
    }
}
