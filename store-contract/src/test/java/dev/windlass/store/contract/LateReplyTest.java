package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Exchange;
import dev.windlass.store.StoreException;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import dev.windlass.task.Queue;
import org.junit.jupiter.api.Test;

/** A worker whose claim is answered late: what people said in between holds for what it brings. */
final class LateReplyTest {
    /** Does what the test says between a claim and its answer, which may be lost. */
    private static final class LateStore extends ForwardingStore {
        private Runnable meanwhile = () -> {};
        private boolean loses;

        LateStore() {
            super(MemoryStore.open());
        }

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            var answer = super.exchange(ask);
            var now = meanwhile;
            meanwhile = () -> {};
            now.run();
            if (loses) {
                loses = false;
                throw new StoreException(ErrorCode.STORE_DOWN, "the answer is lost");
            }
            return answer;
        }
    }

    private final LateStore store = new LateStore();
    private final HandDriven hand = new HandDriven(store, (payload, run) -> Content.NONE);

    private void pause() {
        store.queues().pause(Queue.DEFAULT_NAME);
        hand.duty("controller").run();
    }

    @Test
    void what_was_claimed_before_a_pause_goes_back_though_it_comes_after_it() {
        var job = hand.accept();
        store.meanwhile = this::pause;

        hand.exchange();

        assertThat(hand.worker().slots().take()).isEmpty();
        hand.exchange();
        assertThat(store.jobs().find(job).orElseThrow().state()).isEqualTo(JobState.READY);
    }

    @Test
    void what_a_repeated_claim_brings_after_a_pause_goes_back() {
        var job = hand.accept();
        store.loses = true;
        assertThatThrownBy(hand::exchange).hasMessage("the answer is lost");
        pause();

        hand.exchange();

        assertThat(hand.worker().slots().take()).isEmpty();
        hand.exchange();
        assertThat(store.jobs().find(job).orElseThrow().state()).isEqualTo(JobState.READY);
    }

    @Test
    void what_goes_back_runs_when_the_queue_goes_on() {
        var job = hand.accept();
        store.meanwhile = this::pause;
        hand.exchange();
        hand.exchange();

        store.queues().resume(Queue.DEFAULT_NAME);
        hand.duty("controller").run();
        hand.work();

        var found = store.jobs().find(job).orElseThrow();
        assertThat(found.state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(found.tally().failures()).isZero();
    }
}
