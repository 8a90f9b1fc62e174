package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Ability;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Control;
import dev.windlass.store.Depth;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueRow;
import dev.windlass.store.Renewal;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What code declares and what people say instead, and the revision by which everybody learns of it. */
public abstract class ControlContract extends ContractGroup {
    private static final Queue DECLARED =
            Queue.named("mail").rate(50, SECOND).burst(9).concurrency(8).keep(Duration.ofDays(2));
    private static final Queue OVERRIDE = Queue.named("mail")
            .retry(Retry.exponential(Duration.ofSeconds(2), Duration.ofMinutes(5))
                    .attempts(3)
                    .within(Duration.ofHours(1)))
            .depth(1_000)
            .bytes(1L << 40)
            .strict();

    private QueueRow mail() {
        return store.queues().list().stream()
                .filter(row -> row.name().equals("mail"))
                .findFirst()
                .orElseThrow();
    }

    private long revision() {
        var seen = store.upkeep().look(List.of("mail")).revision();
        var revision = store.queues().control(Control.UNKNOWN).revision();
        assertThat(seen.orElse(revision))
                .as("the look tells the revision, or nothing of it")
                .isEqualTo(revision);
        return revision;
    }

    @Test
    void declared_queues_are_listed_by_name_with_their_rules() {
        store.queues().declare(List.of(Queue.named("b"), DECLARED, Queue.named("a")));

        assertThat(store.queues().list()).extracting(QueueRow::name).containsExactly("a", "b", "mail");
        assertThat(mail().rules()).isEqualTo(DECLARED);
        assertThat(mail().starts()).hasValue(9);
        assertThat(mail().depth()).isEmpty();
    }

    @Test
    void override_wins_over_every_declaration_until_it_is_reset() {
        store.queues().declare(List.of(DECLARED));
        store.queues().override(OVERRIDE);
        assertThat(mail().rules()).isEqualTo(OVERRIDE);

        store.queues().declare(List.of(DECLARED.concurrency(3)));
        assertThat(mail().rules()).isEqualTo(OVERRIDE);
        assertThat(mail().declared()).contains(DECLARED.concurrency(3));
        assertThat(mail().override()).contains(OVERRIDE);

        store.queues().reset("mail");
        assertThat(mail().rules()).isEqualTo(DECLARED.concurrency(3));
        assertThat(mail().override()).isEmpty();
    }

    @Test
    void word_of_people_that_is_adopted_holds_as_a_whole() {
        store.queues().declare(List.of(DECLARED));
        acceptAll(drafts(3));
        var before = revision();

        assertThat(store.queues().adopt(new QueueOverride("mail", Optional.of(OVERRIDE), true)))
                .isTrue();

        assertThat(mail().rules()).isEqualTo(OVERRIDE);
        assertThat(mail().paused()).isTrue();
        assertThat(mail().depth().map(Depth::jobs)).contains(3L);
        assertThat(revision()).isEqualTo(before + 1);
    }

    @Test
    void queue_of_which_people_have_spoken_adopts_nothing() {
        store.queues().pause("mail");
        store.queues().override(Queue.named("other").concurrency(3));
        var before = store.queues().list();

        for (var queue : List.of("mail", "other")) {
            assertThat(store.queues()
                            .adopt(new QueueOverride(
                                    queue, Optional.of(Queue.named(queue).strict()), true)))
                    .isFalse();
        }

        assertThat(store.queues().list()).isEqualTo(before);
    }

    @Test
    void override_is_obeyed_by_the_next_claim_and_the_next_accept() {
        store.queues().declare(List.of(Queue.named("mail")));
        acceptAll(drafts(5));
        store.queues().override(Queue.named("mail").concurrency(2).depth(5));

        assertThat(worker().claim(10)).hasSize(2);
        assertThatThrownBy(this::accept).hasMessageStartingWith("queue mail is full");

        store.queues().reset("mail");
        assertThat(worker().claim(10)).hasSize(3);
        accept();
    }

    @Test
    void each_change_raises_the_revision_and_an_equal_declaration_does_not() {
        var revision = revision();
        store.queues().declare(List.of(DECLARED));
        assertThat(revision()).isGreaterThan(revision);

        revision = revision();
        store.queues().declare(List.of(DECLARED));
        assertThat(revision()).isEqualTo(revision);

        for (Runnable change : List.<Runnable>of(
                () -> store.queues().pause("mail"),
                () -> store.queues().resume("mail"),
                () -> store.queues().override(OVERRIDE),
                () -> store.queues().reset("mail"))) {
            change.run();
            assertThat(revision()).isGreaterThan(revision);
            revision = revision();
        }
    }

