package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Arrived;
import dev.windlass.store.Attempt;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Lease;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferStore;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Moving: what has become of a job goes with it into another store, and nothing of it is done twice there. */
public abstract class TransferContract extends MovingGroup {
    private static final Duration HOUR = Duration.ofHours(1);

    private Transfer only() {
        var jobs = readAll(10);
        assertThat(jobs).hasSize(1);
        return jobs.get(0);
    }

    @Test
    void transfers_are_read_page_by_page_in_the_order_in_which_they_were_accepted() {
        var ids = acceptAll(backwards(23));

        assertThat(idsOf(readAll(5))).isEqualTo(ids);
    }

    /** As ids of one millisecond may be: in another order than that of the accepts. */
    private List<JobDraft> backwards(int count) {
        var drafts = new ArrayList<>(drafts(count));
        Collections.reverse(drafts);
        return drafts;
    }

    @Test
    void page_goes_on_where_it_was_although_its_last_job_is_gone() {
        var ids = acceptAll(backwards(6));
        var first = store.transfers().read(TransferStore.BEGINNING, 3);
        store.jobs().cancel(ids.get(2), Duration.ZERO);
        settled();
        advance(HOUR.plusSeconds(61));
        prune();
        assertThat(exists(ids.get(2))).isFalse();

        var second = store.transfers().read(first.next().orElseThrow(), 3);

        assertThat(idsOf(first.jobs())).isEqualTo(ids.subList(0, 3));
        assertThat(idsOf(second.jobs())).isEqualTo(ids.subList(3, 6));
        assertThat(second.next()).isEmpty();
    }

    @Test
    void large_payloads_make_pages_short_and_lose_none() {
        var large = Content.of("application/octet-stream", 1, new byte[1 << 20]);
        for (var job = 0; job < 10; job++) {
            accept(draft().payload(large));
        }

        assertThat(store.transfers().read(TransferStore.BEGINNING, 100).jobs()).hasSizeLessThanOrEqualTo(5);
        assertThat(readAll(100)).hasSize(10);
    }

    @Test
    void job_that_succeeded_arrives_with_its_result_and_its_history() throws Exception {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(SECOND));
        advance(SECOND);
        promote();
        worker.end(worker.claimOne(), Ends.succeed());
        var before = found(id);
        var attempts = store.jobs().attempts(id);
        assertThat(attempts).extracting(Attempt::outcome).containsExactly(Outcome.FAILED, Outcome.SUCCEEDED);

        move();

