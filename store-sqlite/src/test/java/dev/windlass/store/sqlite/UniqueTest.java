package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobHandle;
import dev.windlass.Windlass;
import dev.windlass.store.JobQuery;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Unique keys as a programmer meets them, on a real file and with real threads. */
class UniqueTest {
    private static final Task<String, String> GREET = Task.named("greet", String.class, String.class);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int CALLERS = 1_000;

    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.at(directory.resolve("unique.db"), Jobs.PATIENT);
    }

    @Test
    void of_1_000_racing_enqueuers_of_one_key_one_makes_the_job_and_all_have_its_result() throws Exception {
        var runs = new AtomicInteger();
        try (var windlass = Windlass.on(store)
                .perform(GREET, (name, run) -> "hello " + name + ", run " + runs.incrementAndGet())
                .start()) {
            var once = Options.DEFAULT.unique(Unique.key("greeting").lasting(Duration.ofHours(1)));
            var start = new CountDownLatch(1);
            var handles = new JobHandle<?>[CALLERS];
            var callers = IntStream.range(0, CALLERS)
                    .mapToObj(number -> new Thread(() -> {
                        await(start);
                        handles[number] = windlass.enqueue(GREET, "caller", once);
                    }))
                    .toList();
            callers.forEach(Thread::start);
            start.countDown();
            for (var caller : callers) {
                caller.join();
            }

            assertThat(Stream.of(handles).filter(JobHandle::isNew)).hasSize(1);
            assertThat(Stream.of(handles).map(JobHandle::id).distinct()).hasSize(1);
            assertThat(handles[CALLERS - 1].await(SOON)).isEqualTo("hello caller, run 1");
            assertThat(windlass.list(JobQuery.ALL).jobs()).hasSize(1);
        }
    }

    @Test
    void stages_and_streams_meet_the_same_key() throws Exception {
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            var once = Options.DEFAULT.unique("greeting");
            var first = windlass.enqueue(GREET, "first", once);
            CompletionStage<JobHandle<String>> second = windlass.enqueueAsync(GREET, "second", once);

            assertThat(second.toCompletableFuture().get().id()).isEqualTo(first.id());
            assertThat(windlass.enqueueAll(GREET, Stream.of("third", "fourth"), once))
                    .isZero();
            assertThat(windlass.enqueueJson("greet", "\"fifth\"", once).id()).isEqualTo(first.id());
            var sixth = store.transaction(session -> windlass.within(session).enqueue(GREET, "sixth", once));
            assertThat(sixth.id()).isEqualTo(first.id());
            assertThat(sixth.isNew()).isFalse();
        }
    }

    @Test
    void moving_earlier_wakes_who_waits_for_the_due_time() throws Exception {
        try (var windlass =
                Windlass.on(store).perform(GREET, (name, run) -> name).start()) {
            var later = windlass.enqueue(GREET, "first", Options.in("1 hour").unique("greeting"));

            windlass.enqueue(
                    GREET,
                    "second",
                    Options.DEFAULT.unique(Unique.key("greeting").movingEarlier()));

            assertThat(later.await(SOON)).isEqualTo("first");
        }
    }

    @Test
    void key_is_held_over_a_restart_and_free_after_the_death() throws Exception {
        var once = Options.in("1 hour").unique("greeting");
        var first = enqueueAndClose(once).id();
        open();
        try (var windlass = Windlass.on(store)
                .perform(GREET, (name, run) -> {
                    throw new FatalException("no");
                })
                .start()) {
            assertThat(windlass.enqueue(GREET, "second", once).id()).isEqualTo(first);
            windlass.runNow(first);
            windlass.drain(SOON);
            var third = windlass.enqueue(GREET, "third", once);

            assertThat(third.isNew()).isTrue();
            assertThat(windlass.find(first).orElseThrow().state()).isEqualTo(JobState.DEAD);
            assertThat(windlass.revive(first)).isEqualTo(ReviveAnswer.KEY_TAKEN);
        }
    }

    private JobHandle<String> enqueueAndClose(Options options) {
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            return windlass.enqueue(GREET, "first", options);
        }
    }

    private static void await(CountDownLatch start) {
        try {
            start.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
