package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class SteadyTest {
    private final Health health = new Health();
    private boolean down = true;

    private final Steady steady = new Steady("claims", this::turn, new HandChance(), health);

    private Next turn() {
        if (down) {
            throw new StoreException(ErrorCode.STORE_DOWN, "connection refused");
        }
        return Next.now();
    }

    @Test
    void waits_double_up_to_two_seconds_and_hints_cannot_cut_them_short() {
        var waits = new ArrayList<Duration>();
        for (var i = 0; i < 12; i++) {
            var next = steady.run();
            assertThat(next.patience()).isEqualTo(Next.Patience.FIRM);
            waits.add(next.after());
        }
        assertThat(waits).isSorted().allMatch(wait -> wait.compareTo(Duration.ofSeconds(2)) <= 0);
        assertThat(waits.get(0)).isLessThan(Duration.ofMillis(51));
        assertThat(waits.get(11)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void the_ill_are_named_until_they_are_well() {
        steady.run();
        assertThat(health.ills()).containsEntry("claims", "connection refused");
        down = false;
        assertThat(steady.run()).isEqualTo(Next.now());
        assertThat(health.ills()).isEmpty();
    }

    @Test
    void a_bug_is_not_taken_for_an_outage() {
        var buggy = new Steady(
                "claims",
                () -> {
                    throw new IllegalStateException("bug");
                },
                new HandChance(),
                health);
        assertThatThrownBy(buggy::run).isInstanceOf(IllegalStateException.class);
    }
}
