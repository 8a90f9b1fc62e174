package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Lease;
import dev.windlass.task.Content;
import dev.windlass.task.JobState;
import dev.windlass.task.Session;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What a store with the ability LENDING adds: writes of a user's own commit together with the commit of a holder. A job that is
 * accepted in the session stands for them, since it is what all stores can write.
 */
public abstract class LendingContract extends ContractGroup {
    private final AtomicInteger runs = new AtomicInteger();

    /** Writes a row of the user's, and ends the attempt. */
    private Commit write(Session session, JobDraft row, Commit commit) {
        runs.incrementAndGet();
        store.accept(session, newJobs(List.of(row)));
        return commit;
    }

    private CommitAnswer end(Lease lease, JobDraft row) {
        return store.leases()
                .commit(
                        lease.key(),
                        Commit.LAST,
                        session -> write(session, row, Commit.end(lease.key(), Ends.succeed())));
    }

    @Test
    void writes_of_the_user_are_there_with_the_outcome_and_the_children() {
        var id = accept();
        var lease = worker().claimOne();
        var row = draft();
        var child = draft();

        var answer = store.leases()
                .commit(
                        lease.key(),
                        Commit.LAST,
                        session -> write(session, row, endWith(lease, Ends.succeed(), child)));
        settled();

        assertThat(answer).isEqualTo(CommitAnswer.FINISHED);
        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        assertThat(exists(row.id())).isTrue();
        assertThat(exists(child.id())).isTrue();
    }

    @Test
    void nothing_is_written_when_the_work_throws_and_the_lease_is_held_on() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var row = draft();

        assertThatThrownBy(() -> store.leases().commit(lease.key(), Commit.LAST, session -> {
                    write(session, row, Commit.end(lease.key(), Ends.succeed()));
                    throw new IOException("changed my mind");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("changed my mind");

        assertThat(exists(row.id())).isFalse();
        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
        assertThat(worker.held()).containsExactly(lease.key());
        assertThat(end(lease, row)).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void work_of_a_lost_lease_is_not_run() {
        accept();
        var lease = worker().claimOne();
        advance(PAST_LEASE);
        rescue();
        var row = draft();

        assertThat(end(lease, row)).isEqualTo(CommitAnswer.FENCED);

        assertThat(runs).hasValue(0);
        assertThat(exists(row.id())).isFalse();
    }

    @Test
    void work_of_a_lease_that_is_late_and_not_yet_moved_counts() {
        accept();
        var lease = worker().claimOne();
        advance(PAST_LEASE);

        assertThat(end(lease, draft())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void end_that_was_accepted_is_answered_without_running_its_work_again() {
        var id = accept();
        var lease = worker().claimOne();
        end(lease, draft());
        var second = draft();

        assertThat(end(lease, second)).isEqualTo(CommitAnswer.FINISHED);

        assertThat(runs).hasValue(1);
        assertThat(exists(second.id())).isFalse();
        assertThat(store.jobs().attempts(id)).hasSize(1);
    }

    @Test
    void checkpoint_with_writes_is_kept_and_the_attempt_goes_on() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var row = draft();

        var answer = store.leases()
                .commit(lease.key(), 1, session -> write(session, row, checkpoint(lease, 1, "\"charged\"")));

        assertThat(answer).isEqualTo(CommitAnswer.FINISHED);
        assertThat(exists(row.id())).isTrue();
        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"charged\""));
        assertThat(worker.held()).containsExactly(lease.key());
    }

    @Test
    void checkpoint_that_was_accepted_is_answered_without_running_its_work_again() {
        accept();
        var lease = worker().claimOne();
        var rows = drafts(2);
        rows.forEach(row -> store.leases()
                .commit(lease.key(), 1, session -> write(session, row, checkpoint(lease, 1, "\"charged\""))));

        assertThat(runs).hasValue(1);
        assertThat(exists(rows.get(1).id())).isFalse();
    }

    @Test
    void work_that_makes_the_commit_of_another_key_is_refused_and_writes_nothing() {
        var id = accept();
        var lease = worker().claimOne();
        var row = draft();

        assertThatThrownBy(() -> store.leases()
                        .commit(
                                lease.key(),
                                1,
                                session -> write(session, row, Commit.end(lease.key(), Ends.succeed()))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(exists(row.id())).isFalse();
        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
    }
}
