package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Expired;
import dev.windlass.store.Keep;
import dev.windlass.store.Promoted;
import dev.windlass.store.Pruned;
import dev.windlass.store.Upkeep;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class PrunerTest {
    private static final Duration TURN = Duration.ofMillis(4);

    private final HandTicker ticker = new HandTicker();
    private final Expiring store = new Expiring();
    private final Pruner pruner = new Pruner(store, ticker);

    /** A store in which so many rows are over with each second, and a prune takes its time. */
    private final class Expiring implements Upkeep {
        private final long begin = ticker.nanos();
        private long eachSecond;
        private long removed;
        private int calls;

        long over() {
            return ticker.since(begin).toMillis() * eachSecond / 1_000 - removed;
        }

        @Override
        public Promoted promote(int limit) {
            return new Promoted(0, Optional.empty());
        }

        @Override
        public List<Expired> expire(int limit, Keep keep) {
            return List.of();
        }

        @Override
        public int settle(int limit) {
            return 0;
        }

        @Override
        public Pruned prune(int limit) {
            var count = (int) Math.min(limit, over());
            removed += count;
            calls++;
            ticker.pass(TURN);
            return new Pruned(count, count == limit);
        }
    }

    private void live(Duration time) {
        for (var end = ticker.nanos() + time.toNanos(); ticker.nanos() < end; ) {
            ticker.pass(pruner.run().after());
        }
    }

    @Test
    void store_that_is_not_behind_is_called_every_five_seconds() {
        store.eachSecond = 10;

        live(Duration.ofHours(1));

        assertThat(store.calls).isLessThanOrEqualTo(3_600 / 5);
        assertThat(store.over()).isLessThanOrEqualTo(5 * 10);
    }

    @Test
    void store_is_not_left_behind_by_ten_thousand_rows_a_second() {
        store.eachSecond = 10_000;

        live(Duration.ofHours(1));

        assertThat(store.over()).isLessThanOrEqualTo(6 * 10_000);
    }

    @Test
    void store_that_is_far_behind_has_nineteen_twentieths_of_its_time_for_others() {
        store.eachSecond = 1_000_000;

        live(Duration.ofMinutes(1));

        assertThat(TURN.multipliedBy(store.calls))
                .isLessThanOrEqualTo(Duration.ofSeconds(3).plus(TURN));
    }

    @Test
    void no_hint_cuts_its_rest_short() {
        assertThat(pruner.run().patience()).isEqualTo(Next.Patience.FIRM);
    }
}
