package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A paused queue gives nothing, whoever asks and however a job came to be ready. */
public abstract class PauseContract extends ContractGroup {
    private static final String QUEUE = JobDraft.QUEUE;

    @Test
    void paused_queue_gives_nothing_until_it_is_resumed() {
        var id = accept();
        var worker = worker();
        store.queues().pause(QUEUE);

        assertThat(worker.claim(10)).isEmpty();
        assertThat(stateOf(id)).as("pausing moves no job").isEqualTo(JobState.READY);

        store.queues().resume(QUEUE);
        assertThat(jobsOf(worker.claim(10))).containsExactly(id);
    }

    @Test
    void other_queues_go_on_while_one_is_paused() {
        accept();
        var other = accept(draft().queue("other"));
        store.queues().pause(QUEUE);

        var both = ScriptedWorker.plan(ScriptedWorker.sound(10), ScriptedWorker.soundOf("other", 10));
        assertThat(jobsOf(worker().claim(both))).containsExactly(other);
    }

    @Test
    void paused_queue_accepts_and_promotes_and_its_running_jobs_end() {
        accept();
        var worker = worker();
        var running = worker.claimOne();
        store.queues().pause(QUEUE);
        var due = accept(draft().due(Due.in(SECOND)));
        advance(SECOND);
        promote();

        worker.end(running, Ends.succeed());

        assertThat(stateOf(running.key().job())).isEqualTo(JobState.SUCCEEDED);
        assertThat(stateOf(due)).isEqualTo(JobState.READY);
        assertThat(worker.claim(10)).isEmpty();
    }

    @Test
    void lease_that_is_given_back_while_its_queue_is_paused_waits_at_its_place() {
        var first = accept();
        var second = accept();
        var worker = worker();
        var lease = worker.claimOne();
        store.queues().pause(QUEUE);
        worker.end(lease, Ends.giveBack());

        store.queues().resume(QUEUE);

        assertThat(jobsOf(worker.claim(10))).containsExactly(first, second);
    }

    @Test
    void claim_of_before_the_pause_is_answered_again_with_its_leases() {
        var id = accept();
        var worker = worker();
        var number = worker.nextClaim();
        var plan = ScriptedWorker.plan(ScriptedWorker.sound(1));
        worker.repeat(number, plan);
        store.queues().pause(QUEUE);

        assertThat(jobsOf(worker.repeat(number, plan).claimed())).containsExactly(id);
    }

    @Test
    void suspects_of_a_paused_queue_are_neither_told_of_nor_given() {
        accept();
        lose();
        lose();
        var worker = worker();
        store.queues().pause(QUEUE);

        assertThat(worker.exchange(ScriptedWorker.plan(ScriptedWorker.sound(1))).suspects())
                .isEmpty();
        assertThat(worker.claim(ScriptedWorker.plan(ScriptedWorker.suspect(1)))).isEmpty();

        store.queues().resume(QUEUE);
        assertThat(worker.claim(ScriptedWorker.plan(ScriptedWorker.suspect(1)))).hasSize(1);
    }

    @Test
    void pause_that_has_returned_is_obeyed_by_every_racing_claim() throws Exception {
        for (var round = 0; round < Race.ROUNDS; round++) {
            var ids = acceptAll(drafts(3));
            var one = worker();
            var race = Race.between(
                    () -> {
                        store.queues().pause(QUEUE);
                        return one.claim(10);
                    },
                    () -> worker().claim(1));

            assertThat(race.first()).as("claimed after the pause").isEmpty();
            store.queues().resume(QUEUE);
            var rest = one.claim(10);
            assertThat(rest.size() + race.second().size()).isEqualTo(ids.size());
            rest.forEach(lease -> one.end(lease, Ends.succeed()));
        }
    }

    @Test
    void purge_cancels_whatever_does_not_run_in_bounded_calls() {
        accept();
        var worker = worker();
        var running = worker.claimOne();
        acceptAll(drafts(15));
        var scheduled = accept(draft().due(Due.in(SECOND)));
        var other = accept(draft().queue("other"));

        assertThat(store.queues().purge(QUEUE, 10, Ends.KEEP)).isEqualTo(10);
        assertThat(store.queues().purge(QUEUE, 10, Ends.KEEP)).isEqualTo(6);
        assertThat(store.queues().purge(QUEUE, 10, Ends.KEEP)).isZero();

        assertThat(stateOf(scheduled)).isEqualTo(JobState.CANCELLED);
        assertThat(stateOf(other)).isEqualTo(JobState.READY);
        assertThat(stateOf(running.key().job())).isEqualTo(JobState.RUNNING);
        assertThat(worker.claim(10)).isEmpty();
    }

    @Test
    void purge_of_a_queue_whose_jobs_start_meanwhile_stops_at_none_that_waits() throws Exception {
        for (var round = 0; round < 5; round++) {
            acceptAll(drafts(1_000));
            var workers = List.of(worker(), worker(), worker());

            Race.of(4, number -> number == 0 ? purgeAll() : claims(workers.get(number - 1)));

            assertThat(worker().claim(1)).isEmpty();
        }
    }

    private int purgeAll() {
        var all = 0;
        for (var step = 10; step == 10; all += step) {
            step = store.queues().purge(QUEUE, 10, Ends.KEEP);
        }
        return all;
    }

    private static int claims(ScriptedWorker worker) {
        return IntStream.range(0, 40).map(turn -> worker.claim(2).size()).sum();
    }

    @Test
    void purged_job_waits_for_its_limit_no_longer() {
        store.limits().declare(List.of(Limit.named("alone").mutex()));
        var id = accept(draft().terms(Terms.NONE.withLimit(new LimitKey("alone", "shop-9"))));

        assertThat(store.queues().purge(QUEUE, 10, Ends.KEEP)).isEqualTo(1);

        assertThat(found(id).waiting()).isEmpty();
    }

    @Test
    void purged_jobs_are_kept_for_their_time_and_then_pruned() {
        var id = accept();
        store.queues().purge(QUEUE, 10, Queue.SHORTEST_KEEP);
        prune();
        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);

        advance(Queue.SHORTEST_KEEP.plus(SECOND));
        advance(Queue.SHORTEST_KEEP);
        prune();

        assertThat(exists(id)).isFalse();
    }

    @Test
    void purge_of_a_queue_that_nobody_knows_finds_nothing() {
        assertThat(store.queues().purge("nobody", 10, Ends.KEEP)).isZero();
        assertThat(List.of(store.queues().list())).allMatch(List::isEmpty);
    }
}
