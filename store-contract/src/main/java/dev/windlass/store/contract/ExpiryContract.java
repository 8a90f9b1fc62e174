package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that are not worth starting after a time, and jobs that are called off by their task before their time. */
public abstract class ExpiryContract extends ContractGroup {
    private static final Duration LIFE = Duration.ofMinutes(5);

    @Test
    void lease_says_that_its_job_has_expired_from_that_very_time_on() {
        acceptAll(List.of(expiring(), expiring()));
        advance(LIFE.minus(MILLI));
        var inTime = worker().claimOne();
        advance(MILLI);
        var late = worker().claimOne();

        assertThat(inTime.expired()).isFalse();
        assertThat(late.expired()).isTrue();
    }

    @Test
    void job_that_nobody_claims_is_dead_when_its_time_has_passed() {
        var id = accept(expiring());
        advance(LIFE.minus(MILLI));
        assertThat(expire()).isEmpty();
        advance(MILLI);

        assertThat(expire()).containsExactly(new Expired(id, JobDraft.TASK));

        var job = found(id);
        assertThat(job.state()).isEqualTo(JobState.DEAD);
        assertThat(job.reason()).contains(DeadReason.EXPIRED);
        assertThat(job.error()).contains(Expired.ERROR);
        assertThat(store.jobs().attempts(id))
                .singleElement()
                .matches(attempt -> attempt.started().isEmpty() && attempt.fence() == job.fence());
        assertThat(worker().claim(1)).isEmpty();
        assertThat(expire()).isEmpty();
    }

    @Test
    void scheduled_and_parked_jobs_expire_as_well() {
        var parked = accept(expiring());
        var holder = worker();
        holder.end(holder.claimOne(), Ends.park());
        var scheduled = accept(expiring().due(Due.in(LIFE.plus(LIFE))));
        advance(LIFE);

        assertThat(expire()).extracting(Expired::job).containsExactlyInAnyOrder(parked, scheduled);

        assertThat(stateOf(parked)).isEqualTo(JobState.DEAD);
        assertThat(stateOf(scheduled)).isEqualTo(JobState.DEAD);
        advance(LIFE.plus(LIFE));
        promote();
        assertThat(worker().claim(1)).isEmpty();
    }

    @Test
    void job_that_has_started_never_expires() {
        var id = accept(expiring());
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(SECOND));
        advance(LIFE);

        assertThat(expire()).isEmpty();

        promote();
        assertThat(worker.renew()).isNotNull();
        var lease = worker().claimOne();
        assertThat(lease.key().job()).isEqualTo(id);
        assertThat(lease.expired()).isFalse();
    }

    @Test
    void job_that_runs_is_left_to_its_holder() {
        var id = accept(expiring());
        var worker = worker();
        worker.claimOne();
        advance(LIFE);

        assertThat(expire()).isEmpty();

        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
    }

    @Test
    void job_that_was_given_back_unstarted_still_expires() {
        var id = accept(expiring());
        var worker = worker();
        worker.end(worker.claimOne(), Ends.giveBack());
        advance(LIFE);

        assertThat(expire()).extracting(Expired::job).containsExactly(id);

        assertThat(store.jobs().attempts(id)).hasSize(2);
    }

    /** Nobody knows whether its holder had called the task. */
    @Test
    void job_that_was_lost_is_taken_for_one_that_has_started() {
        var id = accept(expiring());
        worker().claimOne();
        advance(PAST_LEASE);
        rescue();
        advance(LIFE);

        assertThat(expire()).isEmpty();

        assertThat(store.jobs().attempts(id))
                .singleElement()
                .matches(attempt -> attempt.started().isPresent());
        assertThat(worker().claimOne().expired()).isFalse();
    }

    @Test
    void revived_job_has_all_the_time_it_needs() {
        var id = accept(expiring());
        advance(LIFE);
        expire();

        revive(id);

        assertThat(expire()).isEmpty();
        assertThat(worker().claimOne().expired()).isFalse();
    }

    @Test
    void expire_ends_no_more_than_its_limit_the_most_overdue_first() {
        var first = accept(expiring());
        advance(SECOND);
        var second = accept(expiring());
        advance(LIFE);

        assertThat(store.upkeep().expire(1, Keep.all(Ends.KEEP)))
                .extracting(Expired::job)
                .containsExactly(first);
        assertThat(store.upkeep().expire(1, Keep.all(Ends.KEEP)))
                .extracting(Expired::job)
                .containsExactly(second);
    }

    @Test
    void expire_and_claim_have_one_winner() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            accept(expiring());
            advance(LIFE);
            var worker = worker();

            var race = Race.between(this::expire, () -> worker.claim(1));

            assertThat(race.first().size() + race.second().size()).isOne();
            assertThat(race.second()).allMatch(lease -> lease.expired());
        }
    }

    @Test
    void only_those_of_the_jobs_that_wait_for_their_time_are_unscheduled() {
        var running = accept();
        worker().claimOne();
        var ready = accept();
        var scheduled = accept(draft().due(Due.in(SECOND)));
        var other = accept(draft().due(Due.in(SECOND)));
        var cancelled = accept(draft().due(Due.in(SECOND)));
        assertThat(store.jobs().cancel(cancelled, Ends.KEEP)).isEqualTo(CancelAnswer.CANCELLED);

        var count = store.jobs().unschedule(List.of(running, ready, scheduled, cancelled, draft().id()), Ends.KEEP);

        assertThat(count).isOne();
        assertThat(List.of(running, ready, scheduled, other))
                .extracting(this::stateOf)
                .containsExactly(JobState.RUNNING, JobState.READY, JobState.CANCELLED, JobState.SCHEDULED);
    }

    @Test
    void unscheduled_retry_never_runs_again() {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(SECOND));

        assertThat(store.jobs().unschedule(List.<JobId>of(id), Ends.KEEP)).isOne();

        advance(SECOND);
        promote();
        assertThat(worker.claim(1)).isEmpty();
    }

    private JobDraft expiring() {
        return draft().terms(Terms.NONE.withExpires(Due.in(LIFE)));
    }

    private List<Expired> expire() {
        var seen = store.upkeep().look(List.of(JobDraft.QUEUE));
        var expired = store.upkeep().expire(100, Keep.all(Ends.KEEP));
        settled();
        if (!expired.isEmpty()) {
            assertThat(seen.expired())
                    .as("the look before says that jobs have expired")
                    .isTrue();
        }
        return expired;
    }
}
