package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Accepter;
import dev.windlass.engine.JobIds;
import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueFullException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** Callers who share an accept with one whose queue is full. */
class FullQueueTest {
    private final List<Integer> batches = new ArrayList<>();
    private final ForwardingStore store = new ForwardingStore(MemoryStore.open()) {
        @Override
        public Accepted accept(List<NewJob> batch) {
            batches.add(batch.size());
            return super.accept(batch);
        }
    };
    private final Accepter accepter = new Accepter(
            store.jobs(),
            new JobIds(store.now(), () -> 0, new HandDriven.CountedChance(0)),
            () -> 0,
            HandDriven.DEAF,
            Duration.ofSeconds(30));

    private CompletableFuture<Accepted> submit(long number, String queue) {
        return accepter.submit(List.of(JobDraft.numbered(number).queue(queue).job()));
    }

    @Test
    void others_of_the_batch_are_accepted_together_and_those_that_fit_one_by_one() {
        store.queues().declare(List.of(Queue.named("mail").depth(1)));
        var answers = List.of(
                submit(1, "mail"), submit(2, "default"), submit(3, "mail"), submit(4, "default"), submit(5, "other"));

        while (!accepter.isIdle()) {
            accepter.run();
        }

        assertThat(batches).containsExactly(5, 3, 1, 1);
        assertThat(answers)
                .filteredOn(CompletableFuture::isCompletedExceptionally)
                .containsExactly(answers.get(2));
        assertThat(answers.get(2))
                .failsWithin(Duration.ofSeconds(1))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(QueueFullException.class);
    }
}
