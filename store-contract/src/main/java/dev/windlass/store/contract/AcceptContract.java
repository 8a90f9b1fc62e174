package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.JobStore;
import dev.windlass.store.Tally;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Accepting jobs: durable, atomic, and idempotent by the job's id. */
abstract class AcceptContract extends ContractGroup {
    @Test
    void accepted_job_is_found_as_it_was_accepted() {
        var parent = accept();
        var id = accept(
                draft().task("report.monthly").queue("reports").lane(Lane.HIGH).parent(parent));

        var job = found(id);
        assertThat(job.task()).isEqualTo("report.monthly");
        assertThat(job.queue()).isEqualTo("reports");
        assertThat(job.lane()).isEqualTo(Lane.HIGH);
        assertThat(job.parent()).contains(parent);
        assertThat(job.accepted()).isEqualTo(now());
    }

    @Test
    void accepted_job_is_ready_and_has_no_past() {
        var job = found(accept());

        assertThat(job.state()).isEqualTo(JobState.READY);
        assertThat(job.fence()).isZero();
        assertThat(job.tally()).isEqualTo(Tally.NONE);
        assertThat(job.since()).isEqualTo(now());
        assertThat(job.due()).isEmpty();
        assertThat(job.reason()).isEmpty();
        assertThat(job.error()).isEmpty();
        assertThat(job.progress()).isEmpty();
        assertThat(store.jobs().attempts(job.id())).isEmpty();
    }

