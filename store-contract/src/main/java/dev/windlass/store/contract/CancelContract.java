package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Rescued.Fate;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A job that is called off while somebody holds it: a request, which stands until the job leaves RUNNING. */
public abstract class CancelContract extends ContractGroup {
    private static final int SOME = 100;

    @Test
    void holder_finds_the_request_and_nobody_else_does() {
        var holder = worker();
        var asked = called(holder);
        accept();
        holder.claimOne();

        assertThat(cancels(holder)).containsExactly(asked.key());
        assertThat(cancels(worker())).isEmpty();
        assertThat(store.leases().cancels(new WorkerId(4711), SOME)).isEmpty();
    }

    @Test
    void no_more_requests_are_told_than_were_asked_for() {
        var holder = worker();
        acceptAll(drafts(3));
        holder.claim(3).forEach(lease -> cancel(lease.key().job()));

        assertThat(store.leases().cancels(holder.id(), 2)).hasSize(2);
    }

    @Test
    void repeated_request_is_told_once() {
        var holder = worker();
        var lease = called(holder);

        assertThat(cancel(lease.key().job())).isEqualTo(CancelAnswer.RUNNING);

        assertThat(cancels(holder)).containsExactly(lease.key());
    }

    @ParameterizedTest
    @MethodSource("ends")
    void end_that_the_holder_commits_after_the_request_holds(Then end, JobState state) {
        var holder = worker();
        var lease = called(holder);

        assertThat(holder.end(lease, end)).isEqualTo(CommitAnswer.FINISHED);

        assertThat(stateOf(lease.key().job())).isEqualTo(state);
        assertThat(cancels(holder)).isEmpty();
    }

    static List<Object[]> ends() {
        return List.of(
                new Object[] {Ends.succeed(), JobState.SUCCEEDED},
                new Object[] {Ends.exhaust(), JobState.DEAD},
                new Object[] {Ends.cancel(), JobState.CANCELLED});
    }

    @ParameterizedTest
    @MethodSource("waysBack")
    void job_that_would_run_again_is_cancelled_instead(Then end) {
        var holder = worker();
        var lease = called(holder);
        var job = lease.key().job();

        assertThat(holder.end(lease, end)).isEqualTo(CommitAnswer.CALLED_OFF);

        assertThat(stateOf(job)).isEqualTo(JobState.CANCELLED);
        assertThat(found(job).due()).isEmpty();
        advance(SECOND);
        promote();
        assertThat(worker().claim(1)).isEmpty();
        assertThat(holder.end(lease, end)).as("the same end again").isEqualTo(CommitAnswer.FINISHED);
        assertThat(cancels(holder)).isEmpty();
    }

    static List<Then> waysBack() {
        return List.of(
                Ends.fail(SECOND),
                Ends.timeOut(SECOND),
                Ends.snooze(SECOND),
                Ends.slice(),
                Ends.release(),
                Ends.giveBack());
    }

    @Test
    void children_of_the_commit_are_accepted_all_the_same() {
        var holder = worker();
        var lease = called(holder);
        var child = draft();

        holder.send(endWith(lease, Ends.slice(), child));

        assertThat(stateOf(lease.key().job())).isEqualTo(JobState.CANCELLED);
        assertThat(stateOf(child.id())).isEqualTo(JobState.READY);
    }

    @Test
    void job_whose_holder_vanished_is_cancelled_instead_of_run_again() {
        var lease = called(worker());
        advance(PAST_LEASE);

        assertThat(rescue()).singleElement().matches(rescued -> rescued.fate() == Fate.CANCELLED);

        assertThat(stateOf(lease.key().job())).isEqualTo(JobState.CANCELLED);
        assertThat(worker().claim(1)).isEmpty();
        assertThat(store.jobs().attempts(lease.key().job()))
                .singleElement()
                .matches(attempt -> attempt.outcome() == Outcome.LOST);
    }

    @Test
    void request_stands_while_its_job_goes_on() {
        var holder = worker();
        var lease = called(holder);

        holder.commit(checkpoint(lease, 1, "\"half\""));

        assertThat(stateOf(lease.key().job())).isEqualTo(JobState.RUNNING);
        assertThat(cancels(holder)).containsExactly(lease.key());
    }

    @Test
    void revived_job_knows_nothing_of_a_former_request() {
        var holder = worker();
        var lease = called(holder);
        holder.end(lease, Ends.exhaust());

        revive(lease.key().job());
        var again = holder.claimOne();

        assertThat(cancels(holder)).isEmpty();
        holder.end(again, Ends.giveBack());
        assertThat(stateOf(lease.key().job())).isEqualTo(JobState.READY);
    }

    @Test
    void job_that_was_cancelled_on_request_is_kept_for_its_time_and_removed_after_it() {
        var holder = worker();
        var lease = called(holder);
        holder.end(lease, Ends.release());

        advance(Ends.KEEP.minusSeconds(1));
        prune();
        assertThat(exists(lease.key().job())).isTrue();
        advance(Ends.KEEP);
        prune();
        assertThat(exists(lease.key().job())).isFalse();
    }

    @Test
    void cancel_and_success_have_one_winner() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept();
            var holder = worker();
            var lease = holder.claimOne();

            var race = Race.between(() -> cancel(id), () -> holder.send(endWith(lease, Ends.succeed())));

            assertThat(race.first()).isIn(CancelAnswer.RUNNING, CancelAnswer.ENDED);
            assertThat(race.second()).isEqualTo(CommitAnswer.FINISHED);
            assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        }
    }

    @Test
    void cancel_and_retry_leave_a_cancelled_job() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var id = accept();
            var holder = worker();
            var lease = holder.claimOne();

            var race = Race.between(() -> cancel(id), () -> holder.send(endWith(lease, Ends.fail(SECOND))));

            assertThat(race.first()).isIn(CancelAnswer.RUNNING, CancelAnswer.CANCELLED);
            assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
        }
    }

    /** A running job that was called off. */
    private Lease called(ScriptedWorker holder) {
        var id = accept();
        var lease = holder.claimOne();
        assertThat(cancel(id)).isEqualTo(CancelAnswer.RUNNING);
        return lease;
    }

    private CancelAnswer cancel(JobId id) {
        return store.jobs().cancel(id, Ends.KEEP);
    }

    private List<LeaseKey> cancels(ScriptedWorker worker) {
        return store.leases().cancels(worker.id(), SOME);
    }
}
