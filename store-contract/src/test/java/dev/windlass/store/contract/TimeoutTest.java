package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobEvent;
import dev.windlass.JobFailedException;
import dev.windlass.JobHandle;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import dev.windlass.task.VoidPerformer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attempts whose time is limited, and jobs that must start in time. */
@Timeout(60)
class TimeoutTest {
    private static final Task<Integer, Void> LABOR = Task.named("labor", Integer.class);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final List<JobEvent> events = new CopyOnWriteArrayList<>();

    private WindlassBuilder performing(VoidPerformer<Integer> performer) {
        var retry = Retry.fixed(Duration.ofMillis(1)).attempts(2);
        return Windlass.on(MemoryStore.open())
                .slots(1)
                .grace(SHORT)
                .queue(Queue.named("default").retry(retry))
                .queue(Queue.named("short").retry(retry).timeout(SHORT))
                .listen(events::add)
                .performVoid(LABOR, performer);
    }

    private static void assertTimedOutTwice(JobHandle<Void> handle) {
        assertThatThrownBy(() -> handle.await(SOON)).isInstanceOf(JobFailedException.class);
        assertThat(handle.find().orElseThrow().reason()).contains(DeadReason.EXHAUSTED);
        assertThat(handle.attempts())
                .hasSize(2)
                .allMatch(attempt -> attempt.outcome() == Outcome.TIMED_OUT)
                .allMatch(attempt -> attempt.error().orElseThrow().startsWith("timed out after 100 milliseconds: "));
    }

    @Test
    void an_attempt_that_overruns_the_timeout_of_its_queue_is_interrupted_and_tried_again() throws Exception {
        try (var windlass =
                performing((number, run) -> new CountDownLatch(1).await()).start()) {
            var handle = windlass.enqueue(LABOR, 1, Options.on("short"));
            assertTimedOutTwice(handle);
            assertThat(handle.attempts())
                    .allMatch(attempt -> attempt.error().orElseThrow().contains("InterruptedException"));
            assertThat(events)
                    .anyMatch(event -> event instanceof JobEvent.Failed failed && failed.attempt() == 1)
                    .anyMatch(event -> event instanceof JobEvent.Died);
        }
    }

    @Test
    void a_job_brings_a_timeout_of_its_own() throws Exception {
        try (var windlass =
                performing((number, run) -> new CountDownLatch(1).await()).start()) {
            assertTimedOutTwice(windlass.enqueue(LABOR, 1, Options.DEFAULT.timeout(SHORT)));
        }
    }

    @Test
    void a_task_that_swallows_its_interrupt_times_out_and_its_slot_goes_on() throws Exception {
        var enough = new CountDownLatch(1);
        try (var windlass = performing((number, run) -> {
                    while (number == 1 && enough.getCount() > 0) {
                        Thread.interrupted();
                    }
                })
                .start()) {
            assertTimedOutTwice(windlass.enqueue(LABOR, 1, Options.on("short")));
            windlass.enqueue(LABOR, 2).await(SOON);
            enough.countDown();
        }
    }

    @Test
    void threads_that_hang_are_told_of_and_replaced_up_to_a_hundred() throws Exception {
        var enough = new CountDownLatch(1);
        try (var windlass = performing((number, run) -> {
                    while (number < 0 && enough.getCount() > 0) {
                        LockSupport.parkNanos(10_000_000);
                        Thread.interrupted();
                    }
                })
                .slots(20)
                .grace(Duration.ofMillis(1))
                .queue(Queue.named("once").retry(Retry.none()).timeout(Duration.ofMillis(1)))
                .start()) {
            windlass.enqueueAll(LABOR, Collections.nCopies(120, -1).stream(), Options.on("once"));
            assertThat(Race.within(
                            SOON,
                            () -> events.stream()
                                            .filter(JobEvent.Died.class::isInstance)
                                            .count()
                                    == 120))
                    .isTrue();
            var next = windlass.enqueue(LABOR, 1);
            assertThat(windlass.health())
                    .containsValue(
                            "100 tasks were given up and have not ended; each keeps a thread, and after 100 of them each"
                                    + " keeps its slot as well: have them heed interrupts");
            assertThat(next.find().orElseThrow().state()).isIn(JobState.READY, JobState.RUNNING);
            enough.countDown();
            next.await(SOON);
            assertThat(Race.within(SOON, () -> windlass.health().isEmpty())).isTrue();
        }
    }

