package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.util.concurrent.CopyOnWriteArrayList;
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
