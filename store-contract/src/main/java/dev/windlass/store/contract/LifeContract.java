package dev.windlass.store.contract;

import static dev.windlass.task.Options.in;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobEvent;
import dev.windlass.JobFailedException;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.JobQuery;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Store;
import dev.windlass.task.DeadReason;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.RetryLater;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole product as a programmer meets it, with real threads. Store authors extend it beside {@link StoreContract}: what holds
 * call by call must also hold when an engine runs on it.
 */
@Timeout(60)
public abstract class LifeContract {
    record Greeting(String name) {}

    record Answer(String text, int attempt) {}

    static final Task<Greeting, Answer> GREET = Task.named("greet", Greeting.class, Answer.class);
    static final Task<Greeting, Void> NOTE = Task.named("note", Greeting.class);
    static final Duration SOON = ofSeconds(20);

    /** A new, empty store, which the test closes. */
    protected abstract Store store();

    /** A store that was closed, opened anew, or the same one where nothing outlives the process. */
    protected abstract Store reopened(Store closed);

    private WindlassBuilder windlass() {
        return Windlass.on(store());
    }

    @Nested
    class Enqueuing {
        @Test
        void a_job_runs_and_its_result_comes_back() throws Exception {
            try (var windlass = windlass()
                    .perform(GREET, (greeting, run) -> new Answer("hello " + greeting.name(), run.attempt()))
                    .start()) {
                assertThat(windlass.enqueue(GREET, new Greeting("ada")).await(SOON))
                        .isEqualTo(new Answer("hello ada", 1));
            }
        }

        @Test
        void a_delayed_job_waits_for_its_time() throws Exception {
            try (var windlass = windlass().perform(NOTE, (note, run) -> null).start()) {
                var handle = windlass.enqueue(NOTE, new Greeting("later"), in("300 milliseconds"));
                assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.SCHEDULED);
                handle.await(SOON);
                var job = handle.find().orElseThrow();
                assertThat(Duration.between(job.accepted(), job.since())).isGreaterThanOrEqualTo(ofMillis(300));
            }
        }

        @Test
        void a_stream_of_many_is_enqueued_and_drained() throws Exception {
            var runs = new AtomicInteger();
            try (var windlass = windlass()
                    .perform(NOTE, (note, run) -> {
                        runs.incrementAndGet();
                        return null;
                    })
                    .start()) {
                var names = IntStream.range(0, 20_000).mapToObj(number -> new Greeting("n" + number));
                assertThat(windlass.enqueueAll(NOTE, names)).isEqualTo(20_000);
                windlass.drain();
                assertThat(runs).hasValue(20_000);
            }
        }

        @Test
        void an_undeclared_queue_is_refused_in_one_sentence() {
            try (var windlass = windlass().perform(NOTE, (note, run) -> null).start()) {
                assertThatThrownBy(() -> windlass.enqueue(NOTE, new Greeting("x"), Options.on("mial")))
                        .hasMessage("queue \"mial\" is not declared here, declared are [default]; declare it with"
                                + " queue(Queue.named(\"mial\"))");
            }
        }

        @Test
        void a_payload_over_the_limit_is_refused_in_one_sentence() {
            try (var windlass = windlass().perform(NOTE, (note, run) -> null).start()) {
                assertThatThrownBy(() -> windlass.enqueue(NOTE, new Greeting("x".repeat(1 << 20))))
                        .hasMessage("the payload of task note is 1048587 bytes, the limit is 1048576 (max-payload);"
                                + " store it elsewhere and pass where it is");
            }
        }

