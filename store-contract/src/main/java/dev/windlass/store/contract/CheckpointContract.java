package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobState;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Progress that is durable before the attempt ends. */
abstract class CheckpointContract extends ContractGroup {
    @Test
    void checkpoint_is_kept_and_the_attempt_goes_on() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        assertThat(worker.commit(checkpoint(lease, 1, "\"charged\""))).isEqualTo(CommitAnswer.FINISHED);

        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"charged\""));
        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
        assertThat(worker.held()).containsExactly(lease.key());
        assertThat(store.jobs().attempts(id)).isEmpty();
    }

    @Test
    void later_checkpoint_replaces_the_earlier_one() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        worker.commit(checkpoint(lease, 1, "\"first\""));
        worker.commit(checkpoint(lease, 2, "\"second\""));
        worker.commit(checkpoint(lease, 3, "\"third\""));

        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"third\""));
    }

    @Test
    void next_attempt_is_given_the_latest_checkpoint() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.commit(checkpoint(lease, 1, "\"charged\""));
        worker.end(lease, Ends.fail(SECOND));
        advance(SECOND);
        promote();

        assertThat(worker.claimOne().checkpoint()).contains(Content.json("\"charged\""));
    }

    @Test
    void checkpoint_outlives_its_holder() {
        accept();
        var worker = worker();
        worker.commit(checkpoint(worker.claimOne(), 1, "\"charged\""));
        advance(PAST_LEASE);
        rescue();

        assertThat(worker().claimOne().checkpoint()).contains(Content.json("\"charged\""));
    }

    @Test
    void slice_carries_its_state_to_the_next_one() {
        accept();
        var worker = worker();
        worker.commit(slice(worker.claimOne().key(), "\"row 100\""));
        worker.commit(slice(worker.claimOne().key(), "\"row 200\""));

        assertThat(worker.claimOne().checkpoint()).contains(Content.json("\"row 200\""));
    }

    private static Commit slice(LeaseKey lease, String state) {
        return new Commit(
                lease, Commit.LAST, Ends.slice(), Optional.of(Content.json(state)), List.of(), Optional.empty());
    }

    @Test
    void end_without_a_checkpoint_leaves_the_one_before() {
        var id = accept();
        var worker = worker();
        worker.commit(slice(worker.claimOne().key(), "\"row 100\""));

        worker.end(worker.claimOne(), Ends.exhaust());

        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"row 100\""));
    }

    @Test
    void checkpoint_may_bring_nothing_but_children() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        var child = draft();

        var answer = worker.commit(
                new Commit(lease.key(), 1, new Then.GoOn(), Optional.empty(), List.of(child.job()), Optional.empty()));

        assertThat(answer).isEqualTo(CommitAnswer.FINISHED);
        assertThat(store.jobs().checkpoint(lease.key().job())).isEmpty();
        assertThat(jobsOf(worker.claim(1))).containsExactly(child.id());
    }

    @Test
    void children_of_a_checkpoint_exist_whatever_becomes_of_the_attempt() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        var child = draft();

        worker.commit(checkpoint(lease, 1, "\"charged\"", child));
        worker.end(lease, Ends.exhaust());

        assertThat(jobsOf(worker.claim(1))).containsExactly(child.id());
    }

    @Test
    void repeated_checkpoint_is_accepted_and_changes_nothing() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var child = draft();
        worker.commit(checkpoint(lease, 1, "\"first\"", child));
        worker.commit(checkpoint(lease, 2, "\"second\""));

        assertThat(worker.commit(checkpoint(lease, 1, "\"first\"", child))).isEqualTo(CommitAnswer.FINISHED);

        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"second\""));
        assertThat(worker.claim(10)).hasSize(1);
    }

    @Test
    void checkpoint_that_was_accepted_is_recognized_after_the_attempt_has_ended() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.commit(checkpoint(lease, 1, "\"first\""));
        worker.commit(slice(lease.key(), "\"slice\""));

        assertThat(worker.commit(checkpoint(lease, 1, "\"first\""))).isEqualTo(CommitAnswer.FINISHED);

        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"slice\""));
    }

    @Test
    void checkpoint_that_was_accepted_is_recognized_after_its_holder_was_lost() {
        var id = accept();
        var slow = worker();
        var lease = slow.claimOne();
        slow.commit(checkpoint(lease, 1, "\"old\""));
        advance(PAST_LEASE);
        rescue();
        var worker = worker();
        worker.commit(checkpoint(worker.claimOne(), 1, "\"new\""));

        assertThat(slow.commit(checkpoint(lease, 1, "\"old\""))).isEqualTo(CommitAnswer.FINISHED);
        assertThat(slow.commit(checkpoint(lease, 2, "\"older\""))).isEqualTo(CommitAnswer.FENCED);

        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"new\""));
    }

    @Test
    void new_checkpoint_after_the_end_is_fenced() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var child = draft();
        worker.end(lease, Ends.succeed());

        assertThat(worker.commit(checkpoint(lease, 1, "\"late\"", child))).isEqualTo(CommitAnswer.FENCED);

        assertThat(store.jobs().checkpoint(id)).isEmpty();
        assertThat(exists(child.id())).isFalse();
    }
}
