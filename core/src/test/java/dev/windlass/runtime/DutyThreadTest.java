package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Duty;
import dev.windlass.engine.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rests here last a day: whatever comes after one within the patience of a test was woken. */
final class DutyThreadTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Semaphore turns = new Semaphore(0);
    private final List<DutyThread> threads = new ArrayList<>();

    private DutyThread started(Duty duty) {
        var thread = new DutyThread("test-duty", duty);
        threads.add(thread);
        thread.start();
        return thread;
    }

    private Next turn(Next next) {
        turns.release();
        return next;
    }

    private void awaitTurn() throws InterruptedException {
        assertThat(turns.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .as("a turn within %s", PATIENCE)
                .isTrue();
    }

    @AfterEach
    void stop() {
        threads.forEach(thread -> thread.stop(PATIENCE));
    }

    @Test
    void wake_ends_a_rest() throws InterruptedException {
        var thread = started(() -> turn(Next.after(DAY)));
        awaitTurn();

        thread.wake();

        awaitTurn();
    }

    @Test
    void wake_during_a_turn_is_not_lost() throws InterruptedException {
        var began = new Semaphore(0);
        var woken = new CountDownLatch(1);
        var thread = started(() -> {
            began.release();
            awaitQuietly(woken);
            return turn(Next.after(DAY));
        });
        began.acquire();

        thread.wake();
        woken.countDown();

        awaitTurn();
        awaitTurn();
    }

    @Test
    void firm_rest_is_ended_by_a_stop_and_not_by_a_wake() throws InterruptedException {
        var thread = started(() -> turn(Next.notBefore(DAY)));
        awaitTurn();

        thread.wake();

        assertThat(thread.stop(PATIENCE)).isTrue();
        assertThat(turns.availablePermits()).as("turns after the first").isZero();
    }

    @Test
    void stop_waits_for_the_turn_that_is_under_way_and_says_when_it_does_not_end() throws InterruptedException {
        var let = new CountDownLatch(1);
        var thread = started(() -> {
            turns.release();
            awaitQuietly(let);
            return Next.now();
        });
        awaitTurn();

        assertThat(thread.stop(Duration.ofMillis(1))).isFalse();
        let.countDown();
        assertThat(thread.stop(PATIENCE)).isTrue();
        assertThat(turns.availablePermits()).as("turns after the stop").isZero();
    }

    @Test
    void duty_that_breaks_is_called_again() throws InterruptedException {
        var thread = started(() -> {
            turns.release();
            throw new IllegalStateException("a bug");
        });

        awaitTurn();
        awaitTurn();
        assertThat(thread.stop(PATIENCE)).isTrue();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
