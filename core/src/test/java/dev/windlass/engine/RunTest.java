package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Ended;
import dev.windlass.store.Note;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.FatalException;
import dev.windlass.task.Outcome;
import dev.windlass.task.RetryLater;
import dev.windlass.task.UnreadableException;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What an attempt hands to the Finisher, however it ends. */
class RunTest {
    private final HandSlot hand = new HandSlot();
    private final Finisher finisher = hand.finisher;

    /** Runs this work as an attempt of a job whose queue retries after {@link HandSlot#WAIT}. */
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
        return hand.take(work, Optional.empty());
    }

    private static void assertRetried(Then.End end, String error) {
        assertThat(end)
                .isInstanceOfSatisfying(
                        Then.Later.class, later -> assertThat(later.delay()).isEqualTo(HandSlot.WAIT));
        assertThat(end.ended().outcome()).isEqualTo(Outcome.FAILED);
        assertThat(end.ended().error().orElseThrow()).contains(error);
    }

    @Test
    void span_counts_from_the_arrival_of_the_lease() {
        var slots = hand.assign((payload, run) -> Content.NONE, Optional.empty());
        hand.ticker.pass(Duration.ofSeconds(2));
        slots.take().orElseThrow().execute(() -> {});
        assertThat(handed().ended().span()).contains(new Ended.Span(Duration.ofSeconds(2), Duration.ZERO));
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
                throw new RetryLater(HandSlot.WAIT) {
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
            assertThat(endCancelled(new RetryLater(HandSlot.WAIT)))
                    .isInstanceOfSatisfying(
                            Then.Later.class, later -> assertThat(later.delay()).isEqualTo(HandSlot.WAIT));
        }

        private Then.End endCancelled(RuntimeException thrown) {
            return end((payload, run) -> {
                ((PerformersRun) run).run().cancel();
                throw thrown;
            });
        }
    }

    @Test
    void a_line_keeps_the_time_at_which_it_was_said_also_when_it_has_to_be_sent_again() {
        var run = take((payload, self) -> Content.NONE);
        run.say("first");
        hand.ticker.pass(Duration.ofMillis(300));
        run.say("second");
        hand.ticker.pass(Duration.ofMillis(100));

        assertThat(run.takeNote().orElseThrow().said())
                .containsExactly(
                        new Note.Line("first", Duration.ofMillis(400)),
                        new Note.Line("second", Duration.ofMillis(100)));

        hand.ticker.pass(Duration.ofSeconds(1));
        run.notNoted();
        assertThat(run.takeNote().orElseThrow().said())
                .extracting(Note.Line::ago)
                .containsExactly(Duration.ofMillis(1_400), Duration.ofMillis(1_100));
    }

    @Test
    void a_line_that_is_too_long_is_cut_once_and_never_within_a_pair() {
        var run = take((payload, self) -> Content.NONE);
        run.say("x".repeat(Note.MOST_LINE - 1) + "\uD83D\uDE00" + "y");
        assertThat(run.takeNote().orElseThrow().lines()).containsExactly("x".repeat(Note.MOST_LINE - 1) + "…");
    }
}
