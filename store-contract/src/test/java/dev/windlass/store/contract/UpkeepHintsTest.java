package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Next;
import dev.windlass.engine.Work;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.Options;
import dev.windlass.task.RetryLater;
import dev.windlass.task.Task;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A hint to the upkeep costs a call of the store, so it is given only where waiting for its next turn would be too late. */
final class UpkeepHintsTest {
    private static final Task<String, String> CHILD =
            Task.named(HandDriven.TASK, String.class, String.class).withCodec(Codec.json());

    private static int hintsOf(Work work) {
        try (var store = MemoryStore.open()) {
            var hand = new HandDriven(store, work);
            hand.accept();
            hand.exchange();
            hand.runNext();
            hand.exchange();
            return hand.upkeepHints();
        }
    }

    private static Work child(Options options) {
        return (payload, run) -> {
            run.enqueue(CHILD, "child", options);
            return Content.NONE;
        };
    }

    private static Work retry(Duration delay) {
        return (payload, run) -> {
            throw new RetryLater(delay, "not yet");
        };
    }

    @Test
    void success_hints_at_nothing() {
        assertThat(hintsOf((payload, run) -> Content.NONE)).isZero();
    }

    @Test
    void child_that_is_due_now_stands_in_its_lane_and_needs_no_promotion() {
        assertThat(hintsOf(child(Options.DEFAULT))).isZero();
    }

    @Test
    void child_that_is_due_soon_is_told_to_the_promoter() {
        assertThat(hintsOf(child(Options.in(Duration.ofMillis(10))))).isEqualTo(1);
    }

    @Test
    void retry_that_is_due_before_the_promoter_looks_of_itself_is_told_to_it() {
        assertThat(hintsOf(retry(Duration.ofMillis(10)))).isEqualTo(1);
        assertThat(hintsOf(retry(Duration.ofHours(1)))).isZero();
    }

    @Test
    void hint_wakes_the_promoter_and_not_the_duties_that_share_its_thread() {
        try (var store = MemoryStore.open()) {
            var hand = new HandDriven(store, (payload, run) -> Content.NONE);

            assertThat(hand.duty("promoter").run().patience()).isEqualTo(Next.Patience.WAKEABLE);
            for (var other : List.of("rescuer", "notes", "pruner")) {
                assertThat(hand.duty(other).run().patience()).as(other).isEqualTo(Next.Patience.FIRM);
            }
        }
    }
}
