package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobEvent;
import dev.windlass.JobHandle;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import dev.windlass.task.Task;
import dev.windlass.task.VoidPerformer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that are called off while their tasks do what tasks do. */
@Timeout(60)
class CallingOffTest {
    private static final Task<Integer, Void> LABOR = Task.named("labor", Integer.class);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Store store = MemoryStore.open();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final List<JobEvent> events = new CopyOnWriteArrayList<>();

    private WindlassBuilder performing(VoidPerformer<Integer> performer) {
        return Windlass.on(store)
                .slots(1)
                .grace(Duration.ofMillis(100))
                .listen(events::add)
                .performVoid(LABOR, (number, run) -> {
                    if (number == 0) {
                        begun.countDown();
                        performer.perform(number, run);
                    }
                });
    }

    /** Calls the job off once its task is at work, and waits for its end. */
    private JobHandle<Void> calledOff(Windlass windlass) throws Exception {
        var handle = windlass.enqueue(LABOR, 0);
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(windlass.cancel(handle.id())).isEqualTo(CancelAnswer.RUNNING);
        assertThatThrownBy(() -> handle.await(SOON)).isInstanceOf(RuntimeException.class);
        assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        return handle;
    }

    /** Whether another job runs in the one slot. */
    private static void assertSlotIsFree(Windlass windlass) throws Exception {
        windlass.enqueue(LABOR, 1).await(SOON);
    }

    @Test
    void a_task_that_looks_at_its_flag_ends_without_an_interrupt() throws Exception {
        var interrupted = new CountDownLatch(1);
        try (var windlass = performing((number, run) -> {
                    while (!run.cancelled()) {
                        Thread.onSpinWait();
                    }
                    if (Thread.currentThread().isInterrupted()) {
                        interrupted.countDown();
                    }
                    throw new InterruptedException("as asked");
                })
                .grace(SOON)
                .start()) {
            var handle = calledOff(windlass);
            assertThat(interrupted.getCount()).isOne();
            assertThat(handle.attempts()).singleElement().matches(attempt -> attempt.outcome() == Outcome.CANCELLED);
            assertThat(events).contains(new JobEvent.Cancelled(handle.id(), "labor"));
            assertSlotIsFree(windlass);
        }
    }

    @Test
    void a_task_that_sleeps_is_interrupted() throws Exception {
        var interrupted = new CountDownLatch(1);
        try (var windlass = performing((number, run) -> {
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                })
                .start()) {
            calledOff(windlass);
            assertThat(interrupted.await(20, TimeUnit.SECONDS)).isTrue();
            assertSlotIsFree(windlass);
            assertThat(windlass.health()).as("its thread came back").isEmpty();
        }
    }

    @Test
    void a_task_that_computes_loses_its_slot_which_goes_on_with_another_thread() throws Exception {
        var enough = new CountDownLatch(1);
        try (var windlass = performing((number, run) -> {
                    while (enough.getCount() > 0) {
                        Thread.onSpinWait();
                    }
                })
                .start()) {
            calledOff(windlass);
            assertSlotIsFree(windlass);
            enough.countDown();
        }
    }

    @Test
    void a_task_that_reads_a_socket_loses_its_slot_which_goes_on_with_another_thread() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(server.getInetAddress(), server.getLocalPort());
                var windlass = performing(
                                (number, run) -> socket.getInputStream().read())
                        .start()) {
            calledOff(windlass);
            assertSlotIsFree(windlass);
        }
    }

    @Test
    void a_task_that_swallows_its_interrupt_loses_its_slot_which_goes_on_with_another_thread() throws Exception {
        var enough = new CountDownLatch(1);
        try (var windlass = performing((number, run) -> {
                    while (enough.getCount() > 0) {
                        LockSupport.parkNanos(1_000_000);
                        Thread.interrupted();
                    }
                })
                .start()) {
            var handle = calledOff(windlass);
            assertSlotIsFree(windlass);
            enough.countDown();
            assertSlotIsFree(windlass);
            assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        }
    }

    @Test
    void a_task_that_returns_after_the_cancel_has_succeeded() throws Exception {
        try (var windlass = performing((number, run) -> {
                    while (!run.cancelled()) {
                        Thread.onSpinWait();
                    }
                })
                .start()) {
            var handle = windlass.enqueue(LABOR, 0);
            begun.await();
            assertThat(windlass.cancel(handle.id())).isEqualTo(CancelAnswer.RUNNING);
            handle.await(SOON);
            assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        }
    }

    @Test
    void a_job_that_has_been_claimed_and_not_started_never_starts() {
        var worker = new HandDriven(store, (payload, run) -> {
            throw new AssertionError("it was called off");
        });
        var id = worker.accept();
        worker.exchange();
        store.jobs().cancel(id, Ends.KEEP);
        worker.duty("overseer").run();
        assertThat(worker.worker().slots().isIdle()).isTrue();
        worker.exchange();
        assertThat(store.jobs().find(id).orElseThrow().state()).isEqualTo(JobState.CANCELLED);
        assertThat(store.jobs().attempts(id))
                .singleElement()
                .matches(attempt -> attempt.started().isEmpty());
    }

    @Test
    void a_task_learns_within_a_second_of_a_cancel_in_another_process() throws Exception {
        var learned = new CountDownLatch(1);
        try (var elsewhere = Windlass.on(store).withoutWorkers().start();
                var windlass = performing((number, run) -> {
                            while (!run.cancelled()) {
                                Thread.onSpinWait();
                            }
                            learned.countDown();
                        })
                        .start()) {
            var handle = windlass.enqueue(LABOR, 0);
            begun.await();
            var asked = System.nanoTime();
            elsewhere.cancel(handle.id());
            learned.await();
            // A second is promised; the rest is for a machine that does other things as well.
            assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(2));
        }
    }
}
