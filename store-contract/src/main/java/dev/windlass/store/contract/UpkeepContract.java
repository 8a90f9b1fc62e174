package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.JobQuery;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Sight;
import dev.windlass.store.Then;
import dev.windlass.store.Worker;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Time passing for jobs: promoting, settling, pruning. */
abstract class UpkeepContract extends ContractGroup {
    private static final Duration LONG = Duration.ofHours(3);

    @Test
    void look_tells_of_jobs_that_stand_in_the_queues_that_it_is_asked_about() {
        accept();
        assertThat(look(JobDraft.QUEUE, "other").ready()).isTrue();

        var worker = worker();
        worker.end(worker.claimOne(), Ends.park());
        assertThat(look(JobDraft.QUEUE).ready()).isTrue();
    }

    @Test
    void look_tells_no_later_than_a_job_is_due() {
        accept(draft().due(Due.in(Duration.ofSeconds(10))));
        accept(draft().due(Due.in(Duration.ofSeconds(4))));
        advance(SECOND);

        assertThat(look(JobDraft.QUEUE).due())
                .hasValueSatisfying(due -> assertThat(due).isLessThanOrEqualTo(Duration.ofSeconds(3)));
        advance(Duration.ofSeconds(4));
        assertThat(look(JobDraft.QUEUE).due()).contains(Duration.ZERO);
    }

    private Sight look(String... queues) {
        return store.upkeep().look(List.of(queues));
    }

    @Test
    void due_jobs_are_promoted_in_the_order_of_their_due_times() {
        var third = accept(draft().due(Due.in(Duration.ofSeconds(3))));
        var first = accept(draft().due(Due.in(Duration.ofSeconds(1))));
        var second = accept(draft().due(Due.in(Duration.ofSeconds(2))));
        advance(Duration.ofSeconds(5));

        assertThat(store.upkeep().promote(10).count()).isEqualTo(3);
        settled();

        assertThat(stateOf(first)).isEqualTo(JobState.READY);
        assertThat(found(first).due()).isEmpty();
        assertThat(found(first).since()).isEqualTo(now());
        assertThat(jobsOf(worker().claim(10))).containsExactly(first, second, third);
    }

    @Test
    void promoted_job_stands_behind_those_that_were_ready_before() {
        var scheduled = accept(draft().due(Due.in(SECOND)));
        var ready = accept();
        advance(SECOND);
        promote();
        var later = accept();

        assertThat(jobsOf(worker().claim(10))).containsExactly(ready, scheduled, later);
    }

    @Test
    void promote_tells_how_long_until_the_next_is_due() {
        assertThat(store.upkeep().promote(10)).isEqualTo(new Promoted(0, Optional.empty()));
        accept(draft().due(Due.in(Duration.ofSeconds(10))));
        accept(draft().due(Due.in(Duration.ofSeconds(4))));
        advance(SECOND);

        assertThat(store.upkeep().promote(10)).isEqualTo(new Promoted(0, Optional.of(Duration.ofSeconds(3))));
        advance(Duration.ofSeconds(3));
        assertThat(store.upkeep().promote(10)).isEqualTo(new Promoted(1, Optional.of(Duration.ofSeconds(6))));
    }

    @Test
    void promote_moves_no_more_than_its_limit_and_the_earliest_first() {
        var ids = drafts(5).stream()
                .map(draft -> accept(draft.due(Due.in(SECOND))))
                .toList();
        var earliest = accept(draft().due(Due.in(MILLI)));
        advance(SECOND.plus(SECOND));

        assertThat(store.upkeep().promote(1)).isEqualTo(new Promoted(1, Optional.of(Duration.ZERO)));
        assertThat(stateOf(earliest)).isEqualTo(JobState.READY);
        assertThat(store.upkeep().promote(3)).isEqualTo(new Promoted(3, Optional.of(Duration.ZERO)));
        assertThat(store.upkeep().promote(3)).isEqualTo(new Promoted(2, Optional.empty()));
        assertThat(ids).allMatch(id -> stateOf(id) == JobState.READY);
        assertThat(store.upkeep().promote(3).count()).isZero();
    }

    @Test
    void retry_and_delayed_job_wait_in_one_line() {
        var retried = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(Duration.ofSeconds(2)));
        var delayed = accept(draft().due(Due.in(SECOND)));
        advance(Duration.ofSeconds(3));

