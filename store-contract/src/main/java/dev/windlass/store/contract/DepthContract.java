package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.windlass.store.Depth;
import dev.windlass.store.Edit;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Lease;
import dev.windlass.store.PartList;
import dev.windlass.store.QueueRow;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueBounds.Bound;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A queue refuses what is beyond its bounds before anything was accepted, and sheds nothing that was. */
public abstract class DepthContract extends ContractGroup {
    private static final String QUEUE = JobDraft.QUEUE;

    private void declare(Queue queue) {
        store.queues().declare(List.of(queue));
    }

    private static Queue mail() {
        return Queue.named(QUEUE);
    }

    private Depth depth() {
        settled();
        return store.queues().list().stream()
                .filter(row -> row.name().equals(QUEUE))
                .map(QueueRow::depth)
                .findFirst()
                .orElseThrow()
                .orElseThrow();
    }

    private boolean takes(JobDraft... drafts) {
        try {
            store.jobs().accept(newJobs(List.of(drafts)));
            return true;
        } catch (QueueFullException full) {
            return false;
        }
    }

    @Test
    void batch_beyond_the_depth_is_refused_whole() {
        declare(mail().depth(3));
        acceptAll(drafts(2));
        var batch = drafts(2);

        var full = catchThrowableOfType(
                QueueFullException.class, () -> store.jobs().accept(newJobs(batch)));

        assertThat(full.code()).isEqualTo(ErrorCode.QUEUE_FULL);
        assertThat(full.refusal())
                .isEqualTo(new QueueFullException.Refusal(QUEUE, Bound.DEPTH, 3, 2, 2, Duration.ofSeconds(1)));
        assertThat(full)
                .hasMessage(
                        "queue mail is full: it holds 2 jobs, 2 more were to come, the limit is 3; nothing was accepted,"
                                + " try again in 1 s");
        assertThat(batch).noneMatch(draft -> exists(draft.id()));
        assertThat(takes(draft())).isTrue();
    }

    @Test
    void batch_that_could_never_fit_is_told_so() {
        declare(mail().depth(3));
        assertThatThrownBy(() -> store.jobs().accept(newJobs(drafts(4))))
                .hasMessage(
                        "queue mail is full: it holds 0 jobs, 4 more were to come, the limit is 3; nothing was accepted,"
                                + " split the batch or raise the bound");
    }

