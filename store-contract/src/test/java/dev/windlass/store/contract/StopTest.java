package dev.windlass.store.contract;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import dev.windlass.store.JobQuery;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobRun;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What tasks and callers see of a stop, and of tasks that nobody performs. */
@Timeout(60)
class StopTest {
    private static final Task<String, Void> WORK = Task.named("work", String.class);

    @Test
    void a_task_that_looks_is_told_of_a_stop_at_once_and_can_give_its_job_back() throws Exception {
        var store = MemoryStore.open();
        var running = new CountDownLatch(1);
        var interrupted = new AtomicBoolean();
        var windlass = Windlass.on(store)
                .stopPatience(ofSeconds(50))
                .performVoid(WORK, (text, run) -> {
                    running.countDown();
                    await().pollInterval(ofMillis(5)).until(run::cancelled);
                    interrupted.set(Thread.currentThread().isInterrupted());
                    throw new InterruptedException("later");
                })
                .start();
        var id = windlass.enqueue(WORK, "x").id();
        running.await();
        windlass.close();
        assertThat(interrupted).isFalse();
        assertThat(store.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.READY);
        assertThat(store.jobs().attempts(id))
                .singleElement()
                .satisfies(attempt -> assertThat(attempt.outcome()).isEqualTo(Outcome.RELEASED));
    }

    @Test
    void whoever_asks_a_stopped_windlass_is_told_that_it_was_stopped() {
        var windlass = Windlass.on(MemoryStore.open()).withoutWorkers().start();
        var handle = windlass.enqueue(WORK, "x");
        windlass.close();
        for (var call : List.<ThrowingCallable>of(
                () -> windlass.enqueue(WORK, "x"),
                handle::find,
                handle::attempts,
                handle::log,
                () -> windlass.list(JobQuery.ALL),
                () -> windlass.cancel(handle.id()),
                () -> windlass.revive(handle.id()))) {
            assertThatThrownBy(call)
                    .isInstanceOfSatisfying(
                            WindlassException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STOPPED));
        }
    }

    @Test
    void a_task_or_a_listener_that_closes_its_windlass_is_refused_instead_of_waiting_for_itself() throws Exception {
        var refusals = new CopyOnWriteArrayList<Throwable>();
        var home = new CopyOnWriteArrayList<Windlass>();
        Runnable closing = () -> {
            try {
                home.get(0).close();
            } catch (IllegalStateException e) {
                refusals.add(e);
            }
        };
        var windlass = Windlass.on(MemoryStore.open())
                .performVoid(WORK, (text, run) -> closing.run())
                .listen(event -> {
                    if (event instanceof JobEvent.Succeeded) {
                        closing.run();
                    }
                })
                .start();
        home.add(windlass);
        windlass.enqueue(WORK, "x").await(ofSeconds(20));
        await().until(() -> refusals.size() == 2);
        assertThat(refusals).allSatisfy(e -> assertThat(e).hasMessageContaining("close it from another thread"));
        windlass.close();
    }

    @Test
    void children_that_other_threads_make_all_exist_and_none_can_be_made_after_the_end() throws Exception {
        var late = new CopyOnWriteArrayList<JobRun>();
        try (var windlass = Windlass.on(MemoryStore.open())
                .performVoid(WORK, (text, run) -> {
                    if (text.equals("parent")) {
                        late.add(run);
                        IntStream.range(0, 500).parallel().forEach(number -> run.enqueue(WORK, "child"));
                    }
                })
                .start()) {
            windlass.enqueue(WORK, "parent");
            windlass.drain();
            assertThat(windlass.list(JobQuery.ALL.withLimit(1_000)).jobs()).hasSize(501);
            assertThatThrownBy(() -> late.get(0).enqueue(WORK, "child")).hasMessageContaining("is over");
        }
    }

    @Test
    void a_task_may_take_nothing() throws Exception {
        var tick = Task.named("tick", Void.class, Integer.class);
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(tick, (nothing, run) -> run.attempt())
                .start()) {
            assertThat(windlass.enqueueJson("tick", "null", Options.DEFAULT)).isNotNull();
            windlass.drain();
            assertThat(windlass.list(JobQuery.ALL).jobs())
                    .singleElement()
                    .satisfies(job -> assertThat(job.state()).isEqualTo(JobState.SUCCEEDED));
        }
    }

    /** A payload with a getter that is computed. */
    record Order(int amount) {
        public boolean isLarge() {
            return amount > 100;
        }
    }

    @Test
    void a_computed_getter_of_a_payload_is_no_field() throws Exception {
        var order = Task.named("order", Order.class, Order.class);
        try (var windlass = Windlass.on(MemoryStore.open())
                .perform(order, (placed, run) -> placed)
                .start()) {
            assertThat(windlass.enqueue(order, new Order(200)).await(ofSeconds(20)))
                    .isEqualTo(new Order(200));
        }
    }

    @Test
    void a_job_of_a_task_that_nobody_performs_here_is_parked_and_never_said_to_start() {
        var events = new CopyOnWriteArrayList<JobEvent>();
        try (var windlass = Windlass.on(MemoryStore.open())
                .performVoid(WORK, (text, run) -> {})
                .listen(events::add)
                .start()) {
            var id = windlass.enqueueJson("other", "{}", Options.DEFAULT).id();
            await().until(() -> !events.isEmpty());
            assertThat(events).singleElement().isInstanceOf(JobEvent.Parked.class);
            assertThat(windlass.find(id).orElseThrow().error().orElseThrow())
                    .isEqualTo(
                            "no performer here for task other with payloads of version 1; it waits for a worker that has one,"
                                    + " declare it with perform(...)");
        }
    }
}
