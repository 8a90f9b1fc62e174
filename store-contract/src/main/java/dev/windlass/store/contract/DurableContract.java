package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.LogLine;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a store with the ability DURABLE adds: whatever a call has answered is still true when the data is opened anew. */
public abstract class DurableContract extends ContractGroup {
    private void reopen() throws Exception {
        store = fixture.reopen();
    }

    @Test
    void accepted_jobs_outlive_their_process_and_keep_their_order() throws Exception {
        var drafts = drafts(20);
        acceptAll(drafts);
        var before = found(drafts.get(7).id());

        reopen();

        assertThat(found(drafts.get(7).id())).isEqualTo(before);
        var claimed = worker().claim(100);
        assertThat(jobsOf(claimed)).isEqualTo(drafts.stream().map(JobDraft::id).toList());
        assertThat(claimed.get(7).payload()).isEqualTo(drafts.get(7).job().payload());
    }

    @Test
    void accept_that_was_answered_by_the_former_process_is_recognized() throws Exception {
        var draft = draft();
        accept(draft);
        reopen();

        accept(draft);

        assertThat(worker().claim(10)).hasSize(1);
    }

    @Test
    void scheduled_job_stays_due_when_it_was() throws Exception {
        var id = accept(draft().due(Due.in(SECOND)));
        var due = found(id).due();

        reopen();

        assertThat(found(id).due()).isEqualTo(due);
        promote();
        assertThat(stateOf(id)).isEqualTo(JobState.SCHEDULED);
        advance(SECOND);
        promote();
        assertThat(jobsOf(worker().claim(1))).containsExactly(id);
    }

    @Test
    void new_jobs_stand_behind_those_of_the_former_process() throws Exception {
        var old = accept();
        reopen();
        var young = accept();

        assertThat(jobsOf(worker().claim(2))).containsExactly(old, young);
    }

    @Test
    void end_of_an_attempt_is_kept_with_all_that_it_left() throws Exception {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        var child = draft();
        store.leases().note(List.of(Note.of(lease.key(), Optional.of(new Progress(3, 4)), List.of("a line"))));
        worker.commit(fullEnd(lease, Ends.succeed(), child));
        var job = found(id);
        var attempts = store.jobs().attempts(id);

        reopen();

        assertThat(found(id)).isEqualTo(job);
        assertThat(store.jobs().attempts(id)).isEqualTo(attempts).hasSize(1);
        assertThat(store.jobs().result(id)).contains(Ends.RESULT);
        assertThat(store.jobs().checkpoint(id)).contains(Content.json("\"last checkpoint\""));
        assertThat(store.jobs().log(id)).extracting(LogLine::text).containsExactly("a line", "the last line");
        assertThat(jobsOf(worker().claim(1))).containsExactly(child.id());
    }

    @Test
    void finish_that_the_former_process_wrote_is_recognized() throws Exception {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, Ends.succeed());

        reopen();

        assertThat(worker.end(lease, Ends.exhaust())).isEqualTo(CommitAnswer.FINISHED);
        assertThat(stateOf(id)).isEqualTo(JobState.SUCCEEDED);
    }

    @Test
    void lease_of_the_former_process_can_be_finished_until_it_is_moved() throws Exception {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        reopen();

        assertThat(stateOf(id)).isEqualTo(JobState.RUNNING);
        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void job_of_the_former_process_is_rescued_under_a_higher_fence() throws Exception {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.commit(checkpoint(lease, 1, "\"half\""));
        reopen();
        advance(PAST_LEASE);

        assertThat(rescue()).hasSize(1);

        var next = worker().claimOne();
        assertThat(next.key().job()).isEqualTo(id);
        assertThat(next.key().fence()).isGreaterThan(lease.key().fence());
        assertThat(next.checkpoint()).contains(Content.json("\"half\""));
        assertThat(next.tally().losses()).isEqualTo(1);
        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FENCED);
    }

    @Test
    void consequences_that_were_still_to_come_do_come() throws Exception {
        accept();
        var worker = worker();
        var child = draft();
        worker.send(endWith(worker.claimOne(), Ends.succeed(), child));

        reopen();

        assertThat(exists(child.id())).isTrue();
    }

    @Test
    void counts_outlive_their_process() throws Exception {
        var id = accept();
        lose();
        lose();
        reopen();
        loseSuspect();

        assertThat(found(id).tally().losses()).isEqualTo(3);
    }

    @Test
    void store_time_does_not_run_backwards_over_an_opening() throws Exception {
        advance(Duration.ofDays(3));
        var before = now();

        reopen();

        assertThat(now()).isAfterOrEqualTo(before);
    }

    @Test
    void time_of_keeping_goes_on() throws Exception {
        var id = accept();
        var worker = worker();
        worker.commit(Commit.end(worker.claimOne().key(), Ends.succeed()));
        reopen();

        advance(Ends.KEEP.minus(SECOND));
        prune();
        assertThat(exists(id)).isTrue();
        advance(SECOND.plus(SECOND));
        prune();
        assertThat(exists(id)).isFalse();
    }
}