    @Test
    void refusal_names_the_time_after_which_the_rate_of_the_queue_has_made_room() {
        declare(mail().depth(1).rate(1, Duration.ofSeconds(10)));
        accept();
        var full = catchThrowableOfType(
                QueueFullException.class, () -> store.jobs().accept(newJobs(drafts(1))));
        assertThat(full.refusal().retryAfter()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void bytes_of_payloads_are_bounded_as_well() {
        declare(mail().bytes(100));
        assertThat(takes(draft().payload(Content.json("\"" + "x".repeat(58) + "\""))))
                .isTrue();
        assertThat(depth()).isEqualTo(new Depth(1, 60));

        assertThatThrownBy(() -> store.jobs()
                        .accept(newJobs(List.of(draft().payload(Content.json("\"" + "x".repeat(39) + "\""))))))
                .hasMessage("queue mail is full: it holds 60 bytes of payload, 41 more were to come, the limit is 100;"
                        + " nothing was accepted, try again in 1 s");
        assertThat(takes(draft().payload(Content.json("\"" + "x".repeat(38) + "\""))))
                .isTrue();
    }

    @Test
    void payload_in_parts_counts_with_all_its_parts() {
        declare(mail().bytes(100));
        var large = draft().payload(new PartList(90, 2, 0).content());
        stage(large);
        assertThat(takes(large)).isTrue();
        assertThat(depth()).isEqualTo(new Depth(1, 90));

        var another = draft().payload(new PartList(11, 2, 0).content());
        stage(another);
        assertThatThrownBy(() -> store.jobs().accept(newJobs(List.of(another))))
                .hasMessageStartingWith("queue mail is full: it holds 90 bytes of payload, 11 more were to come");

        var worker = worker();
        worker.end(worker.claimOne(), Ends.exhaust());
        assertThat(depth()).isEqualTo(Depth.NONE);
        revive(large.id());
        assertThat(depth()).isEqualTo(new Depth(1, 90));
        store.jobs().edit(large.id(), Edit.NOTHING.withPayload(Content.json("1")));
        assertThat(depth()).isEqualTo(new Depth(1, 1));
    }

    private void stage(JobDraft draft) {
        store.parts().stage(draft.id(), 0, Content.json("0"));
        store.parts().stage(draft.id(), 1, Content.json("1"));
    }

    @Test
    void bound_that_is_declared_later_counts_payloads_in_parts_as_well() {
        var large = draft().payload(new PartList(90, 2, 0).content());
        stage(large);
        accept(large);

        declare(mail().bytes(100));

        assertThat(depth()).isEqualTo(new Depth(1, 90));
    }

    @Test
    void batch_with_jobs_of_several_queues_is_refused_for_the_one_that_is_full() {
        declare(mail().depth(1));
        accept();
        var other = draft().queue("other");

        assertThat(takes(other, draft())).isFalse();
        assertThat(exists(other.id())).isFalse();
        assertThat(takes(other)).isTrue();
    }

    @Test
    void whatever_waits_or_runs_takes_room_until_it_has_ended() {
        declare(mail().depth(4));
        var worker = worker();
        accept(draft().due(Due.in(SECOND)));
        accept();
        var lease = worker.claimOne();
        acceptAll(drafts(2));
        assertThat(takes(draft())).isFalse();

        worker.end(lease, Ends.snooze(SECOND));
        assertThat(takes(draft())).isFalse();
        assertThat(depth().jobs()).isEqualTo(4);
    }

    @Test
    void every_end_of_a_job_makes_room() {
        declare(mail().depth(2));
        var worker = worker();
        accept();
        worker.end(worker.claimOne(), Ends.succeed());
        assertThat(depth()).isEqualTo(Depth.NONE);
        accept();
        worker.end(worker.claimOne(), Ends.exhaust());
        assertThat(depth()).isEqualTo(Depth.NONE);
        accept();
        worker.end(worker.claimOne(), Ends.cancel());
        assertThat(depth()).isEqualTo(Depth.NONE);

        store.jobs().cancel(accept(), Ends.KEEP);
        assertThat(depth()).isEqualTo(Depth.NONE);
        acceptAll(drafts(2));
        store.queues().purge(QUEUE, 10, Ends.KEEP);
        assertThat(depth()).isEqualTo(Depth.NONE);
    }

    @Test
    void quarantine_makes_room() {
        declare(mail().depth(1));
        accept();
        lose();
        lose();
        loseSuspect();
        loseSuspect();
        assertThat(depth().jobs()).isEqualTo(1);
        loseSuspect();
        assertThat(depth()).isEqualTo(Depth.NONE);
    }

    @Test
    void repeat_of_an_accept_is_answered_by_a_full_queue() {
        declare(mail().depth(2));
        var batch = newJobs(drafts(2));
        store.jobs().accept(batch);

        store.jobs().accept(batch);

        assertThat(depth().jobs()).isEqualTo(2);
    }

    @Test
    void job_that_another_answers_for_by_its_key_is_answered_by_a_full_queue() {
        declare(mail().depth(1));
        var keyed = Terms.NONE.withUnique(Unique.key("k"));
        var first = accept(draft().terms(keyed));
        var second = draft().terms(keyed);

        assertThat(store.jobs().accept(newJobs(List.of(second))).firsts()).containsEntry(second.id(), first);
    }

    @Test
    void children_and_revived_jobs_are_never_refused_and_count() {
        declare(mail().depth(1));
        var worker = worker();
        var id = accept();
        worker.send(endWith(worker.claimOne(), Ends.exhaust(), draft(), draft()));
        assertThat(depth().jobs()).isEqualTo(2);

        revive(id);
        assertThat(depth().jobs()).isEqualTo(3);
        assertThat(takes(draft())).isFalse();

        worker.claim(3).forEach(lease -> worker.end(lease, Ends.succeed()));
        assertThat(depth()).isEqualTo(Depth.NONE);
        assertThat(takes(draft())).isTrue();
    }

    @Test
    void payload_that_is_edited_counts_as_it_is_now() {
        declare(mail().bytes(100));
        var id = accept();
        store.jobs().edit(id, Edit.NOTHING.withPayload(Content.json("\"" + "x".repeat(58) + "\"")));
        assertThat(depth()).isEqualTo(new Depth(1, 60));

        store.jobs().cancel(id, Ends.KEEP);
        assertThat(depth()).isEqualTo(Depth.NONE);
    }

    @Test
    void bound_counts_what_stood_there_when_it_was_declared() {
        acceptAll(drafts(5));
        declare(mail().depth(5));
        assertThat(depth().jobs()).isEqualTo(5);
        assertThat(takes(draft())).isFalse();

        var worker = worker();
        worker.end(worker.claimOne(), Ends.succeed());
        assertThat(takes(draft())).isTrue();
    }

    @Test
    void bound_that_was_lifted_and_set_again_counts_everything_once() {
        declare(mail().depth(5));
        acceptAll(drafts(2));
        declare(mail());
        acceptAll(drafts(2));
        var worker = worker();
        worker.end(worker.claimOne(), Ends.succeed());

        declare(mail().depth(5));

        assertThat(depth().jobs()).isEqualTo(3);
    }

    @Test
    void first_bound_counts_what_comes_and_goes_while_it_is_declared() throws Exception {
        acceptAll(drafts(600));
        var more = drafts(300);
        var worker = worker();

        Race.of(3, runner -> switch (runner) {
            case 0 -> declareDepth();
            case 1 -> more.stream().filter(this::takes).count();
            default ->
                IntStream.range(0, 100)
                        .mapToObj(turn -> worker.claimOne())
                        .peek(lease -> worker.end(lease, turnOf(lease)))
                        .count();
        });
        settled();

        var open = store.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST)).jobs().stream()
                .filter(job -> !job.state().ended())
                .count();
        assertThat(depth().jobs()).isEqualTo(open);
    }

    private long declareDepth() {
        declare(mail().depth(100_000));
        return 1;
    }

    /** Some end for good, and some come back to their places. */
    private static Then turnOf(Lease lease) {
        return lease.key().job().hashCode() % 2 == 0 ? Ends.succeed() : Ends.giveBack();
    }

    @Test
    void racing_enqueuers_never_bring_a_queue_over_its_bound() throws Exception {
        declare(mail().depth(25));
        var drafts = drafts(80);

        var taken = Race.of(
                8,
                runner -> IntStream.range(0, 10)
                        .filter(index -> takes(drafts.get(runner * 10 + index)))
                        .count());

        assertThat(taken.stream().mapToLong(Long::longValue).sum()).isEqualTo(25);
        assertThat(depth().jobs()).isEqualTo(25);
    }
}
