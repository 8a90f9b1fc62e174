package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Accepter;
import dev.windlass.engine.JobIds;
import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.store.StoreException;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Callers who share an accept with one whose unique key is held by a transaction that is still open. */
class BusyKeyTest {
    private static final Terms BUSY = Terms.NONE.withUnique(Unique.key("busy"));

    private final List<Integer> batches = new ArrayList<>();
    private final ForwardingStore store = new ForwardingStore(MemoryStore.open()) {
        @Override
        public Accepted accept(List<NewJob> batch) {
            batches.add(batch.size());
            if (batch.stream().anyMatch(job -> job.terms().equals(BUSY))) {
                throw new StoreException(ErrorCode.BUSY_KEY, "a key is busy");
            }
            return super.accept(batch);
        }
    };
    private final Accepter accepter = new Accepter(
            store.jobs(),
            new JobIds(store.now(), () -> 0, new HandDriven.CountedChance(0)),
            () -> 0,
            HandDriven.DEAF,
            Duration.ofSeconds(30));

    private CompletableFuture<Accepted> submit(long number, Terms terms) {
        return accepter.submit(List.of(JobDraft.numbered(number).terms(terms).job()));
    }

    @Test
    void others_of_the_batch_are_accepted_together_and_those_with_keys_one_by_one() {
        var free = Terms.NONE.withUnique(Unique.key("free"));
        var answers = List.of(
                submit(1, free), submit(2, Terms.NONE), submit(3, BUSY), submit(4, Terms.NONE), submit(5, free));

        while (!accepter.isIdle()) {
            accepter.run();
        }

        assertThat(batches).containsExactly(5, 2, 1, 1, 1);
        assertThat(answers)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .containsExactly(answers.get(2));
        assertThat(answers.get(2))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableOfType(ExecutionException.class)
                .withMessageEndingWith("a key is busy");
    }
}
