package dev.windlass.store.contract;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.WorkerPlan;
import dev.windlass.store.Attempt;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users see of queues with rules, on threads and by the clock of the machine. For stores with the ability RULED. */
@Timeout(120)
public abstract class QueueLifeContract {
    private static final Task<Integer, Void> WORK = Task.named("work", Integer.class);
    private static final Options MAIL = Options.on("mail");

    /** A fresh store. */
    protected abstract Store store();

    private static Queue mail() {
        return Queue.named("mail");
    }

    private static WindlassBuilder on(Store store, Queue... queues) {
        var builder = Windlass.on(store);
        List.of(queues).forEach(builder::queue);
        return builder;
    }

    /** The same store for a second engine, which leaves it open when it stops. */
    private static Store lent(Store store) {
        return (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (self, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(store, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void a_pause_by_one_process_reaches_the_worker_of_another_within_a_second() throws Exception {
        var store = store();
        var ran = new AtomicInteger();
        try (var worker = on(store, mail())
                        .slots(1)
                        .performVoid(WORK, (number, run) -> {
                            ran.incrementAndGet();
                            Race.linger(2);
                        })
                        .start();
                var steering = on(lent(store), mail()).withoutWorkers().start()) {
            worker.enqueueAll(WORK, IntStream.range(0, 5_000).boxed(), MAIL);
            assertThat(Race.within(ofSeconds(20), () -> ran.get() > 20)).isTrue();

            steering.queues().pause("mail");

            assertThat(Race.within(ofSeconds(1), () -> running(worker) == 0))
                    .as("prefetched leases are given back")
                    .isTrue();
            var stopped = ran.get();
            assertThat(Race.within(ofMillis(300), () -> ran.get() > stopped)).isFalse();

            steering.queues().resume("mail");
            assertThat(Race.within(ofSeconds(1), () -> ran.get() > stopped)).isTrue();
            assertThat(steering.queues().purge("mail")).isPositive();
        }
    }

    @Test
    void a_drain_by_one_process_reaches_the_worker_of_another_within_a_second() throws Exception {
        var store = store();
        var ran = new AtomicInteger();
        try (var worker = on(store, mail())
                        .slots(1)
                        .performVoid(WORK, (number, run) -> {
                            ran.incrementAndGet();
                            Race.linger(2);
                        })
                        .start();
                var steering = on(lent(store), mail()).withoutWorkers().start()) {
            worker.enqueueAll(WORK, IntStream.range(0, 5_000).boxed(), MAIL);
            assertThat(Race.within(ofSeconds(20), () -> ran.get() > 20)).isTrue();

            assertThat(steering.drainWorker(steering.workers().get(0).id())).isTrue();

            assertThat(Race.within(ofSeconds(1), () -> running(worker) == 0))
                    .as("prefetched leases are given back")
                    .isTrue();
            var stopped = ran.get();
            assertThat(Race.within(ofMillis(300), () -> ran.get() > stopped)).isFalse();
            try (var next = on(lent(store), mail())
                    .performVoid(WORK, (number, run) -> ran.incrementAndGet())
                    .start()) {
                assertThat(Race.within(ofSeconds(5), () -> ran.get() > stopped)).isTrue();
                assertThat(next.queues().purge("mail")).isNotNegative();
            }
        }
    }

    private static int running(Windlass windlass) {
        return windlass.list(JobQuery.ALL.withState(JobState.RUNNING).withLimit(1_000))
                .jobs()
                .size();
    }

    @Test
    void a_pause_in_the_same_process_is_obeyed_at_once_and_running_jobs_end() throws Exception {
        var begun = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (var windlass = on(store(), mail())
                .performVoid(WORK, (number, run) -> {
                    begun.countDown();
                    go.await();
                })
                .start()) {
            var first = windlass.enqueue(WORK, 1, MAIL);
            begun.await();
            windlass.queues().pause("mail");
            var second = windlass.enqueue(WORK, 2, MAIL);
            go.countDown();

            first.await(ofSeconds(20));
            assertThat(windlass.queues().find("mail").orElseThrow().paused()).isTrue();
            assertThat(second.find().orElseThrow().state()).isEqualTo(JobState.READY);
            windlass.queues().resume("mail");
            second.await(ofSeconds(20));
        }
    }

    @Test
    void a_rate_holds_over_two_workers_and_uses_what_it_allows() throws Exception {
        var starts = new AtomicInteger();
        var store = store();
        try (var windlass = on(store, mail().rate(50, ofSeconds(1)).burst(5))
                .worker(WorkerPlan.named("a").slots(4))
                .worker(WorkerPlan.named("b").slots(4))
                .performVoid(WORK, (number, run) -> starts.incrementAndGet())
                .start()) {
            var began = store.now();
            windlass.enqueueAll(WORK, IntStream.range(0, 55).boxed(), MAIL);
            windlass.drain();

            assertThat(Duration.between(began, store.now())).isBetween(ofMillis(950), ofSeconds(20));
            assertThat(starts).hasValue(55);
        }
    }

    @Test
    void no_more_jobs_of_a_queue_run_than_its_concurrency_beside_a_queue_that_keeps_the_worker_busy() throws Exception {
        var now = new AtomicInteger();
        var most = new AtomicInteger();
        try (var windlass = on(store(), mail().concurrency(2))
                .worker(WorkerPlan.named("a").slots(4))
                .worker(WorkerPlan.named("b").slots(4))
                .performVoid(WORK, (number, run) -> {
                    if (run.queue().equals("mail")) {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Race.linger(3);
                        now.decrementAndGet();
                    }
                })
                .start()) {
            windlass.enqueueAll(WORK, IntStream.range(0, 3_000).boxed());
            windlass.enqueueAll(WORK, IntStream.range(0, 60).boxed(), MAIL);
            windlass.drain();
            assertThat(most).hasValue(2);
        }
    }

    @Test
    void a_strict_queue_runs_nothing_of_a_lane_while_a_more_urgent_one_has_a_job() throws Exception {
        var lanes = Collections.synchronizedList(new ArrayList<Integer>());
        try (var windlass = on(store(), mail().strict())
                .slots(1)
                .performVoid(WORK, (number, run) -> lanes.add(number))
                .start()) {
            windlass.queues().pause("mail");
            for (var lane : List.of(Lane.LOW, Lane.CRITICAL, Lane.NORMAL, Lane.HIGH)) {
                windlass.enqueueAll(WORK, IntStream.range(0, 40).mapToObj(number -> lane.code()), MAIL.lane(lane));
            }
            windlass.queues().resume("mail");
            windlass.drain();
        }
        assertThat(lanes).hasSize(160).isSorted();
    }

    @Test
    void a_full_queue_refuses_its_caller_and_no_other() throws Exception {
        try (var windlass = on(store(), mail().depth(10)).withoutWorkers().start()) {
            windlass.enqueueAll(WORK, IntStream.range(0, 10).boxed(), MAIL);

            var answers = Race.of(8, runner -> {
                if (runner % 2 == 0) {
                    windlass.enqueue(WORK, runner);
                    return "accepted";
                }
                var full = catchThrowableOfType(QueueFullException.class, () -> windlass.enqueue(WORK, runner, MAIL));
                assertThat(full.refusal().retryAfter()).isEqualTo(ofSeconds(1));
                return "refused";
            });

            assertThat(answers).filteredOn("accepted"::equals).hasSize(4);
            assertThat(windlass.list(JobQuery.ALL.withQueue("mail")).jobs()).hasSize(10);
        }
    }

    @Test
    void an_override_of_retries_reaches_a_running_worker() throws Exception {
        try (var windlass = on(store(), mail().retry(Retry.fixed(ofMillis(1)).attempts(1_000_000)))
                .performVoid(WORK, (number, run) -> {
                    throw new IllegalStateException("always");
                })
                .start()) {
            var handle = windlass.enqueue(WORK, 1, MAIL);
            assertThat(Race.within(ofSeconds(20), () -> handle.attempts().size() > 3))
                    .isTrue();

            windlass.queues().override(mail().retry(Retry.none()));

            assertThat(Race.within(
                            ofSeconds(20), () -> handle.find().orElseThrow().state() == JobState.DEAD))
                    .isTrue();
            assertThat(handle.attempts()).extracting(Attempt::outcome).containsOnly(Outcome.FAILED);
        }
    }

    @Test
    void a_hundred_thousand_jobs_are_purged_in_bounded_calls() {
        try (var windlass = on(store(), mail().depth(100_000)).withoutWorkers().start()) {
            windlass.enqueueAll(WORK, IntStream.range(0, 100_000).boxed(), MAIL);
            var other = windlass.enqueue(WORK, 1);

            assertThat(windlass.queues().purge("mail")).isEqualTo(100_000);

            assertThat(windlass.queues()
                            .find("mail")
                            .orElseThrow()
                            .depth()
                            .orElseThrow()
                            .jobs())
                    .isZero();
            assertThat(other.find().orElseThrow().state()).isEqualTo(JobState.READY);
        }
    }

    @Test
    void one_that_only_enqueues_and_says_nothing_of_default_leaves_its_rules_alone() {
        var store = store();
        try (var owner = on(store, Queue.named(Queue.DEFAULT_NAME).depth(1))
                        .withoutWorkers()
                        .start();
                var caller = on(lent(store)).withoutWorkers().start()) {
            caller.enqueue(WORK, 1);

            assertThatThrownBy(() -> owner.enqueue(WORK, 2)).isInstanceOf(QueueFullException.class);
            assertThatThrownBy(() -> caller.enqueue(WORK, 2)).isInstanceOf(QueueFullException.class);
        }
    }

    @Test
    void one_that_runs_jobs_says_what_holds_for_default() {
        var store = store();
        try (var before = on(store, Queue.named(Queue.DEFAULT_NAME).depth(1))
                        .withoutWorkers()
                        .start();
                var worker =
                        on(lent(store)).performVoid(WORK, (number, run) -> {}).start()) {
            worker.enqueueAll(WORK, IntStream.range(0, 3).boxed());

            assertThat(before.queues().find(Queue.DEFAULT_NAME).orElseThrow().rules())
                    .isEqualTo(Queue.named(Queue.DEFAULT_NAME));
        }
    }

    @Test
    void a_queue_that_the_store_does_not_know_is_refused_in_one_sentence() {
        try (var windlass = on(store(), mail()).withoutWorkers().start()) {
            assertThatThrownBy(() -> windlass.queues().pause("mial"))
                    .hasMessage(
                            "queue \"mial\" is not known to this store, known are default, mail; a queue is known once a"
                                    + " Windlass that declares it was started")
                    .isInstanceOfSatisfying(
                            WindlassException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }
}
