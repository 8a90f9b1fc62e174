package dev.windlass.store.contract;

import static dev.windlass.store.contract.ScriptedWorker.plan;
import static dev.windlass.store.contract.ScriptedWorker.suspect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Attempt;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.JobStore;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the attempts of a job amount to: failures, losses and releases are counted apart, and each end leaves its row. */
abstract class TallyContract extends ContractGroup {
    @ParameterizedTest
    @MethodSource("endsAndTallies")
    void end_is_counted_by_its_outcome(Then end, Tally expected) {
        var id = accept();
        var worker = worker();

        worker.end(worker.claimOne(), end);

        assertThat(found(id).tally()).isEqualTo(expected);
    }

    static Stream<Arguments> endsAndTallies() {
        var failed = new Tally(1, 0, 0);
        var released = new Tally(0, 0, 1);
        var fatal = new Then.Die(Ends.failed(Outcome.FATAL), DeadReason.FATAL, Ends.KEEP);
        return Stream.of(
                Arguments.of(Ends.succeed(), Tally.NONE),
                Arguments.of(Ends.fail(SECOND), failed),
                Arguments.of(Ends.timeOut(SECOND), failed),
                Arguments.of(Ends.exhaust(), failed),
                Arguments.of(fatal, failed),
                Arguments.of(Ends.snooze(SECOND), Tally.NONE),
                Arguments.of(Ends.slice(), Tally.NONE),
                Arguments.of(Ends.cancel(), Tally.NONE),
                Arguments.of(Ends.release(), released),
                Arguments.of(Ends.giveBack(), released));
    }

    @Test
    void failures_add_up_and_the_next_lease_tells_them() {
        accept();
        var worker = worker();
        endAndPromote(worker, Ends.fail(SECOND));
        endAndPromote(worker, Ends.timeOut(SECOND));
        endAndPromote(worker, Ends.snooze(SECOND));
        endAndPromote(worker, Ends.giveBack());

        var lease = worker.claimOne();
        assertThat(lease.tally()).isEqualTo(new Tally(2, 0, 1));
        assertThat(lease.tally().attempt()).isEqualTo(3);
    }

    @Test
    void committed_slice_starts_the_count_of_failures_anew() {
        var id = accept();
        var worker = worker();
        endAndPromote(worker, Ends.fail(SECOND));
        endAndPromote(worker, Ends.fail(SECOND));

        endAndPromote(worker, Ends.slice());

        assertThat(found(id).tally().failures()).isZero();
    }

    @Test
    void slice_that_sleeps_before_the_next_one_starts_the_count_anew_as_well() {
        var id = accept();
        var worker = worker();
        endAndPromote(worker, Ends.fail(SECOND));

        endAndPromote(worker, new Then.Later(Ends.ran(Outcome.SLICED), SECOND));

        assertThat(found(id).tally().failures()).isZero();
    }

    @Test
    void checkpoint_leaves_the_count_of_failures() {
        var id = accept();
        var worker = worker();
        endAndPromote(worker, Ends.fail(SECOND));

        worker.commit(checkpoint(worker.claimOne(), 1, "\"half\""));

        assertThat(found(id).tally().failures()).isEqualTo(1);
    }

    @Test
    void loss_uses_up_no_attempt() {
        var id = accept();
        endAndPromote(worker(), Ends.fail(SECOND));

        lose();

        assertThat(found(id).tally()).isEqualTo(new Tally(1, 1, 0));
    }

    @ParameterizedTest
    @MethodSource("endsThatClearLosses")
    void any_end_of_a_run_clears_the_losses(Then end) {
        var id = accept();
        lose();
        assertThat(found(id).tally().losses()).isEqualTo(1);
        var worker = worker();

        worker.end(worker.claimOne(), end);

        assertThat(found(id).tally().losses()).isZero();
    }

    static Stream<Then> endsThatClearLosses() {
        return Stream.of(
                Ends.succeed(),
                Ends.fail(SECOND),
                Ends.timeOut(SECOND),
                Ends.exhaust(),
                Ends.snooze(SECOND),
                Ends.slice(),
                Ends.cancel(),
                Ends.release());
    }

    @Test
    void checkpoint_clears_the_losses() {
        var id = accept();
        lose();
        var worker = worker();

        worker.commit(checkpoint(worker.claimOne(), 1, "\"half\""));

        assertThat(found(id).tally().losses()).isZero();
    }

    @Test
    void lease_that_is_given_back_unstarted_leaves_the_losses() {
        var id = accept();
        lose();
        var worker = worker();

        worker.end(worker.claimOne(), Ends.giveBack());

        assertThat(found(id).tally()).isEqualTo(new Tally(0, 1, 1));
    }

    @Test
    void suspect_that_is_given_back_unstarted_stays_suspect() {
        accept();
        lose();
        lose();
        var worker = worker();
        var lease = worker.claim(plan(suspect(1))).get(0);

        worker.end(lease, Ends.giveBack());

        assertThat(worker.claim(1)).isEmpty();
        assertThat(worker.claim(plan(suspect(1)))).hasSize(1);
    }

