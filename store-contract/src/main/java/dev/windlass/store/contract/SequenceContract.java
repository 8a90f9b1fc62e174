package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** Sequences: one after the other, in the order of acceptance, whatever happens to the first one. */
public abstract class SequenceContract extends LimitGroup {
    @Test
    void sequence_runs_strictly_in_the_order_of_acceptance() {
        var jobs = acceptMany(20, "shop-9", ORDERED);
        var worker = worker();
        var order = new ArrayList<JobId>();
        for (var leases = pass(worker); !leases.isEmpty(); leases = pass(worker)) {
            assertThat(leases).as("jobs of the sequence that run at once").hasSize(1);
            order.add(leases.get(0).key().job());
            worker.end(leases.get(0), Ends.succeed());
        }

        assertThat(order).isEqualTo(jobs);
    }

    @Test
    void nobody_passes_the_head_of_a_sequence_while_it_backs_off() {
        var jobs = acceptMany(2, "shop-9", ORDERED);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.fail(SECOND));
        assertThat(passIds(worker)).isEmpty();
        assertThat(view(ORDERED).held()).isZero();

        advance(SECOND);
        promote();

        var again = pass(worker);
        assertThat(jobsOf(again)).isEqualTo(jobs.subList(0, 1));
        worker.end(again.get(0), Ends.succeed());
        assertThat(passIds(worker)).isEqualTo(jobs.subList(1, 2));
    }

    @Test
    void dead_head_of_a_sequence_lets_the_next_go() {
        var jobs = acceptMany(2, "shop-9", ORDERED);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.exhaust());

        assertThat(passIds(worker)).isEqualTo(jobs.subList(1, 2));
    }

    @Test
    void head_that_is_called_off_while_it_backs_off_lets_the_next_go() {
        var jobs = acceptMany(2, "shop-9", ORDERED);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.fail(SECOND));

        store.jobs().cancel(jobs.get(0), Ends.KEEP);
        settled();

        assertThat(passIds(worker)).isEqualTo(jobs.subList(1, 2));
    }

    @Test
    void revived_job_stands_at_the_end_of_its_sequence() {
        var jobs = acceptMany(3, "shop-9", ORDERED);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.exhaust());
        revive(jobs.get(0));

        for (var expected : jobs.subList(1, 3)) {
            var leases = pass(worker);
            assertThat(jobsOf(leases)).containsExactly(expected);
            worker.end(leases.get(0), Ends.succeed());
        }
        assertThat(passIds(worker)).containsExactly(jobs.get(0));
    }

    @Test
    void delayed_job_joins_its_sequence_when_it_is_due() {
        var late = accept(draft("shop-9", ORDERED).due(Due.in(SECOND)));
        var first = accept("shop-9", ORDERED);
        advance(SECOND);
        promote();
        var second = accept("shop-9", ORDERED);
        var worker = worker();

        for (var expected : new JobId[] {first, late, second}) {
            var leases = pass(worker);
            assertThat(jobsOf(leases)).containsExactly(expected);
            worker.end(leases.get(0), Ends.succeed());
        }
    }

    @Test
    void head_that_waits_for_its_other_limit_holds_up_its_sequence() {
        accept("shop-9", ALONE);
        var worker = worker();
        var running = pass(worker);
        var head = accept("shop-9", ORDERED, ALONE);
        var next = accept("shop-9", ORDERED);
        assertThat(passIds(worker)).isEmpty();

        worker.end(running.get(0), Ends.succeed());

        var leases = pass(worker);
        assertThat(jobsOf(leases)).containsExactly(head);
        worker.end(leases.get(0), Ends.succeed());
        assertThat(passIds(worker)).containsExactly(next);
    }

    @Test
    void sequence_goes_over_queues_and_waits_for_a_head_whose_queue_nobody_takes() {
        var head = accept(draft("shop-9", ORDERED).queue("elsewhere"));
        accept("shop-9", ORDERED);
        var worker = worker();
        assertThat(passIds(worker)).isEmpty();

        store.jobs().cancel(head, Ends.KEEP);
        settled();

        assertThat(pass(worker)).hasSize(1);
    }
}
