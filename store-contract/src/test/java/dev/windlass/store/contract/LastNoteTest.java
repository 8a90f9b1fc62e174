package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.LogLine;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import dev.windlass.store.StoreException;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.JobRun;
import dev.windlass.task.JobState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A run that ends while a note of it is on its way to the store: its slot does not wait, and no line is lost or doubled. */
@Timeout(60)
final class LastNoteTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Does what the test says while the first note is on its way. */
    private static final class SlowStore extends ForwardingStore {
        private Runnable before = () -> {};
        private Runnable after = () -> {};

        SlowStore() {
            super(MemoryStore.open());
        }

        @Override
        public void note(List<Note> notes) {
            var doBefore = before;
            var doAfter = after;
            before = () -> {};
            after = () -> {};
            doBefore.run();
            super.note(notes);
            doAfter.run();
        }
    }

    private final SlowStore store = new SlowStore();
    private final CountDownLatch said = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);
    private final HandDriven hand = new HandDriven(store, (payload, run) -> perform(run));
    private final JobId job = hand.accept();
    private CompletableFuture<Void> slot = new CompletableFuture<>();

    private Content perform(JobRun run) throws InterruptedException {
        run.log("one");
        run.progress(1, 2);
        said.countDown();
        go.await();
        run.log("two");
        return Content.NONE;
    }

    @AfterEach
    void close() {
        go.countDown();
        store.close();
    }

    private void begin() throws InterruptedException {
        hand.exchange();
        slot = CompletableFuture.runAsync(hand::runNext);
        assertThat(said.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    /** The task returns, its slot is free again, and an exchange carries whatever may be carried. */
    private void end() {
        go.countDown();
        assertThat(slot).as("the end of the run").succeedsWithin(PATIENCE);
        assertThat(hand.worker().slots().isIdle())
                .as("whether the slot is free")
                .isTrue();
        hand.exchange();
    }

    private void assertAllSaid(String... lines) {
        hand.exchange();
        assertThat(store.jobs().find(job).orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
        assertThat(store.jobs().find(job).orElseThrow().progress()).contains(new Progress(1, 2));
        assertThat(store.jobs().log(job)).extracting(LogLine::text).containsExactly(lines);
        assertThat(hand.worker().claimer().isFlushed()).isTrue();
    }

    @Test
    void run_that_ends_before_its_note_is_written_loses_no_line() throws InterruptedException {
        begin();
        store.before = this::end;

        hand.duty("notes").run();

        assertAllSaid("one", "two");
    }

    @Test
    void run_that_ends_after_its_note_was_written_doubles_no_line() throws InterruptedException {
        begin();
        store.after = this::end;

        hand.duty("notes").run();

        assertAllSaid("one", "two");
    }

    @Test
    void end_that_waits_for_its_note_counts_as_unflushed() throws InterruptedException {
        begin();
        store.before = () -> {
            end();
            assertThat(hand.worker().claimer().isFlushed()).isFalse();
        };

        hand.duty("notes").run();

        assertAllSaid("one", "two");
    }

    @Test
    void lines_of_a_note_that_was_not_written_go_with_the_end() throws InterruptedException {
        begin();
        store.before = () -> {
            end();
            throw new StoreException(ErrorCode.STORE_DOWN, "the store is down");
        };

        assertThatThrownBy(() -> hand.duty("notes").run()).isInstanceOf(StoreException.class);

        assertAllSaid("one", "two");
    }

    @Test
    void lines_of_a_note_that_was_not_written_go_with_the_next_note() throws InterruptedException {
        begin();
        store.before = () -> {
            throw new StoreException(ErrorCode.STORE_DOWN, "the store is down");
        };

        assertThatThrownBy(() -> hand.duty("notes").run()).isInstanceOf(StoreException.class);
        hand.duty("notes").run();
        assertThat(store.jobs().log(job)).extracting(LogLine::text).containsExactly("one");
        end();

        assertAllSaid("one", "two");
    }
}
