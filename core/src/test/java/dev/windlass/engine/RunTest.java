package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Note;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.RetryLater;
import dev.windlass.task.Terms;
import dev.windlass.task.UnreadableException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an attempt hands to the Finisher, however it ends. */
class RunTest {
    private static final Duration WAIT = Duration.ofSeconds(7);

    private final HandTicker ticker = new HandTicker();
    private final HandHints hints = new HandHints();
    private final Finisher finisher = new Finisher();

    /** Runs this work as an attempt of a job whose queue retries after {@link #WAIT}. */
    private Then.End end(Work work) {
        take(work).execute(() -> {});
        return handed();
    }

    private Then.End handed() {
        var handed = finisher.take();
        assertThat(handed).hasSize(1);
        return (Then.End) handed.get(0).commit().then();
    }

    private Run take(Work work) {
        var rules = Rules.declared(
                List.of(Queue.named("default").retry(Retry.fixed(WAIT).attempts(3))));
        var chance = new HandChance();
        var parts = new RunParts(
                Map.of("note", work),
                new Verdicts(rules, chance, 100),
                new Intake(new JobIds(Instant.EPOCH, ticker, chance), rules, 100),
                finisher,
                new Membership(new Membership.Card("worker", "host", 1, Set.of()), Settings.DEFAULT, ticker, chance),
                Observer.NONE,
                ticker);
        var isolation = new Isolation(Settings.DEFAULT, ticker, hints);
        var slots = new Slots(1, (lease, home) -> new Run(lease, parts, home), hints, isolation);
        slots.assign(List.of(new Lease(
                new LeaseKey(new JobId(new UUID(0x7000, Long.MIN_VALUE)), Fence.next(0, 1)),
                "note",
                "default",
                Lane.NORMAL,
                Tally.NONE,
                false,
                Duration.ZERO,
                Content.NONE,
                Optional.empty(),
                Terms.NONE)));
        return slots.take().orElseThrow();
    }

    private static void assertRetried(Then.End end, String error) {
        assertThat(end)
                .isInstanceOfSatisfying(
                        Then.Later.class, later -> assertThat(later.delay()).isEqualTo(WAIT));
        assertThat(end.ended().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.ended().error().orElseThrow()).contains(error);
    }

    @Nested
    class Failing {
        @Test
        void an_exception_that_overflows_the_stack_when_printed_fails_its_attempt() {
            var end = end((payload, run) -> {
                throw new IllegalStateException() {
                    @Override
                    public String getMessage() {
                        return "again " + toString();
                    }
                };
            });
            assertRetried(end, "RunTest$Failing$1 (its message cannot be read: java.lang.StackOverflowError)");
        }

        @Test
        void an_exception_whose_cause_cannot_be_asked_for_fails_its_attempt() {
            var end = end((payload, run) -> {
                throw new IllegalStateException("outer") {
                    @Override
                    public synchronized Throwable getCause() {
                        throw new AssertionError("no cause");
                    }
                };
            });
            assertRetried(end, "outer");
        }

        @Test
        void an_end_that_cannot_be_judged_is_a_failure_and_gives_nothing_back() {
            var run = take((payload, self) -> {
                throw new RetryLater(WAIT) {
                    @Override
                    public Duration delay() {
                        throw new AssertionError("moody");
                    }
                };
            });
            assertThatThrownBy(() -> run.execute(() -> {})).isInstanceOf(AssertionError.class);
            assertRetried(handed(), "how this attempt ended could not be judged: java.lang.AssertionError");
        }

        @Test
        void an_unreadable_content_of_another_job_is_an_ordinary_failure() {
            var end = end((payload, run) -> {
                throw new UnreadableException("the result of another job does not fit");
            });
            assertRetried(end, "the result of another job does not fit");
        }

        @Test
        void a_payload_that_does_not_fit_its_own_task_is_unreadable() {
            var end = end((payload, run) -> {
                throw new Work.Unfit(new UnreadableException("field \"id\" does not fit"));
            });
            assertThat(end)
                    .isInstanceOfSatisfying(
                            Then.Die.class, die -> assertThat(die.reason()).isEqualTo(DeadReason.UNREADABLE));
            assertThat(end.ended().error().orElseThrow()).endsWith("UnreadableException: field \"id\" does not fit");
        }
    }

    @Nested
    class Cancelled {
        @Test
        void whatever_is_thrown_after_a_cancel_gives_the_job_back() {
            var end = endCancelled(new IllegalStateException("interrupted in the middle"));
            assertThat(end).isInstanceOf(Then.Release.class);
            assertThat(end.ended().outcome()).isEqualTo(Outcome.RELEASED);
        }

        @Test
        void what_is_fatal_stays_fatal() {
            assertThat(endCancelled(new FatalException("no such user")))
                    .isInstanceOfSatisfying(
                            Then.Die.class, die -> assertThat(die.reason()).isEqualTo(DeadReason.FATAL));
        }

        @Test
        void a_snooze_stays_a_snooze() {
            assertThat(endCancelled(new RetryLater(WAIT)))
                    .isInstanceOfSatisfying(
                            Then.Later.class, later -> assertThat(later.delay()).isEqualTo(WAIT));
        }

        private Then.End endCancelled(RuntimeException thrown) {
            return end((payload, run) -> {
                ((Run) run).cancel();
                throw thrown;
            });
        }
    }

    @Test
    void a_line_that_is_too_long_is_cut_once_and_never_within_a_pair() {
        var run = take((payload, self) -> Content.NONE);
        run.log("x".repeat(Note.MOST_LINE - 1) + "\uD83D\uDE00" + "y");
        assertThat(run.takeNote().orElseThrow().lines()).containsExactly("x".repeat(Note.MOST_LINE - 1) + "…");
    }
}
