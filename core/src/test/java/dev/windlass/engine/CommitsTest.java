package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Commit;
import dev.windlass.store.NewJob;
import dev.windlass.store.StoreException;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.FatalException;
import dev.windlass.task.FencedException;
import dev.windlass.task.JobRun;
import dev.windlass.task.Outcome;
import dev.windlass.task.Task;
import dev.windlass.task.UnreadableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a performer commits before it returns, and what becomes of its attempt then. */
class CommitsTest {
    private static final Task<String, Void> CHILD = Task.named("child", String.class);

    private final HandSlot hand = new HandSlot();
    private final AtomicInteger runs = new AtomicInteger();
    private Optional<Run> current = Optional.empty();

    /** What a performer does; whatever it throws ends the attempt. */
    private interface Performing {
        void with(JobRun run) throws Exception;
    }

    private void run(Performing performing) {
        run(Optional.empty(), performing);
    }

    private void run(Optional<Content> checkpoint, Performing performing) {
        var taken = hand.take(
                (payload, run) -> {
                    performing.with(run);
                    return Content.NONE;
                },
                checkpoint);
        current = Optional.of(taken);
        taken.execute(() -> {});
    }

    private Commit accepted(int ordinal) {
        return Optional.ofNullable(hand.leases.accepted.get(ordinal)).orElseThrow();
    }

    /** The ends that are still to be written. */
    private List<Then> handedOver() {
        return hand.finisher.take().stream().map(out -> out.commit().then()).toList();
    }

    private static List<String> tasks(Commit commit) {
        return commit.children().stream()
                .map(NewJob::payload)
                .map(Content::text)
                .toList();
    }

    @Nested
    class Completing {
        @Test
        void commits_result_children_and_log_and_leaves_nothing_to_be_written() {
            run(run -> {
                run.enqueue(CHILD, "before");
                run.log("charging");
                run.completing(session -> {
                    run.enqueue(CHILD, "within");
                    return "receipt";
                });
            });

            assertThat(accepted(Commit.LAST).then())
                    .isInstanceOfSatisfying(
                            Then.Succeed.class,
                            succeed -> assertThat(succeed.result().text()).isEqualTo("\"receipt\""));
            assertThat(tasks(accepted(Commit.LAST))).containsExactly("\"before\"", "\"within\"");
            assertThat(accepted(Commit.LAST).note().orElseThrow().lines()).containsExactly("charging");
            assertThat(handedOver()).isEmpty();
        }

        @Test
        void asks_again_when_the_reply_is_lost_and_the_work_counts_once() {
            hand.leases.lostReplies = 3;

            run(run -> assertThat((int) run.completing(session -> runs.incrementAndGet()))
                    .isEqualTo(1));

            assertThat(runs).hasValue(1);
            assertThat(handedOver()).isEmpty();
        }

        @Test
        void asks_until_the_store_is_back() {
            hand.leases.lostCalls = 20;

            run(run -> run.completing(session -> runs.incrementAndGet()));

            assertThat(runs).hasValue(1);
            assertThat(hand.leases.accepted).containsOnlyKeys(Commit.LAST);
        }

        @Test
        void is_undone_by_what_its_work_throws_and_the_attempt_goes_on() {
            run(run -> {
                run.enqueue(CHILD, "kept");
                assertThatThrownBy(() -> run.completing(session -> {
                            run.enqueue(CHILD, "forgotten");
                            throw new IOException("declined");
                        }))
                        .isInstanceOf(IOException.class)
                        .hasMessage("declined");
            });

            assertThat(hand.leases.accepted).isEmpty();
            var out = hand.finisher.take();
            assertThat(out)
                    .singleElement()
                    .satisfies(only -> assertThat(tasks(only.commit())).containsExactly("\"kept\""));
        }

        @Test
        void of_a_lost_lease_is_told_so_and_its_work_is_not_run() {
            hand.leases.fenced = true;

            run(run -> assertThatThrownBy(() -> run.completing(session -> runs.incrementAndGet()))
                    .isInstanceOf(FencedException.class)
                    .hasMessageMatching(
                            "job \\S+ is no longer held under fence \\d+: nothing was written, and another run"
                                    + " decides; stop working on it"));

            assertThat(runs).hasValue(0);
        }

