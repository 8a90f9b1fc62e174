package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.windlass.Windlass;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.WindlassException;
import java.time.Duration;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LifeOnMemoryTest extends LifeContract {
    @Override
    protected Store store() {
        return MemoryStore.open();
    }

    @Override
    protected Store reopened(Store closed) {
        return closed;
    }

    @Test
    void a_step_that_was_checkpointed_is_not_done_again_by_a_later_attempt() throws Exception {
        var done = new AtomicInteger();
        try (var windlass = Windlass.on(store())
                .queue(Queue.named("default")
                        .retry(Retry.fixed(Duration.ofMillis(1)).attempts(3)))
                .perform(GREET, (greeting, run) -> {
                    var charged = run.checkpoint("charged", Greeting.class, () -> {
                        run.enqueue(NOTE, greeting);
                        return new Greeting(greeting.name() + done.incrementAndGet());
                    });
                    if (run.attempt() < 3) {
                        throw new IllegalStateException("after the charge");
                    }
                    return new Answer(charged.name(), run.attempt());
                })
                .performVoid(NOTE, (greeting, run) -> {})
                .start()) {
            assertThat(windlass.enqueue(GREET, new Greeting("ada")).await(SOON)).isEqualTo(new Answer("ada1", 3));
            windlass.drain();
            assertThat(windlass.list(JobQuery.ALL.withTask("note")).jobs()).hasSize(1);
        }
    }

    @Test
    void a_session_is_refused_in_one_sentence() throws Exception {
        var refusals = new CopyOnWriteArrayList<WindlassException>();
        try (var windlass = Windlass.on(store())
                .perform(GREET, (greeting, run) -> {
                    refusals.add(catchThrowableOfType(
                            WindlassException.class, () -> run.completing(session -> new Answer("x", 1))));
                    refusals.add(catchThrowableOfType(
                            WindlassException.class, () -> run.checkpoint("x", String.class, session -> "x")));
                    return new Answer("without", 1);
                })
                .start()) {
            assertThat(windlass.enqueue(GREET, new Greeting("ada")).await(SOON)).isEqualTo(new Answer("without", 1));
        }
        assertThat(refusals)
                .hasSize(2)
                .allSatisfy(refusal -> assertThat(refusal)
                        .hasMessage("a store in memory has no transactions to lend; return the result as usual, or"
                                + " checkpoint without a session"))
                .extracting(WindlassException::code)
                .containsOnly(ErrorCode.BAD_INPUT);
    }
}