    @Test
    void word_of_people_that_holds_already_leaves_the_revision() {
        store.queues().declare(List.of(DECLARED));
        for (Runnable word : List.<Runnable>of(
                () -> store.queues().pause("mail"),
                () -> store.queues().resume("mail"),
                () -> store.queues().override(OVERRIDE),
                () -> store.queues().reset("mail"))) {
            word.run();
            var revision = revision();
            word.run();
            assertThat(revision()).isEqualTo(revision);
        }
    }

    @Test
    void whoever_knows_the_revision_is_told_nothing_more() {
        store.queues().declare(List.of(DECLARED));
        store.queues().pause("mail");
        var control = store.queues().control(Control.UNKNOWN);

        assertThat(control.queues().orElseThrow()).singleElement().matches(QueueRow::paused);
        assertThat(store.queues().control(control.revision()))
                .isEqualTo(new Control(control.revision(), Optional.empty(), Set.of()));
    }

    @Test
    void rules_and_starts_outlive_the_process_where_jobs_do() throws Exception {
        store.queues()
                .declare(
                        List.of(Queue.named("mail").rate(5, Duration.ofHours(1)).depth(9)));
        store.queues().pause("other");
        acceptAll(drafts(8));
        var taken = worker().claim(4);
        assertThat(taken).hasSize(4);
        store.queues().override(Queue.named("mail").rate(5, Duration.ofHours(1)).depth(8));
        var before = store.queues().list();
        var revision = revision();
        if (store.abilities().contains(Ability.DURABLE)) {
            store = fixture.reopen();
        }

        assertThat(store.queues().list()).isEqualTo(before);
        assertThat(revision()).isEqualTo(revision);
        assertThat(worker().claim(10)).as("starts left of the rate").hasSize(1);
        assertThatThrownBy(this::accept).hasMessageStartingWith("queue mail is full: it holds 8 jobs");
    }

    @Test
    void name_that_no_queue_can_have_is_refused() {
        assertThatThrownBy(() -> store.queues().pause("no such"))
                .hasMessageStartingWith("queue name \"no such\" must match");
    }

    @Test
    void drained_worker_is_given_nothing_more_and_keeps_what_it_holds() {
        acceptAll(drafts(3));
        var worker = worker();
        var held = worker.claim(1).get(0);

        assertThat(store.workers().drain(worker.id())).isTrue();

        assertThat(worker.claim(10)).isEmpty();
        assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.DRAINING);
        assertThat(store.workers().renew(worker.id())).isInstanceOf(Renewal.Renewed.class);
        assertThat(worker.end(held, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
        assertThat(worker().claim(10)).hasSize(2);
    }

    @Test
    void drain_raises_the_revision_once_and_is_told_with_it() {
        var worker = worker();
        var before = revision();

        store.workers().drain(worker.id());

        var control = store.queues().control(before);
        assertThat(control.revision()).isGreaterThan(before);
        assertThat(control.draining()).containsExactly(worker.id());
        assertThat(store.workers().drain(worker.id())).isTrue();
        assertThat(revision()).isEqualTo(control.revision());
    }

    @Test
    void drain_of_a_worker_that_has_left_changes_nothing() {
        var worker = worker();
        store.workers().leave(worker.id());
        var before = revision();

        assertThat(store.workers().drain(worker.id())).isFalse();
        assertThat(store.workers().drain(new WorkerId(404))).isFalse();

        assertThat(revision()).isEqualTo(before);
        assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.ENDED);
    }

    @Test
    void drain_of_a_worker_whose_time_is_up_changes_nothing() {
        var worker = worker();
        var drained = worker();
        store.workers().drain(drained.id());
        var before = revision();
        advance(PAST_LEASE);

        assertThat(store.workers().drain(worker.id())).isFalse();
        assertThat(store.workers().drain(drained.id())).isFalse();

        assertThat(revision()).isEqualTo(before);
    }

    @Test
    void drain_is_told_still_when_the_row_has_ended_before_its_worker_looked() {
        var worker = worker();
        store.workers().drain(worker.id());
        store.workers().leave(worker.id());

        assertThat(store.queues().control(Control.UNKNOWN).draining()).containsExactly(worker.id());
        assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.ENDED);
    }
}
