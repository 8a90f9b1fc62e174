package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Transfer;
import dev.windlass.task.Due;
import dev.windlass.task.LimitKey;
import org.junit.jupiter.api.Test;

/** Moving: what a job held goes with it as well, so that nobody passes it on the way. */
public abstract class BelongingsContract extends MovingGroup {
    @Test
    void sequence_goes_on_in_its_order() throws Exception {
        var jobs = acceptMany(3, "shop-9", ORDERED);
        pass(worker());

        move();

        var worker = worker();
        for (var job : jobs) {
            var leases = pass(worker);
            assertThat(jobsOf(leases)).containsExactly(job);
            worker.end(leases.get(0), Ends.succeed());
        }
    }

    @Test
    void head_of_a_sequence_that_backs_off_is_passed_by_nobody_where_it_arrives() throws Exception {
        var jobs = acceptMany(2, "shop-9", ORDERED);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.fail(SECOND));

        var moved = move();

        assertThat(moved.get(0).past().places()).containsExactly(new LimitKey(ORDERED.name(), "shop-9"));
        assertThat(passIds(worker())).isEmpty();
        advance(SECOND);
        promote();
        assertThat(passIds(worker())).isEqualTo(jobs.subList(0, 1));
    }

    @Test
    void job_that_was_never_due_has_no_place_to_keep() {
        accept(draft("shop-9", ORDERED).due(Due.in(SECOND)));

        assertThat(readAll(10))
                .extracting(Transfer::past)
                .allMatch(past -> past.places().isEmpty());
    }

    @Test
    void place_in_a_line_of_which_its_job_knows_nothing_is_refused() {
        acceptMany(1, "shop-9", ORDERED);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.fail(SECOND));
        var there = readAll(10).get(0);

        assertThatThrownBy(() -> new Transfer(draft("shop-8", ORDERED).job(), there.past()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("has no place in the lines of [ordered=shop-9]");
    }
}
