package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobFailedException;
import dev.windlass.Windlass;
import dev.windlass.store.Accepted;
import dev.windlass.store.Attempt;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobQuery;
import dev.windlass.store.NewJob;
import dev.windlass.store.Then;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an engine does when its store breaks on something again and again: it finds the cause and lets all others through. */
@Timeout(60)
class BreakingStoreTest {
    static final Task<Integer, Integer> DOUBLE = Task.named("double", Integer.class, Integer.class);

    private static final int BAD = 13;

    /** Breaks whatever holds the payload or the result {@link #BAD}; or everything, while it is told to. */
    private static final class Breaking extends ForwardingStore {
        private volatile boolean breaksAll;
        private final CountDownLatch gate = new CountDownLatch(1);

        Breaking() {
            super(MemoryStore.open());
        }

        @Override
        public Accepted accept(List<NewJob> batch) {
            waitForCompany();
            if (batch.stream().anyMatch(job -> job.payload().text().equals("" + BAD))) {
                throw new IllegalStateException("cannot digest a payload");
            }
            return super.accept(batch);
        }

        /** The first accept holds the line up until a test lets it go on, so that those behind it share a batch. */
        private void waitForCompany() {
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            if (breaksAll && !ask.commits().isEmpty()) {
                throw new IllegalStateException("cannot digest anything");
            }
            for (var commit : ask.commits()) {
                if (commit.then() instanceof Then.Succeed succeed
                        && succeed.result().text().equals("" + 2 * BAD)) {
                    throw new IllegalStateException(
                            "cannot digest \u0000 a result at jdbc:x://ada:canary@host with password=canary");
                }
            }
            return super.exchange(ask);
        }
    }

    private final Breaking store = new Breaking();

    private Windlass windlass() {
        return Windlass.on(store)
                .perform(DOUBLE, (number, run) -> 2 * number)
                .queue(Queue.named("default").retry(Retry.none()))
                .start();
    }

    @Test
    void a_job_that_the_store_cannot_digest_is_refused_and_those_beside_it_are_accepted() throws Exception {
        try (var windlass = windlass()) {
            var answers = IntStream.rangeClosed(1, 20)
                    .mapToObj(number -> windlass.enqueueAsync(DOUBLE, number).toCompletableFuture())
                    .toList();
            store.gate.countDown();
            for (var number = 1; number <= answers.size(); number++) {
                var answer = answers.get(number - 1);
                if (number == BAD) {
                    assertThatThrownBy(answer::get).hasMessageContaining("cannot digest a payload");
                } else {
                    assertThat(answer.get().await(ofSeconds(20))).isEqualTo(2 * number);
                }
            }
        }
    }

    @Test
    void an_outcome_that_the_store_cannot_digest_fails_its_attempt_and_no_other() throws Exception {
        store.gate.countDown();
        try (var windlass = windlass()) {
            // The payload is digestible, the result is not.
            windlass.enqueueAll(
                    DOUBLE,
                    IntStream.rangeClosed(1, 40).filter(number -> number != BAD).boxed());
            var bad = windlass.enqueueJson("double", " " + BAD, Options.DEFAULT).id();
            windlass.drain();
            assertThatThrownBy(() -> windlass.handle(DOUBLE, bad).await(ofSeconds(1)))
                    .isInstanceOf(JobFailedException.class);
            assertThat(windlass.store().jobs().attempts(bad))
                    .singleElement()
                    .extracting(Attempt::outcome, attempt -> attempt.error().orElseThrow())
                    .containsExactly(
                            Outcome.FAILED,
                            "the store refused the outcome SUCCEEDED of this attempt: cannot digest ? a result at"
                                    + " jdbc:x://ada:***@host with password=***");
            assertThat(windlass.list(JobQuery.ALL.withLimit(100)).jobs())
                    .hasSize(40)
                    .filteredOn(job -> !job.id().equals(bad))
                    .allMatch(job -> job.state() == JobState.SUCCEEDED);
            await().until(() -> windlass.health().isEmpty());
        }
    }

    @Test
    void while_the_store_digests_nothing_outcomes_are_kept_and_health_says_so() throws Exception {
        store.gate.countDown();
        store.breaksAll = true;
        try (var windlass = windlass()) {
            var handle = windlass.enqueue(DOUBLE, 21);
            await().until(() -> windlass.health().containsKey("windlass-worker.claims"));
            assertThat(windlass.health().get("windlass-worker.claims")).contains("cannot digest anything");
            store.breaksAll = false;
            assertThat(handle.await(ofSeconds(20))).isEqualTo(42);
            assertThat(windlass.store().jobs().attempts(handle.id())).hasSize(1);
        }
    }
}