        assertThat(found(id)).isEqualTo(before);
        assertThat(store.jobs().attempts(id)).isEqualTo(attempts);
        assertThat(store.jobs().result(id)).contains(Ends.RESULT);
        assertThat(backlogIsEmpty()).isTrue();
    }

    private boolean backlogIsEmpty() {
        return store.jobs().backlog().isEmpty();
    }

    @Test
    void dead_letter_arrives_dead_and_can_be_revived() throws Exception {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.exhaust());

        move();

        assertThat(found(id)).satisfies(job -> {
            assertThat(job.state()).isEqualTo(JobState.DEAD);
            assertThat(job.reason()).contains(DeadReason.EXHAUSTED);
            assertThat(job.error()).contains(Ends.ERROR);
        });
        assertThat(backlogIsEmpty()).isTrue();
        revive(id);
        assertThat(worker().claimOne().key().job()).isEqualTo(id);
    }

    @Test
    void running_job_arrives_ready_and_its_old_holder_is_fenced() throws Exception {
        var id = accept();
        var lease = worker().claimOne();

        move();

        assertThat(stateOf(id)).isEqualTo(JobState.READY);
        assertThat(worker().send(Commit.end(lease.key(), Ends.succeed()))).isEqualTo(CommitAnswer.FENCED);
        assertThat(worker().claimOne().key().fence()).isGreaterThan(lease.key().fence());
    }

    @Test
    void fences_that_are_given_later_are_above_all_that_came_in() {
        var job = draft().job();
        var fence = (Transfer.Past.LATEST_GENERATION << 31) + 7;
        accept();
        var past = only().past();
        var running = new Transfer.Past(
                past.accepted(),
                JobState.RUNNING,
                past.since(),
                fence,
                past.tally(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of());

        store.transfers().write(List.of(new Transfer(job, running, Transfer.Beside.NOTHING)));
        settled();

        assertThat(worker().claim(2)).hasSize(2).allMatch(lease -> lease.key().fence() > fence);
    }

    @Test
    void scheduled_job_arrives_with_the_instant_at_which_it_is_due() throws Exception {
        var id = accept(draft().due(Due.in(HOUR)));
        var due = found(id).due();

        move();

        assertThat(found(id).due()).isEqualTo(due);
        assertThat(worker().claim(1)).isEmpty();
        advance(HOUR);
        promote();
        assertThat(worker().claimOne().key().job()).isEqualTo(id);
    }

    @Test
    void checkpoint_tally_and_age_go_on_where_they_were() throws Exception {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.commit(checkpoint(lease, 1, "\"half way\""));
        worker.end(lease, Ends.fail(Duration.ZERO));
        promote();
        var before = found(id);

        move();

        assertThat(found(id).tally()).isEqualTo(before.tally());
        assertThat(found(id).accepted()).isEqualTo(before.accepted());
        Lease next = worker().claimOne();
        assertThat(next.checkpoint()).contains(Content.json("\"half way\""));
        assertThat(next.tally().attempt()).isEqualTo(2);
    }

    @Test
    void suspect_stays_a_suspect() throws Exception {
        accept();
        lose();
        lose();

        move();

        var worker = worker();
        assertThat(worker.claim(1)).isEmpty();
        assertThat(worker.claim(ScriptedWorker.plan(ScriptedWorker.suspect(1))))
                .singleElement()
                .matches(Lease::suspect);
    }

    @Test
    void terms_go_with_their_job() throws Exception {
        var terms = Terms.NONE.withHeader("trace", "4711").withTag("import").withTimeout(SECOND);
        var open = accept(draft().terms(terms));
        var ended = accept(draft().terms(terms));
        store.jobs().cancel(ended, Ends.KEEP);

        move();

        assertThat(found(open).terms()).isEqualTo(terms);
        assertThat(found(ended).terms()).isEqualTo(terms);
    }

    @Test
    void known_job_is_left_as_it_is_and_not_counted() {
        var known = accept();
        accept();
        var jobs = readAll(10);
        worker().claim(2);

        assertThat(store.transfers().write(jobs)).isEqualTo(new Arrived(0, Map.of()));
        assertThat(stateOf(known)).isEqualTo(JobState.RUNNING);
    }

    @Test
    void ended_job_is_kept_an_hour_at_least_from_its_arrival() {
        var id = accept();
        store.jobs().cancel(id, Duration.ZERO);
        var cancelled = only();
        advance(HOUR.plusSeconds(61));
        prune();
        assertThat(exists(id)).isFalse();

        store.transfers().write(List.of(cancelled));
        advance(HOUR.minusSeconds(1));
        prune();

        assertThat(stateOf(id)).isEqualTo(JobState.CANCELLED);
        advance(Duration.ofMinutes(2));
        prune();
        assertThat(exists(id)).isFalse();
    }

    @Test
    void job_whose_key_is_held_where_it_arrives_is_left_out_and_changes_nothing() throws Exception {
        var keyed = draft().terms(Terms.NONE.withUnique(Unique.key("user-42").replacing()));
        accept(keyed.payload(Content.json("\"theirs\"")));
        var theirs = readAll(10);
        fixture.close();
        fixture = open();
        store = fixture.store();
        var ours = accept(draft().terms(keyed.job().terms()).payload(Content.json("\"ours\"")));

        assertThat(store.transfers().write(theirs)).isEqualTo(new Arrived(0, Map.of(keyed.id(), ours)));

        assertThat(exists(keyed.id())).isFalse();
        assertThat(store.jobs().payload(ours)).contains(Content.json("\"ours\""));
    }

    @Test
    void key_goes_with_a_job_that_waits_and_not_with_one_that_has_ended() throws Exception {
        var terms = Terms.NONE.withUnique(Unique.key("user-42"));
        var ended = accept(draft().terms(terms));
        store.jobs().cancel(ended, Ends.KEEP);
        settled();
        var waiting = accept(draft().terms(terms));

        move();

        assertThat(found(ended).terms()).isEqualTo(terms);
        assertThat(store.jobs().accept(List.of(draft().terms(terms).job())).firsts())
                .containsValue(waiting);
    }

    @Test
    void batch_of_too_many_jobs_is_not_transferred() {
        accept();
        var many = Collections.nCopies(1_001, only());

        assertThatThrownBy(() -> store.transfers().write(many)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void open_jobs_arrive_in_the_order_of_the_batch() throws Exception {
        var order = acceptAll(backwards(20));

        move();

        assertThat(jobsOf(worker().claim(20))).isEqualTo(order);
        List<JobId> listed =
                store.jobs().list(JobQuery.ALL).jobs().stream().map(Job::id).toList();
        assertThat(listed).hasSize(20);
    }
}
