package dev.windlass.store;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.task.Rate;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final Rate THIRD = new Rate(3, ofSeconds(1), 2);

    @Test
    void a_full_bucket_gives_its_burst_and_then_waits_for_whole_starts() {
        var empty = Bucket.full(THIRD, 0).take(THIRD, 2, 0);

        assertThat(empty.starts(THIRD, 333_333)).isZero();
        assertThat(empty.wait(THIRD, 0)).isEqualTo(333_334);
        assertThat(empty.starts(THIRD, 333_334)).isEqualTo(1);
        assertThat(empty.starts(THIRD, 666_667)).isEqualTo(2);
    }

    @Test
    void rests_of_a_thousand_claims_are_not_lost_or_gained_by_rounding() {
        var bucket = Bucket.full(THIRD, 0).take(THIRD, 2, 0);
        var starts = 0;
        for (var now = 0L; now <= 1_000_000_000L; now += 333_333) {
            var some = bucket.starts(THIRD, now);
            bucket = some > 0 ? bucket.take(THIRD, some, now) : bucket;
            starts += some;
        }
        assertThat(starts).isBetween(2_999, 3_000);
    }

    @Test
    void a_rest_of_a_hundred_years_fills_the_largest_bucket_and_overflows_nothing() {
        var largest = new Rate(Rate.MOST, Rate.LONGEST, Rate.MOST);
        var now = Duration.ofDays(36_525).toMillis() * 1_000;
        assertThat(new Bucket(0, 0).starts(largest, now)).isEqualTo(Rate.MOST);
    }

    @Test
    void a_clock_that_steps_back_fills_nothing() {
        var empty = Bucket.full(THIRD, 1_000_000).take(THIRD, 2, 1_000_000);
        assertThat(empty.starts(THIRD, 0)).isZero();
    }

    @Test
    void a_start_is_given_back_only_if_nothing_was_taken_since() {
        var taken = Bucket.full(THIRD, 0).take(THIRD, 1, 7);
        assertThat(taken.giveBack(THIRD, 7).starts(THIRD, 7)).isEqualTo(2);
        assertThat(taken.take(THIRD, 1, 8).giveBack(THIRD, 7).starts(THIRD, 8)).isZero();
    }

    @Test
    void another_rate_keeps_whole_starts_up_to_its_burst() {
        var slow = Rate.of(1, ofMillis(500));
        assertThat(Bucket.full(THIRD, 0).under(THIRD, slow, 0).starts(slow, 0)).isEqualTo(1);
    }

    @Test
    void more_than_there_is_cannot_be_taken() {
        assertThatThrownBy(() -> Bucket.full(THIRD, 0).take(THIRD, 3, 0))
                .hasMessageStartingWith("3 starts are more than");
    }
}