        @Test
        void after_a_stop_nothing_is_accepted() {
            var windlass = windlass().perform(NOTE, (note, run) -> null).start();
            windlass.close();
            assertThatThrownBy(() -> windlass.enqueue(NOTE, new Greeting("late")))
                    .isInstanceOfSatisfying(
                            WindlassException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOPPED));
        }
    }

    @Nested
    class Failing {
        static final Queue IMPATIENT = Queue.named("default")
                .retry(Retry.exponential(ofMillis(1), ofMillis(5)).attempts(3));

        @Test
        void a_failure_is_retried_until_it_succeeds() throws Exception {
            try (var windlass = windlass()
                    .queue(IMPATIENT)
                    .perform(GREET, (greeting, run) -> {
                        if (run.attempt() < 3) {
                            throw new IllegalStateException("not yet");
                        }
                        return new Answer("at last", run.attempt());
                    })
                    .start()) {
                var handle = windlass.enqueue(GREET, new Greeting("x"));
                assertThat(handle.await(SOON)).isEqualTo(new Answer("at last", 3));
                assertThat(windlass.store().jobs().attempts(handle.id()))
                        .extracting("outcome")
                        .containsExactly(Outcome.FAILED, Outcome.FAILED, Outcome.SUCCEEDED);
            }
        }

        @Test
        void a_job_that_has_used_its_attempts_is_dead_and_can_be_revived() throws Exception {
            var broken = new AtomicInteger(1);
            try (var windlass = windlass()
                    .queue(IMPATIENT)
                    .perform(NOTE, (note, run) -> {
                        if (broken.get() == 1) {
                            throw new IllegalStateException("broken");
                        }
                        return null;
                    })
                    .start()) {
                var handle = windlass.enqueue(NOTE, new Greeting("x"));
                assertThatThrownBy(() -> handle.await(SOON))
                        .isInstanceOf(JobFailedException.class)
                        .hasMessageContaining("is DEAD (EXHAUSTED): java.lang.IllegalStateException: broken");
                assertThat(handle.find().orElseThrow().reason()).contains(DeadReason.EXHAUSTED);
                broken.set(0);
                assertThat(windlass.revive(handle.id())).isEqualTo(ReviveAnswer.REVIVED);
                handle.await(SOON);
                assertThat(windlass.store().jobs().attempts(handle.id())).hasSize(4);
            }
        }

        @Test
        void a_fatal_failure_is_dead_at_once() throws Exception {
            try (var windlass = windlass()
                    .perform(NOTE, (note, run) -> {
                        throw new FatalException("no such user");
                    })
                    .start()) {
                var handle = windlass.enqueue(NOTE, new Greeting("x"));
                windlass.drain();
                assertThat(handle.find().orElseThrow().reason()).contains(DeadReason.FATAL);
                assertThat(windlass.store().jobs().attempts(handle.id())).hasSize(1);
            }
        }

        @Test
        void an_exception_that_cannot_even_be_printed_fails_its_attempt_and_spares_the_slot() throws Exception {
            try (var windlass = windlass()
                    .slots(1)
                    .queue(Queue.named("default").retry(Retry.none()))
                    .perform(NOTE, (note, run) -> {
                        throw new IllegalStateException() {
                            @Override
                            public String getMessage() {
                                throw new IllegalArgumentException("no words");
                            }
                        };
                    })
                    .perform(GREET, (greeting, run) -> new Answer("still here", run.attempt()))
                    .start()) {
                var broken = windlass.enqueue(NOTE, new Greeting("x"));
                assertThatThrownBy(() -> broken.await(SOON)).hasMessageContaining("its message cannot be read");
                assertThat(windlass.enqueue(GREET, new Greeting("y")).await(SOON))
                        .isNotNull();
            }
        }

        @Test
        void a_listener_that_throws_changes_nothing() throws Exception {
            try (var windlass = windlass()
                    .slots(1)
                    .listen(event -> {
                        throw new AssertionError("listener");
                    })
                    .perform(GREET, (greeting, run) -> new Answer("done", run.attempt()))
                    .start()) {
                assertThat(windlass.enqueue(GREET, new Greeting("x")).await(SOON))
                        .isEqualTo(new Answer("done", 1));
                assertThat(windlass.enqueue(GREET, new Greeting("y")).await(SOON))
                        .isEqualTo(new Answer("done", 1));
            }
        }

        @Test
        void a_snooze_uses_up_no_attempt() throws Exception {
            var runs = new AtomicInteger();
            try (var windlass = windlass()
                    .perform(GREET, (greeting, run) -> {
                        if (runs.incrementAndGet() < 5) {
                            throw new RetryLater(ofMillis(1));
                        }
                        return new Answer("done", run.attempt());
                    })
                    .start()) {
                assertThat(windlass.enqueue(GREET, new Greeting("x")).await(SOON))
                        .isEqualTo(new Answer("done", 1));
            }
        }

        @Test
        void children_of_a_failed_attempt_do_not_exist() throws Exception {
            try (var windlass = windlass()
                    .queue(IMPATIENT)
                    .perform(NOTE, (note, run) -> null)
                    .perform(GREET, (greeting, run) -> {
                        run.enqueue(NOTE, new Greeting("child of attempt " + run.attempt()));
                        if (run.attempt() < 2) {
                            throw new IllegalStateException("after the child");
                        }
                        return new Answer("ok", run.attempt());
                    })
                    .start()) {
                windlass.enqueue(GREET, new Greeting("parent"));
                windlass.drain();
                var children = windlass.list(JobQuery.ALL.withTask("note")).jobs();
                assertThat(children).hasSize(1);
                assertThat(windlass.store()
                                .jobs()
                                .payload(children.get(0).id())
                                .orElseThrow()
                                .text())
                        .contains("attempt 2");
            }
        }
    }

    @Nested
    class Steering {
        @Test
        void a_job_that_has_not_started_can_be_cancelled() throws Exception {
            try (var windlass = windlass().perform(NOTE, (note, run) -> null).start()) {
                var handle = windlass.enqueue(NOTE, new Greeting("x"), in("1 day"));
                assertThat(windlass.cancel(handle.id())).isEqualTo(CancelAnswer.CANCELLED);
                assertThat(windlass.drain(SOON)).isTrue();
                assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.CANCELLED);
            }
        }

        @Test
        void lanes_are_served_by_weight() throws Exception {
            var order = new ArrayList<String>();
            var gate = new CountDownLatch(1);
            try (var windlass = windlass()
                    .slots(1)
                    .perform(NOTE, (note, run) -> {
                        gate.await();
                        order.add(note.name());
                        return null;
                    })
                    .start()) {
                for (var lane : List.of(Lane.LOW, Lane.CRITICAL)) {
                    for (var i = 0; i < 20; i++) {
                        windlass.enqueue(NOTE, new Greeting(lane.name()), Options.DEFAULT.lane(lane));
                    }
                }
                gate.countDown();
                windlass.drain();
            }
            assertThat(order.subList(0, 20)).filteredOn("CRITICAL"::equals).hasSizeGreaterThan(14);
            assertThat(order.subList(0, 20)).filteredOn("LOW"::equals).isNotEmpty();
        }

        @Test
        void closing_waits_for_running_jobs_and_gives_back_the_rest() throws Exception {
            var started = new CountDownLatch(1);
            var store = store();
            var windlass = Windlass.on(store)
                    .slots(1)
                    .stopPatience(ofMillis(50))
                    .perform(NOTE, (note, run) -> {
                        started.countDown();
                        new CountDownLatch(1).await();
                        return null;
                    })
                    .start();
            var handle = windlass.enqueue(NOTE, new Greeting("stuck"));
            started.await();
            windlass.close();
            try (var after = reopened(store)) {
                var job = after.jobs().find(handle.id()).orElseThrow();
                assertThat(job.state()).isEqualTo(JobState.READY);
                assertThat(job.tally().attempt()).isEqualTo(1);
                assertThat(job.tally().releases()).isEqualTo(1);
            }
        }

        @Test
        void progress_and_log_can_be_read_while_the_job_runs_and_after() throws Exception {
            try (var windlass = windlass()
                    .perform(NOTE, (note, run) -> {
                        run.progress(3, 10);
                        run.log("three of ten");
                        return null;
                    })
                    .start()) {
                var handle = windlass.enqueue(NOTE, new Greeting("x"));
                handle.await(SOON);
                assertThat(handle.find().orElseThrow().progress().orElseThrow().done())
                        .isEqualTo(3);
                assertThat(windlass.store().jobs().log(handle.id()))
                        .extracting("text")
                        .containsExactly("three of ten");
            }
        }

        @Test
        void events_tell_what_happened() throws Exception {
            var events = Collections.synchronizedList(new ArrayList<JobEvent>());
            try (var windlass = windlass()
                    .listen(events::add)
                    .perform(NOTE, (note, run) -> null)
                    .start()) {
                var handle = windlass.enqueue(NOTE, new Greeting("x"));
                handle.await(SOON);
                windlass.drain();
                assertThat(events)
                        .contains(
                                new JobEvent.Started(handle.id(), "note", "default", 1),
                                new JobEvent.Succeeded(handle.id(), "note"));
            }
        }
    }
}