    @Test
    void a_timeout_holds_while_the_worker_stops() throws Exception {
        var begun = new CountDownLatch(1);
        var windlass = performing((number, run) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                })
                .stopPatience(SOON)
                .start();
        windlass.enqueue(LABOR, 1, Options.DEFAULT.timeout(SHORT));
        begun.await();
        windlass.close();
        assertThat(events)
                .filteredOn(JobEvent.Failed.class::isInstance)
                .singleElement()
                .matches(event -> event instanceof JobEvent.Failed failed
                        && failed.error().startsWith("timed out"));
    }

    @Test
    void a_task_that_returns_between_its_timeout_and_the_interrupt_has_succeeded() throws Exception {
        try (var windlass = performing((number, run) -> {
                    while (!run.cancelled()) {
                        Thread.onSpinWait();
                    }
                })
                .grace(SOON)
                .start()) {
            var handle = windlass.enqueue(LABOR, 1, Options.on("short"));
            handle.await(SOON);
            assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        }
    }

    @Test
    void an_attempt_knows_how_much_time_is_left() throws Exception {
        try (var windlass = performing((number, run) -> {
                    assertThat(run.timeLeft().isPresent()).isEqualTo(number == 1);
                    run.timeLeft().ifPresent(left -> assertThat(left).isLessThanOrEqualTo(SOON));
                })
                .start()) {
            windlass.enqueue(LABOR, 1, Options.DEFAULT.timeout(SOON)).await(SOON);
            windlass.enqueue(LABOR, 2).await(SOON);
        }
    }

    @Test
    void a_timeout_of_nothing_is_refused_in_one_sentence() {
        assertThatThrownBy(() -> Queue.named("mail").timeout(Duration.ZERO))
                .hasMessage("a timeout is 0 seconds, it must be above zero and at most 365250 days");
    }

    @Test
    void a_job_that_has_not_started_in_time_is_dead_and_never_runs() throws Exception {
        var runs = new AtomicInteger();
        try (var windlass = performing((number, run) -> runs.incrementAndGet()).start()) {
            var options = Options.in(SOON).expires(Due.in(SHORT));
            var handle = windlass.enqueue(LABOR, 1, options);
            assertThatThrownBy(() -> handle.await(SOON)).isInstanceOf(JobFailedException.class);
            assertThat(handle.find().orElseThrow().reason()).contains(DeadReason.EXPIRED);
            assertThat(events)
                    .contains(new JobEvent.Died(
                            handle.id(),
                            "labor",
                            DeadReason.EXPIRED,
                            "it did not start in time; revive it if it is wanted all the same"));
            assertThat(runs).hasValue(0);
        }
    }

    @Test
    void a_worker_does_not_run_what_it_claims_too_late() {
        var clock = new SteerableClock();
        var store = MemoryStore.on(clock);
        var worker = new HandDriven(store, (payload, run) -> {
            throw new AssertionError("it is too late");
        });
        var id = worker.accept(Options.DEFAULT.expires(Due.in(SHORT)));
        clock.advance(SHORT);
        worker.exchange();
        worker.exchange();
        assertThat(store.jobs().find(id).orElseThrow().reason()).contains(DeadReason.EXPIRED);
        assertThat(store.jobs().attempts(id))
                .singleElement()
                .matches(attempt -> attempt.started().isEmpty());
    }

    @Test
    void unschedule_calls_off_all_jobs_of_a_task_that_wait_for_their_time() throws Exception {
        var other = Task.named("other", Integer.class);
        try (var windlass = performing((number, run) -> {})
                .performVoid(other, (number, run) -> {})
                .start()) {
            windlass.enqueueAll(LABOR, List.of(1, 2, 3).stream(), Options.in(SOON));
            var spared = windlass.enqueue(other, 4, Options.in(SOON));
            assertThat(windlass.unschedule(LABOR)).isEqualTo(3);
            assertThat(windlass.unschedule("labor")).isZero();
            assertThat(spared.find().orElseThrow().state()).isEqualTo(JobState.SCHEDULED);
            assertThatThrownBy(() -> windlass.unschedule("no such name!"))
                    .hasMessageStartingWith("task name \"no such name!\" must match");
        }
    }
}
