package dev.windlass.store.contract;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.windlass.PartlyAcceptedException;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.JobQuery;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine does while its store does not answer: it goes on, forgets nothing, and never stops itself. */
@Timeout(60)
class OutageTest {
    static final Task<Integer, Integer> DOUBLE = Task.named("double", Integer.class, Integer.class);

    private final Outage store = new Outage(MemoryStore.open());

    private WindlassBuilder windlass() {
        return Windlass.on(store).lease(ofSeconds(1));
    }

    @Test
    void a_job_that_outlasts_its_lease_in_an_outage_runs_once_and_its_outcome_is_kept() throws Exception {
        var running = new CountDownLatch(1);
        var uncertain = new CountDownLatch(1);
        try (var windlass = windlass()
                .perform(DOUBLE, (number, run) -> {
                    running.countDown();
                    await().until(run::leaseUncertain);
                    uncertain.countDown();
                    return 2 * number;
                })
                .start()) {
            var handle = windlass.enqueue(DOUBLE, 21);
            running.await();
            store.begin(ErrorCode.STORE_DOWN);
            uncertain.await();
            store.end();
            assertThat(handle.await(ofSeconds(20))).isEqualTo(42);
            assertThat(windlass.store().jobs().attempts(handle.id()))
                    .extracting("outcome")
                    .containsExactly(Outcome.SUCCEEDED);
            await().until(() -> windlass.health().isEmpty());
        }
    }

    @Test
    void an_enqueue_waits_an_outage_out_and_is_accepted_once() throws Exception {
        try (var windlass =
                windlass().perform(DOUBLE, (number, run) -> 2 * number).start()) {
            store.begin(ErrorCode.STORE_DOWN);
            var accepted = windlass.enqueueAsync(DOUBLE, 1).toCompletableFuture();
            await().until(() -> windlass.health().containsKey("accepts"));
            assertThat(accepted).isNotDone();
            store.end();
            accepted.get();
            windlass.drain();
            assertThat(windlass.list(JobQuery.ALL).jobs())
                    .singleElement()
                    .satisfies(job -> assertThat(job.state()).isEqualTo(JobState.SUCCEEDED));
        }
    }

    @Test
    void an_enqueue_whose_patience_ends_says_that_nobody_knows() {
        try (var windlass =
                windlass().acceptPatience(ofMillis(100)).withoutWorkers().start()) {
            store.begin(ErrorCode.STORE_DOWN);
            assertThatThrownBy(() -> windlass.enqueue(DOUBLE, 1))
                    .isInstanceOfSatisfying(
                            WindlassException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_DOWN));
            store.end();
        }
    }

    @Test
    void a_full_store_refuses_at_once_and_accepts_again_when_there_is_space() throws Exception {
        try (var windlass =
                windlass().perform(DOUBLE, (number, run) -> 2 * number).start()) {
            store.begin(ErrorCode.STORE_FULL);
            assertThatThrownBy(() -> windlass.enqueue(DOUBLE, 1))
                    .isInstanceOfSatisfying(
                            WindlassException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STORE_FULL));
            store.end();
            assertThat(windlass.enqueue(DOUBLE, 4).await(ofSeconds(20))).isEqualTo(8);
            assertThat(windlass.list(JobQuery.ALL).jobs()).hasSize(1);
        }
    }

    @Test
    void every_enqueue_into_a_full_store_is_refused_at_once() {
        try (var windlass =
                windlass().perform(DOUBLE, (number, run) -> 2 * number).start()) {
            store.begin(ErrorCode.STORE_FULL);
            assertTimeout(
                    ofSeconds(5),
                    () -> IntStream.range(0, 20)
                            .forEach(time -> assertThatThrownBy(() -> windlass.enqueue(DOUBLE, time))
                                    .isInstanceOf(WindlassException.class)));
            store.end();
        }
    }

    @Test
    void a_stream_that_breaks_off_tells_how_many_of_its_jobs_were_accepted() {
        try (var windlass = windlass().withoutWorkers().start()) {
            var numbers = IntStream.range(0, 2_500).boxed().peek(number -> {
                if (number == 2_300) {
                    throw new UncheckedIOException(new IOException("the source is gone"));
                }
            });
            assertThatThrownBy(() -> windlass.enqueueAll(DOUBLE, numbers))
                    .isInstanceOfSatisfying(PartlyAcceptedException.class, e -> {
                        assertThat(e.accepted()).isEqualTo(2_000);
                        assertThat(e)
                                .hasMessageContaining("2000 jobs were accepted")
                                .hasMessageContaining("gone");
                    });
            assertThat(jobs(windlass)).isEqualTo(2_000);
        }
    }

    private static long jobs(Windlass windlass) {
        var count = 0L;
        var page = windlass.list(JobQuery.ALL.withLimit(JobQuery.MOST));
        count += page.jobs().size();
        while (page.next().isPresent()) {
            page = windlass.list(
                    JobQuery.ALL.withLimit(JobQuery.MOST).withAfter(page.next().get()));
            count += page.jobs().size();
        }
        return count;
    }

    @Test
    void a_stream_of_which_nothing_was_accepted_fails_as_its_first_job_would() {
        try (var windlass = windlass().withoutWorkers().start()) {
            assertThatThrownBy(() -> windlass.enqueueAll(DOUBLE, Stream.of(1, 2), Options.on("nowhere")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("queue \"nowhere\" is not declared here");
            store.begin(ErrorCode.STORE_FULL);
            assertThatThrownBy(() -> windlass.enqueueAll(DOUBLE, Stream.of(1, 2)))
                    .isInstanceOf(WindlassException.class)
                    .isNotInstanceOf(PartlyAcceptedException.class);
            store.end();
        }
    }

    @Test
    void outcomes_of_an_outage_are_all_written_when_it_ends() throws Exception {
        var gate = new CountDownLatch(1);
        try (var windlass = windlass()
                .perform(DOUBLE, (number, run) -> {
                    gate.await();
                    return 2 * number;
                })
                .start()) {
            windlass.enqueueAll(DOUBLE, IntStream.range(0, 200).boxed());
            await().until(() -> windlass.store().jobs().backlog().running());
            store.begin(ErrorCode.STORE_DOWN);
            gate.countDown();
            await().until(() -> windlass.health().containsKey("windlass-worker.claims"));
            store.end();
            windlass.drain();
            var jobs = windlass.list(JobQuery.ALL.withLimit(1_000)).jobs();
            assertThat(jobs).hasSize(200).allMatch(job -> job.state() == JobState.SUCCEEDED);
            assertThat(jobs)
                    .allMatch(job -> windlass.store().jobs().attempts(job.id()).size() == 1);
        }
    }
}