        @Test
        void is_the_last_act_whatever_the_performer_does_afterwards() {
            run(run -> {
                run.completing(session -> "done");
                for (var late : List.<Performing>of(
                        again -> again.enqueue(CHILD, "x"),
                        again -> again.log("x"),
                        again -> again.progress(1, 2),
                        again -> again.completing(session -> "x"),
                        again -> again.checkpoint("x", String.class, () -> "x"))) {
                    assertThatThrownBy(() -> late.with(run))
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessage("the end of the attempt of job " + HandSlot.JOB
                                    + " is committed by run.completing, which is its last act; do this before");
                }
                throw new IOException("too late");
            });

            assertThat(hand.leases.accepted).containsOnlyKeys(Commit.LAST);
            assertThat(handedOver()).isEmpty();
        }

        @Test
        void is_not_held_any_more_while_the_performer_goes_on() {
            var home = new ArrayList<Integer>();
            run(run -> {
                run.completing(session -> "done");
                home.add(hand.finisher.unflushed());
                ((PerformersRun) run).run().abandon();
            });

            assertThat(home).containsExactly(0);
            assertThat(handedOver()).isEmpty();
        }

        @Test
        void is_refused_where_the_result_is_too_large() {
            run(run -> assertThatThrownBy(() -> run.completing(session -> "x".repeat(200)))
                    .isInstanceOf(FatalException.class)
                    .hasMessage(
                            "the result of task note is 202 bytes, the limit is 100 (max-payload); store it elsewhere"
                                    + " and return where it is"));

            assertThat(hand.leases.accepted).isEmpty();
        }

        @Test
        void does_not_nest() {
            run(run -> assertThatThrownBy(
                            () -> run.completing(session -> run.checkpoint("in", String.class, () -> "x")))
                    .hasMessage(
                            "job " + HandSlot.JOB + " commits already: run.completing and run.checkpoint do not nest"));
        }

        @Test
        void ends_with_a_release_when_its_worker_gives_it_up_while_the_store_is_down() {
            hand.leases.lostCalls = Integer.MAX_VALUE;
            hand.leases.onCall = () -> current.orElseThrow().abandon();

            run(run -> run.completing(session -> runs.incrementAndGet()));

            assertThat(handedOver()).singleElement().isInstanceOf(Then.Release.class);
            assertThat(runs).hasValue(0);
        }

        @Test
        void that_was_accepted_stands_although_its_worker_gives_it_up() {
            hand.leases.onCall = () -> current.orElseThrow().abandon();

            run(run -> run.completing(session -> "done"));

            assertThat(handedOver()).isEmpty();
            assertThat(accepted(Commit.LAST).then()).isInstanceOf(Then.Succeed.class);
        }

