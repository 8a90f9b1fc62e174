package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.KeyView;
import dev.windlass.store.Store;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people see of limits and do to them, on threads and by the clock of the machine. For stores with the ability RULED. */
@Timeout(60)
public abstract class LimitLifeContract {
    private static final Task<Integer, Void> WORK = Task.named("work", Integer.class);
    private static final Limit SHOP = Limit.named("per-shop").concurrent(1);
    private static final Options NINE = Options.DEFAULT.limit(SHOP, "shop-9");

    /** A fresh store. */
    protected abstract Store store();

    private static WindlassBuilder on(Store store, Limit... limits) {
        var builder = Windlass.on(store);
        for (var limit : limits) {
            builder.limit(limit);
        }
        return builder;
    }

    @Test
    void an_override_lets_more_jobs_pass_at_once_and_a_reset_lets_no_more_than_declared() throws Exception {
        var began = new Semaphore(0);
        var go = new CountDownLatch(1);
        try (var windlass = on(store(), SHOP)
                .slots(4)
                .performVoid(WORK, (number, run) -> {
                    began.release();
                    go.await();
                })
                .start()) {
            windlass.enqueueAll(WORK, IntStream.range(0, 4).boxed(), NINE);
            began.acquire();
            assertThat(windlass.limits().keys("per-shop"))
                    .containsExactly(new KeyView(new LimitKey("per-shop", "shop-9"), 1, 3));

            windlass.limits().override(Limit.named("per-shop").concurrent(3));

            began.acquire(2);
            var view = windlass.limits().find("per-shop").orElseThrow();
            assertThat(view.declared()).contains(SHOP);
            assertThat(view.override()).contains(Limit.named("per-shop").concurrent(3));
            assertThat(view.held()).isEqualTo(3);
            windlass.limits().reset("per-shop");
            assertThat(windlass.limits().find("per-shop").orElseThrow().inForce())
                    .isEqualTo(SHOP);
            go.countDown();
            assertThat(windlass.drain(ofSeconds(20))).isTrue();
            assertThat(windlass.limits().keys("per-shop")).isEmpty();
        }
    }

    @Test
    void a_limit_that_the_store_does_not_know_is_refused_in_one_sentence() {
        try (var windlass = on(store(), SHOP).withoutWorkers().start()) {
            assertThatThrownBy(() ->
                            windlass.limits().override(Limit.named("per-shpo").concurrent(2)))
                    .hasMessage(
                            "limit \"per-shpo\" is not known to this store, known are per-shop; a limit is known once a"
                                    + " Windlass that declares it was started")
                    .isInstanceOfSatisfying(
                            WindlassException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
        try (var windlass = on(store()).withoutWorkers().start()) {
            assertThatThrownBy(() -> windlass.limits().reset("per-shop")).hasMessageContaining("known are none;");
        }
    }

    @Test
    void an_override_of_another_kind_is_refused_in_one_sentence() {
        var alone = Limit.named("alone").mutex();
        var ordered = Limit.named("ordered").sequence();
        try (var windlass = on(store(), SHOP, alone, ordered).withoutWorkers().start()) {
            var limits = windlass.limits();
            assertThatThrownBy(() -> limits.override(Limit.named("per-shop").rate(1, ofSeconds(1))))
                    .hasMessage(
                            "limit per-shop is declared as concurrent and the override says rate; an override changes"
                                    + " numbers, for another kind change its declaration");
            assertThatThrownBy(() -> limits.override(Limit.named("alone").concurrent(2)))
                    .hasMessage("limit alone is a mutex and has no number to override; change its declaration");
            assertThatThrownBy(() -> limits.override(ordered))
                    .hasMessage("limit ordered is a sequence and has no number to override; change its declaration");
            assertThatThrownBy(() -> limits.override(Limit.named("per-shop").concurrent(0)))
                    .hasMessage("concurrent is 0, it must be 1 to 10000");
            assertThat(limits.list()).allMatch(view -> view.override().isEmpty());
        }
    }
}
