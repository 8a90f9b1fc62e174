package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Accepter;
import dev.windlass.engine.JobIds;
import dev.windlass.engine.Next;
import dev.windlass.store.Accepted;
import dev.windlass.store.NewJob;
import dev.windlass.store.memory.MemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Callers who enqueue again as soon as they have their answer. */
class GatheringTest {
    private final List<Integer> batches = new ArrayList<>();
    private final ForwardingStore store = new ForwardingStore(MemoryStore.open()) {
        @Override
        public Accepted accept(List<NewJob> batch) {
            batches.add(batch.size());
            return super.accept(batch);
        }
    };
    private final List<CompletableFuture<Accepted>> answers = new ArrayList<>();
    private long nanos;
    private long jobs;
    private final Accepter accepter = new Accepter(
            store.jobs(),
            new JobIds(store.now(), () -> nanos, new HandDriven.CountedChance(0)),
            () -> nanos,
            HandDriven.DEAF,
            Duration.ofSeconds(30));

    private void submit(int callers) {
        for (var caller = 0; caller < callers; caller++) {
            answers.add(accepter.submit(List.of(JobDraft.numbered(++jobs).job())));
        }
    }

    @AfterEach
    void everybody_is_answered() {
        assertThat(answers).allMatch(CompletableFuture::isDone);
    }

    @Test
    void the_first_is_accepted_at_once() {
        submit(1);

        accepter.run();

        assertThat(batches).containsExactly(1);
    }

    @Test
    void those_who_come_back_share_a_commit_with_those_who_came_meanwhile() {
        submit(4);
        accepter.run();
        submit(4);
        accepter.run();
        submit(2);

        assertThat(accepter.run()).isEqualTo(Next.after(Duration.ofNanos(200_000)));
        submit(2);
        accepter.run();

        assertThat(batches).containsExactly(4, 4, 4);
    }

    @Test
    void those_who_do_not_come_back_are_waited_for_a_moment_and_once() {
        submit(4);
        accepter.run();
        submit(1);
        nanos += 150_000;
        assertThat(accepter.run()).isEqualTo(Next.after(Duration.ofNanos(50_000)));

        nanos += 50_000;
        accepter.run();
        assertThat(batches).containsExactly(4, 1);

        submit(1);
        accepter.run();
        assertThat(batches).containsExactly(4, 1, 1);
    }

    @Test
    void an_accept_that_is_full_waits_for_nobody() {
        submit(2_001);
        accepter.run();
        submit(1);
        accepter.run();
        submit(998);

        accepter.run();

        assertThat(batches).containsExactly(1_000, 1_000, 1_000);
    }
}
