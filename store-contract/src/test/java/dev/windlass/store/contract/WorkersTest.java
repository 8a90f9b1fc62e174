package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.WorkerPlan;
import dev.windlass.store.Worker;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several workers in one process. */
@Timeout(60)
class WorkersTest {
    private static final Task<Integer, Void> MEET = Task.named("meet", Integer.class);

    @Test
    void a_worker_that_says_nothing_of_slots_has_as_many_as_its_windlass_says() throws Exception {
        assertThat(mostAtOnce(3, WorkerPlan.named("w"))).isEqualTo(3);
    }

    @Test
    void a_worker_has_the_slots_it_asks_for() throws Exception {
        assertThat(mostAtOnce(7, WorkerPlan.named("w").slots(2))).isEqualTo(2);
    }

    /** Jobs wait for each other in groups of the expected size: fewer slots would never bring one together. */
    private static int mostAtOnce(int slots, WorkerPlan plan) throws Exception {
        var expected = plan.slots().orElse(slots);
        var group = new CyclicBarrier(expected);
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        try (var windlass = Windlass.on(MemoryStore.open())
                .slots(slots)
                .worker(plan)
                .performVoid(MEET, (number, run) -> {
                    most.accumulateAndGet(now.incrementAndGet(), Math::max);
                    group.await(20, TimeUnit.SECONDS);
                    now.decrementAndGet();
                })
                .start()) {
            windlass.enqueueAll(MEET, IntStream.range(0, 5 * expected).boxed());
            windlass.drain();
            return most.get();
        }
    }

    @Test
    void worker_whose_row_is_ended_before_it_learns_of_its_drain_takes_nothing_under_the_next() throws Exception {
        var store = MemoryStore.open();
        try (var windlass =
                Windlass.on(store).performVoid(MEET, (number, run) -> {}).start()) {
            windlass.enqueue(MEET, 1);
            windlass.drain();
            var first = store.workers().list().get(0).id();

            assertThat(store.workers().drain(first)).isTrue();
            store.workers().leave(first);

            var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
            while (store.workers().list().stream().noneMatch(row -> row.state() == Worker.State.DRAINING)) {
                assertThat(System.nanoTime()).as("its next row says so as well").isLessThan(deadline);
                Thread.onSpinWait();
            }
            var late = windlass.enqueue(MEET, 2);
            assertThat(late.find().orElseThrow().state()).isEqualTo(JobState.READY);
            assertThat(store.workers().list()).extracting(Worker::state).doesNotContain(Worker.State.LIVE);
        }
    }

    @Test
    void each_worker_takes_its_own_queues_alone() throws Exception {
        try (var windlass = Windlass.on(MemoryStore.open())
                .queue(Queue.named("mail"))
                .worker(WorkerPlan.named("post").queues("mail"))
                .worker(WorkerPlan.named("rest").queues("default"))
                .performVoid(MEET, (number, run) -> {})
                .start()) {
            var mail = windlass.enqueue(MEET, 1, Options.on("mail"));
            var other = windlass.enqueue(MEET, 2);
            windlass.drain();
            assertThat(List.of(mail, other))
                    .extracting(handle -> handle.attempts().get(0).worker())
                    .doesNotHaveDuplicates();
        }
    }
}