    @Test
    void suspect_whose_run_ends_is_sound_again() {
        accept();
        lose();
        lose();
        var worker = worker();

        worker.end(worker.claim(plan(suspect(1))).get(0), Ends.slice());

        assertThat(worker.claimOne().suspect()).isFalse();
    }

    @Test
    void suspect_that_reaches_a_checkpoint_is_sound_again() {
        accept();
        lose();
        lose();
        var worker = worker();
        worker.commit(checkpoint(worker.claim(plan(suspect(1))).get(0), 1, "\"half\""));

        advance(PAST_LEASE);
        rescue();

        assertThat(worker().claimOne().suspect()).isFalse();
    }

    @Test
    void attempt_row_tells_who_ran_when_and_how_it_ended() {
        var id = accept();
        var worker = worker();
        var claimed = now();
        var lease = worker.claimOne();
        advance(SECOND);

        worker.end(lease, Ends.fail(SECOND));

        assertThat(store.jobs().attempts(id))
                .containsExactly(new Attempt(
                        lease.key().fence(),
                        1,
                        Outcome.FAILED,
                        worker.id(),
                        ScriptedWorker.HOST,
                        Optional.of(claimed.plus(Ends.SPAN.before())),
                        now(),
                        Optional.of(Ends.SPAN.ran()),
                        Optional.of(Ends.ERROR)));
    }

    @Test
    void lease_that_never_started_leaves_a_row_without_a_start() {
        var id = accept();
        var worker = worker();

        worker.end(worker.claimOne(), Ends.giveBack());

        var attempt = store.jobs().attempts(id).get(0);
        assertThat(attempt.outcome()).isEqualTo(Outcome.RELEASED);
        assertThat(attempt.started()).isEmpty();
        assertThat(attempt.ran()).isEmpty();
        assertThat(attempt.error()).isEmpty();
    }

    @Test
    void attempts_are_told_in_order_and_only_failures_raise_their_number() {
        var id = accept();
        var worker = worker();
        endAndPromote(worker, Ends.giveBack());
        endAndPromote(worker, Ends.fail(SECOND));
        endAndPromote(worker, Ends.snooze(SECOND));
        lose();
        endAndPromote(worker(), Ends.fail(SECOND));
        endAndPromote(worker(), Ends.slice());
        endAndPromote(worker(), Ends.succeed());

        var attempts = store.jobs().attempts(id);
        assertThat(attempts)
                .extracting(Attempt::outcome)
                .containsExactly(
                        Outcome.RELEASED,
                        Outcome.FAILED,
                        Outcome.SNOOZED,
                        Outcome.LOST,
                        Outcome.FAILED,
                        Outcome.SLICED,
                        Outcome.SUCCEEDED);
        assertThat(attempts).extracting(Attempt::number).containsExactly(1, 1, 2, 2, 2, 3, 1);
        assertThat(attempts).extracting(Attempt::fence).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void history_is_the_last_attempts_of_a_job_that_is_put_off_for_ever() {
        var id = accept();
        var worker = worker();
        var fences = releaseTimes(worker, JobStore.MOST_ATTEMPTS + 5);

        assertThat(store.jobs().attempts(id))
                .extracting(Attempt::fence)
                .containsExactlyElementsOf(fences.subList(5, fences.size()));
    }

    @Test
    void commit_is_recognized_for_an_hour_however_many_attempts_came_after_it() {
        accept();
        var worker = worker();
        var first = Commit.end(worker.claimOne().key(), Ends.release());
        worker.commit(first);
        releaseTimes(worker, 2 * JobStore.MOST_ATTEMPTS - 2);

        advance(Duration.ofMinutes(59));
        worker.renew();
        releaseTimes(worker, 1);

        assertThat(worker.send(first)).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void error_of_a_job_outlives_its_attempt_in_the_history() {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(Duration.ZERO));
        promote();
        releaseTimes(worker, 2 * JobStore.MOST_ATTEMPTS - 2);

        advance(Duration.ofHours(2));
        worker.renew();
        releaseTimes(worker, 1);

        assertThat(store.jobs().attempts(id)).hasSize(JobStore.MOST_ATTEMPTS);
        assertThat(found(id).error()).contains(Ends.ERROR);
    }

    /** Claims the one job so many times and gives it back. Answers the fences. */
    private List<Long> releaseTimes(ScriptedWorker worker, int times) {
        var fences = new ArrayList<Long>();
        for (var time = 0; time < times; time++) {
            var lease = worker.claimOne();
            worker.end(lease, Ends.release());
            fences.add(lease.key().fence());
        }
        return fences;
    }

    @Test
    void history_of_another_job_is_apart() {
        var first = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.succeed());
        JobId second = accept();

        assertThat(store.jobs().attempts(second)).isEmpty();
        assertThat(store.jobs().attempts(first)).hasSize(1);
    }

    private void endAndPromote(ScriptedWorker worker, Then end) {
        worker.end(worker.claimOne(), end);
        advance(Duration.ofSeconds(1));
        promote();
    }
}