        assertThat(store.upkeep().promote(10).count()).isEqualTo(2);
        assertThat(jobsOf(worker.claim(10))).containsExactly(delayed, retried);
    }

    @Test
    void settling_comes_to_an_end() {
        accept();
        var worker = worker();
        worker.send(endWith(worker.claimOne(), Ends.slice(), draft(), draft()));

        settled();

        assertThat(store.upkeep().settle(10)).isZero();
        assertThat(store.jobs().backlog().unsettled()).isFalse();
    }

    @Test
    void ended_job_is_kept_for_its_time_and_then_removed() {
        var id = ended(LONG);

        advance(LONG.minus(SECOND));
        prune();
        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.jobs().result(id)).contains(Ends.RESULT);
        advance(SECOND.plus(SECOND));
        prune();
        assertThat(exists(id)).isFalse();
    }

    @Test
    void all_that_hangs_on_a_removed_job_goes_with_it() {
        var id = ended(LONG);

        advance(LONG.plus(SECOND));
        prune();

        assertThat(store.jobs().payload(id)).isEmpty();
        assertThat(store.jobs().result(id)).isEmpty();
        assertThat(store.jobs().attempts(id)).isEmpty();
        assertThat(store.jobs().log(id)).isEmpty();
        assertThat(store.jobs().checkpoint(id)).isEmpty();
    }

    @Test
    void each_end_is_kept_for_the_time_that_it_was_given() {
        var worker = worker();
        var succeeded = accept();
        worker.end(worker.claimOne(), new Then.Succeed(Ends.ran(Outcome.SUCCEEDED), Ends.RESULT, LONG));
        var dead = accept();
        worker.end(
                worker.claimOne(),
                new Then.Die(Ends.failed(Outcome.FATAL), DeadReason.FATAL, LONG.plus(Duration.ofHours(1))));
        var cancelled = accept();
        store.jobs().cancel(cancelled, LONG.plus(Duration.ofHours(2)));

        advance(LONG.plus(SECOND));
        prune();
        assertThat(exists(succeeded)).isFalse();
        assertThat(exists(dead)).isTrue();
        advance(Duration.ofHours(1));
        prune();
        assertThat(exists(dead)).isFalse();
        assertThat(exists(cancelled)).isTrue();
        advance(Duration.ofHours(1));
        prune();
        assertThat(exists(cancelled)).isFalse();
    }

    @Test
    void job_that_has_not_ended_is_never_removed() {
        var running = accept();
        var worker = worker();
        worker.claimOne();
        var ready = accept();
        var scheduled = accept(draft().due(Due.in(Duration.ofDays(4_000))));

        advance(Duration.ofDays(3_000));
        prune();

        assertThat(stateOf(running)).isEqualTo(JobState.RUNNING);
        assertThat(stateOf(ready)).isEqualTo(JobState.READY);
        assertThat(stateOf(scheduled)).isEqualTo(JobState.SCHEDULED);
    }

    @Test
    void revived_job_is_not_removed_when_the_time_of_its_death_is_over() {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.exhaust());
        revive(id);

        advance(Ends.KEEP.plus(SECOND));
        prune();

        assertThat(stateOf(id)).isEqualTo(JobState.READY);
    }

    @Test
    void prune_removes_no_more_than_its_limit() {
        for (var job = 0; job < 5; job++) {
            ended(LONG);
        }
        advance(LONG.plus(SECOND));

        var removed = 0;
        // A store may look at rows whose time is not over, so a call that removes nothing need not be the last.
        for (var call = 0; call < 20; call++) {
            var count = store.upkeep().prune(2).count();
            assertThat(count).isBetween(0, 2);
            removed += count;
        }
        assertThat(removed).isEqualTo(5);
    }

    @Test
    void caller_that_comes_again_while_the_store_is_behind_is_soon_done() {
        for (var job = 0; job < 5; job++) {
            ended(LONG);
        }
        advance(LONG.plus(Duration.ofMinutes(2)));

        assertThat(store.upkeep().prune(2).behind()).isTrue();
        for (var call = 0; call < 20 && store.upkeep().prune(2).behind(); call++) {
            assertThat(call).as("calls while the store is behind").isLessThan(19);
        }

        assertThat(store.jobs().list(JobQuery.ALL).jobs()).isEmpty();
        assertThat(store.upkeep().prune(2)).isEqualTo(new Pruned(0, false));
    }

    @Test
    void jobs_that_are_over_are_removed_however_fast_others_come() {
        var over = IntStream.range(0, 30).mapToObj(job -> ended(LONG)).toList();
        // Whoever rolls over the table is amidst of it when it begins to grow.
        store.upkeep().prune(10);
        store.upkeep().prune(10);
        advance(LONG.plus(Duration.ofMinutes(2)));

        for (var turn = 0; turn < 20; turn++) {
            acceptAll(drafts(11));
            store.upkeep().prune(10);
        }

        assertThat(over).noneMatch(this::exists);
    }

    @Test
    void job_is_not_removed_before_its_children_exist() {
        accept();
        var worker = worker();
        var child = draft();
        var nothingKept = new Then.Succeed(Ends.ran(Outcome.SUCCEEDED), Ends.RESULT, Duration.ZERO);
        worker.send(endWith(worker.claimOne(), nothingKept, child));

        advance(Duration.ofHours(2));
        store.upkeep().prune(1_000);

        assertThat(exists(child.id())).isTrue();
    }

    @Test
    void rows_of_workers_that_live_are_not_removed() {
        var worker = worker();
        advance(Duration.ofDays(100));
        worker.renew();
        prune();

        assertThat(store.workers().list()).extracting(Worker::id).containsExactly(worker.id());
    }

    private JobId ended(Duration keep) {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), new Then.Succeed(Ends.ran(Outcome.SUCCEEDED), Ends.RESULT, keep));
        return id;
    }
}