    @Test
    void accept_answers_the_time_of_the_store() {
        advance(SECOND);

        assertThat(store.jobs().accept(List.of(draft().job())).at()).isEqualTo(SteerableClock.BEGINNING.plus(SECOND));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    void payload_comes_back_byte_by_byte(Content payload) {
        var id = accept(draft().payload(payload));

        assertThat(store.jobs().payload(id)).contains(payload);
        var claimed = worker().claimOne().payload();
        assertThat(claimed).isEqualTo(payload);
        assertThat(claimed.crc()).isEqualTo(payload.crc());
    }

    static Stream<Content> payloads() {
        var everyByte = new byte[256];
        for (var value = 0; value < everyByte.length; value++) {
            everyByte[value] = (byte) value;
        }
        return Stream.of(
                Content.NONE,
                Content.json("{\"name\":\"Ünï ✓ 𝄞\"}"),
                Content.of("application/octet-stream", 7, everyByte),
                Content.of("text/plain", 1, new byte[0]),
                Content.of("application/octet-stream", 1, new byte[1 << 20]));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "WAITING")
    void repeated_accept_leaves_a_job_of_any_state_as_it_is(JobState state) {
        var original = draft();
        bringInto(state, original);
        var before = found(original.id());

        advance(SECOND);
        accept(original.queue("elsewhere").lane(Lane.LOW).payload(Content.json("\"other\"")));

        assertThat(found(original.id())).isEqualTo(before).extracting("state").isEqualTo(state);
        assertThat(store.jobs().payload(original.id())).contains(original.job().payload());
    }

    private void bringInto(JobState state, JobDraft draft) {
        accept(state == JobState.SCHEDULED ? draft.due(Due.in(Duration.ofHours(1))) : draft);
        if (state == JobState.CANCELLED) {
            store.jobs().cancel(draft.id(), Ends.KEEP);
        } else if (state != JobState.SCHEDULED && state != JobState.READY) {
            var worker = worker();
            var lease = worker.claimOne();
            if (state != JobState.RUNNING) {
                worker.end(lease, state == JobState.DEAD ? Ends.exhaust() : Ends.succeed());
            }
        }
    }

    @Test
    void repeated_accept_gives_no_second_run() {
        var draft = draft();
        accept(draft);
        accept(draft);
        var worker = worker();

        assertThat(worker.claim(10)).hasSize(1);
        accept(draft);
        assertThat(worker.claim(10)).isEmpty();
    }

    @Test
    void repeat_is_recognized_for_an_hour_after_the_end_of_a_job_that_nobody_wanted_kept() {
        var draft = draft();
        store.jobs().cancel(accept(draft), Duration.ZERO);

        advance(Duration.ofMinutes(59));
        prune();
        accept(draft);

        assertThat(worker().claim(1)).isEmpty();
    }

    @Test
    void batch_with_a_known_job_accepts_the_others() {
        var known = draft();
        accept(known);
        var others = drafts(2);

        acceptAll(List.of(others.get(0), known, others.get(1)));

        assertThat(jobsOf(worker().claim(10)))
                .containsExactly(known.id(), others.get(0).id(), others.get(1).id());
    }

    @Test
    void id_that_occurs_twice_in_a_batch_is_one_job_and_the_first_counts() {
        var first = draft();

        acceptAll(List.of(first, first.queue("elsewhere")));

        assertThat(found(first.id()).queue()).isEqualTo(JobDraft.QUEUE);
        assertThat(worker().claim(10)).hasSize(1);
    }

    @Test
    void empty_batch_is_accepted() {
        assertThat(store.jobs().accept(List.of()).at()).isEqualTo(now());
    }

    @Test
    void largest_batch_is_accepted_in_order() {
        var ids = acceptAll(drafts(JobStore.MOST_JOBS));

        var worker = worker();
        assertThat(jobsOf(worker.claim(400))).isEqualTo(ids.subList(0, 400));
        assertThat(jobsOf(worker.claim(600))).isEqualTo(ids.subList(400, 1_000));
    }

    @Test
    void batch_of_too_many_jobs_is_refused_whole() {
        var drafts = drafts(JobStore.MOST_JOBS + 1);

        assertThatThrownBy(() -> acceptAll(drafts)).isInstanceOf(IllegalArgumentException.class);
        assertThat(exists(drafts.get(0).id())).isFalse();
    }

    @Test
    void batch_of_too_many_bytes_is_refused_whole() {
        var half = Content.of("text/plain", 1, new byte[(int) JobStore.MOST_BYTES / 2]);
        var drafts = drafts(2).stream().map(draft -> draft.payload(half)).toList();

        assertThatThrownBy(() -> acceptAll(drafts)).isInstanceOf(IllegalArgumentException.class);
        assertThat(exists(drafts.get(0).id())).isFalse();
    }

    @Test
    void delay_counts_from_the_accept_by_the_clock_of_the_store() {
        advance(SECOND);
        var id = accept(draft().due(Due.in(Duration.ofMinutes(5))));

        assertThat(stateOf(id)).isEqualTo(JobState.SCHEDULED);
        assertThat(found(id).due())
                .contains(SteerableClock.BEGINNING.plus(SECOND).plus(Duration.ofMinutes(5)));
    }

    @Test
    void instant_to_come_is_kept_however_far() {
        var soon = accept(draft().due(Due.at(now().plus(SECOND))));
        var late = accept(draft().due(Due.at(Due.At.LATEST)));

        assertThat(found(soon).due()).contains(now().plus(SECOND));
        assertThat(found(late).due()).contains(Due.At.LATEST);
    }

    @ParameterizedTest
    @MethodSource("pastAndPresent")
    void job_whose_time_has_come_is_ready_at_once(Due due) {
        var id = accept(draft().due(due));

        assertThat(stateOf(id)).isEqualTo(JobState.READY);
        assertThat(jobsOf(worker().claim(1))).containsExactly(id);
    }

    static Stream<Due> pastAndPresent() {
        return Stream.of(
                Due.NOW,
                Due.in(Duration.ZERO),
                Due.at(SteerableClock.BEGINNING),
                Due.at(SteerableClock.BEGINNING.minus(SECOND)),
                Due.at(SteerableClock.BEGINNING.minus(Duration.ofDays(10_000))));
    }

    @Test
    void unknown_job_is_not_found() {
        JobId unknown = draft().id();

        assertThat(store.jobs().find(unknown)).isEmpty();
        assertThat(store.jobs().payload(unknown)).isEmpty();
        assertThat(store.jobs().result(unknown)).isEmpty();
        assertThat(store.jobs().checkpoint(unknown)).isEmpty();
        assertThat(store.jobs().attempts(unknown)).isEmpty();
        assertThat(store.jobs().log(unknown)).isEmpty();
    }
}
