package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Arrived;
import dev.windlass.store.LogLine;
import dev.windlass.store.Note;
import dev.windlass.store.PartList;
import dev.windlass.store.Progress;
import dev.windlass.store.StoreException;
import dev.windlass.store.Transfer;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Moving: what a job held goes with it as well, so that nobody passes it on the way. */
public abstract class BelongingsContract extends MovingGroup {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Unique USER = Unique.key("user-42");

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

        assertThat(moved.get(0).beside().places()).containsExactly(new LimitKey(ORDERED.name(), "shop-9"));
        assertThat(passIds(worker())).isEmpty();
        advance(SECOND);
        promote();
        assertThat(passIds(worker())).isEqualTo(jobs.subList(0, 1));
    }

    @Test
    void job_that_was_never_due_has_no_place_to_keep() {
        accept(draft("shop-9", ORDERED).due(Due.in(SECOND)));

        assertThat(readAll(10)).extracting(Transfer::beside).containsExactly(Transfer.Beside.NOTHING);
    }

    @Test
    void place_in_a_line_of_which_its_job_knows_nothing_is_refused() {
        acceptMany(1, "shop-9", ORDERED);
        var worker = worker();
        worker.end(pass(worker).get(0), Ends.fail(SECOND));
        var there = readAll(10).get(0);

        assertThatThrownBy(() -> new Transfer(draft("shop-8", ORDERED).job(), there.past(), there.beside()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("has no place in the lines of [ordered=shop-9]");
    }

    @Test
    void job_that_runs_although_it_was_cancelled_arrives_cancelled() throws Exception {
        var id = accept(draft().terms(Terms.NONE.withUnique(USER)));
        worker().claimOne();
        store.jobs().cancel(id, Duration.ofDays(2));

        move();

        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
        assertThat(worker().claim(1)).isEmpty();
        assertThat(answerTo(USER)).isEmpty();
        advance(Duration.ofDays(1));
        prune();
        assertThat(exists(id)).isTrue();
    }

    @Test
    void cancel_of_a_job_that_does_not_run_is_refused() {
        accept();
        var there = readAll(10).get(0);
        var calledOff =
                new Transfer.Beside(Optional.empty(), List.of(), Optional.of(SECOND), Optional.empty(), List.of());

        assertThatThrownBy(() -> new Transfer(there.job(), there.past(), calledOff))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a cancel waits for a job that runs, and this one is READY");
    }

    @Test
    void log_and_progress_go_with_their_job() throws Exception {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        store.leases().note(List.of(Note.of(lease.key(), Optional.of(new Progress(5, 10)), List.of("one", "two"))));
        worker.end(lease, Ends.fail(SECOND));
        var before = found(id);
        var log = store.jobs().log(id);
        assertThat(log).hasSize(2);

        move();

        assertThat(found(id).progress()).isEqualTo(before.progress());
        assertThat(store.jobs().log(id)).isEqualTo(log);
        advance(SECOND);
        promote();
        var next = worker().claimOne();
        store.leases().note(List.of(Note.of(next.key(), Optional.empty(), List.of("three"))));
        assertThat(store.jobs().log(id)).extracting(LogLine::text).containsExactly("one", "two", "three");
    }

    @Test
    void job_whose_payload_is_not_all_there_keeps_its_batch_from_being_written() {
        accept();
        var whole = readAll(10).get(0);
        var job = draft().job().withPayload(new PartList(11, 2, 0).content());
        store.parts().stage(job.id(), 0, Content.json("1"));
        var another = new Transfer(draft().job(), whole.past(), Transfer.Beside.NOTHING);
        var lacking = new Transfer(job, whole.past(), Transfer.Beside.NOTHING);

        assertThatThrownBy(() -> store.transfers().write(List.of(another, lacking)))
                .isInstanceOf(StoreException.class)
                .hasMessage("job " + job.id()
                        + " has 1 of the 2 parts of its payload; stage them all and accept it within an hour");
        assertThat(exists(another.job().id())).isFalse();

        store.parts().stage(job.id(), 1, Content.json("2"));
        assertThat(store.transfers().write(List.of(another, lacking))).isEqualTo(new Arrived(2, Map.of()));
        assertThat(store.parts().find(job.id(), 1)).contains(Content.json("2"));
    }

    /** Who holds the key: the job that answers another which asks for it. */
    private Optional<JobId> answerTo(Unique key) {
        var asking = draft().terms(Terms.NONE.withUnique(key)).job();
        return Optional.ofNullable(store.jobs().accept(List.of(asking)).firsts().get(asking.id()));
    }

    @Test
    void key_that_is_held_for_a_time_is_held_as_long_although_its_job_has_ended() throws Exception {
        var key = USER.lasting(HOUR);
        var id = accept(draft().terms(Terms.NONE.withUnique(key)));
        var worker = worker();
        worker.end(worker.claimOne(), Ends.succeed());
        advance(SECOND);

        move();

        assertThat(answerTo(key)).contains(id);
        advance(HOUR.minusSeconds(1));
        assertThat(answerTo(key)).isEmpty();
    }

    @Test
    void key_that_is_held_for_a_time_is_not_held_longer_by_a_job_that_waits() throws Exception {
        var key = USER.lasting(HOUR);
        var id = accept(draft().due(Due.in(HOUR.multipliedBy(3))).terms(Terms.NONE.withUnique(key)));
        advance(Duration.ofMinutes(30));

        move();

        assertThat(answerTo(key)).contains(id);
        advance(Duration.ofMinutes(30));
        assertThat(answerTo(key)).isEmpty();
    }

    @Test
    void key_whose_time_is_over_is_not_held_anew() throws Exception {
        var key = USER.lasting(SECOND);
        var id = accept(draft().due(Due.in(HOUR)).terms(Terms.NONE.withUnique(key)));
        advance(SECOND.multipliedBy(2));

        move();

        assertThat(answerTo(key)).isEmpty();
        assertThat(found(id).terms().unique()).contains(key);
    }

    @Test
    void key_that_ended_with_the_start_is_not_held_anew_and_the_next_holder_arrives_as_well() throws Exception {
        var terms = Terms.NONE.withUnique(USER.untilStarted());
        var started = accept(draft().terms(terms));
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(HOUR));
        var next = accept(draft().terms(terms));

        move();

        assertThat(stateOf(started)).isEqualTo(JobState.SCHEDULED);
        assertThat(answerTo(USER.untilStarted())).contains(next);
    }
}