        @Test
        void takes_what_its_own_work_throws_for_that_and_not_for_an_outage() {
            var trouble = new StoreException(ErrorCode.STORE_DOWN, "another store is down");

            run(run -> run.completing(session -> {
                runs.incrementAndGet();
                throw trouble;
            }));

            assertThat(runs).hasValue(1);
            assertThat(handedOver())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Then.Later.class,
                            later -> assertThat(later.ended().outcome()).isEqualTo(Outcome.FAILED));
        }
    }

    @Nested
    class Checkpointing {
        @Test
        void stores_the_value_with_the_children_so_far_and_goes_on() {
            run(run -> {
                run.enqueue(CHILD, "early");
                run.checkpoint("charged", Integer.class, session -> 42);
                run.enqueue(CHILD, "late");
            });

            assertThat(tasks(accepted(1))).containsExactly("\"early\"");
            assertThat(accepted(1).checkpoint().orElseThrow().text()).isEqualTo("{\"values\":{\"charged\":\"42\"}}");
            var end = hand.finisher.take().get(0).commit();
            assertThat(end.then()).isInstanceOf(Then.Succeed.class);
            assertThat(tasks(end)).containsExactly("\"late\"");
        }

        @Test
        void answers_the_stored_value_to_later_attempts_and_does_not_run_the_work() {
            run(run -> {
                run.checkpoint("charged", Integer.class, session -> runs.incrementAndGet());
                run.checkpoint("mailed", String.class, () -> "to " + runs.incrementAndGet());
            });
            var stored = accepted(2).checkpoint();
            var values = new ArrayList<Object>();

            run(stored, run -> {
                values.add(run.checkpoint("charged", Integer.class, session -> runs.incrementAndGet()));
                values.add(run.checkpoint("mailed", String.class, () -> "to " + runs.incrementAndGet()));
            });

            assertThat(values).containsExactly(1, "to 2");
            assertThat(runs).hasValue(2);
        }

        @Test
        void asks_again_when_the_reply_is_lost_and_the_work_counts_once() {
            hand.leases.lostReplies = 2;

            run(run -> {
                run.checkpoint("charged", Integer.class, session -> runs.incrementAndGet());
                hand.leases.lostReplies = 2;
                run.checkpoint("mailed", Integer.class, () -> runs.incrementAndGet());
            });

            assertThat(runs).hasValue(2);
            assertThat(hand.leases.accepted).containsOnlyKeys(1, 2);
        }

        @Test
        void takes_a_new_ordinal_after_a_work_that_threw() {
            run(run -> {
                assertThatThrownBy(() -> run.checkpoint("charged", Integer.class, session -> {
                            throw new IOException("declined");
                        }))
                        .hasMessage("declined");
                run.checkpoint("charged", Integer.class, session -> 7);
            });

            assertThat(hand.leases.accepted).containsOnlyKeys(2);
        }

        @Test
        void drops_the_children_of_a_work_that_threw() {
            run(run -> assertThatThrownBy(() -> run.checkpoint("mailed", String.class, () -> {
                        run.enqueue(CHILD, "forgotten");
                        throw new IOException("declined");
                    }))
                    .hasMessage("declined"));

            assertThat(tasks(hand.finisher.take().get(0).commit())).isEmpty();
        }

        @Test
        void of_a_lost_lease_is_told_so() {
            hand.leases.fenced = true;

            run(run -> assertThatThrownBy(() -> run.checkpoint("mailed", String.class, () -> "x"))
                    .isInstanceOf(FencedException.class));
        }

        @Test
        void refuses_a_name_that_is_none() {
            run(run -> assertThatThrownBy(() -> run.checkpoint("a b", String.class, () -> "x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("checkpoint name \"a b\" must match [A-Za-z0-9._-]{1,100}; use letters, digits, dot,"
                            + " underscore and hyphen"));
        }

        @Test
        void refuses_values_that_are_too_large_together() {
            run(run -> assertThatThrownBy(() -> run.checkpoint("mailed", String.class, () -> "x".repeat(100)))
                    .isInstanceOf(FatalException.class)
                    .hasMessage("the checkpoints of job " + HandSlot.JOB
                            + " are 128 bytes with \"mailed\", the limit is 100 (max-payload); store it elsewhere and"
                            + " checkpoint where it is"));
        }

        @Test
        void says_which_stored_value_does_not_fit() {
            run(run -> run.checkpoint("mailed", String.class, () -> "x"));

            run(
                    accepted(1).checkpoint(),
                    run -> assertThatThrownBy(() -> run.checkpoint("mailed", Integer.class, () -> 1))
                            .isInstanceOf(UnreadableException.class)
                            .hasMessageStartingWith(
                                    "checkpoint \"mailed\" of job " + HandSlot.JOB + " is no Integer: "));
        }

        @Test
        void says_whose_checkpoint_it_cannot_read() {
            run(
                    Optional.of(Content.json("7")),
                    run -> assertThatThrownBy(() -> run.checkpoint("mailed", String.class, () -> "x"))
                            .hasMessage(
                                    "the checkpoint of job " + HandSlot.JOB
                                            + " is application/json and holds no named values; it was written by another kind of task"));
        }
    }
}
