package dev.windlass.task;

import static java.time.Duration.ofDays;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class QueueTest {
    private static final Queue MAIL = Queue.named("mail");

    @Test
    void a_rate_bursts_as_much_as_it_gives_in_a_period_unless_it_says_otherwise() {
        assertThat(MAIL.rate(50, ofSeconds(1)).bounds().rate()).contains(new Rate(50, ofSeconds(1), 50));
        assertThat(MAIL.rate(50, ofSeconds(1)).burst(3).bounds().rate()).contains(new Rate(50, ofSeconds(1), 3));
    }

    @Test
    void only_rate_concurrency_and_strict_lanes_make_a_claim_the_start() {
        assertThat(MAIL.depth(1).bytes(1).startsWhenClaimed()).isFalse();
        assertThat(MAIL.rate(1, ofSeconds(1)).startsWhenClaimed()).isTrue();
        assertThat(MAIL.concurrency(1).startsWhenClaimed()).isTrue();
        assertThat(MAIL.strict().startsWhenClaimed()).isTrue();
    }

    @Test
    void named_times_of_keeping_are_a_day_a_week_and_ninety_days() {
        assertThat(MAIL.retention(Retention.SHORT).keep()).isEqualTo(ofDays(1));
        assertThat(MAIL.retention(Retention.NORMAL).keep()).isEqualTo(ofDays(7));
        assertThat(MAIL.retention(Retention.LONG).keep()).isEqualTo(ofDays(90));
    }

    @Test
    void priorities_by_number_map_to_lanes_by_range() {
        assertThat(Lane.ofPriority(Integer.MIN_VALUE)).isEqualTo(Lane.LOW);
        assertThat(Lane.ofPriority(-1)).isEqualTo(Lane.LOW);
        assertThat(Lane.ofPriority(0)).isEqualTo(Lane.NORMAL);
        assertThat(Lane.ofPriority(1)).isEqualTo(Lane.HIGH);
        assertThat(Lane.ofPriority(9)).isEqualTo(Lane.HIGH);
        assertThat(Lane.ofPriority(10)).isEqualTo(Lane.CRITICAL);
        assertThat(Lane.ofPriority(Integer.MAX_VALUE)).isEqualTo(Lane.CRITICAL);
    }

    @Test
    void rules_that_make_no_sense_are_refused_in_one_sentence() {
        assertThatThrownBy(() -> MAIL.rate(0, ofSeconds(1)))
                .hasMessage(
                        "a rate is 0 starts, it must be 1 to 1000000; pause a queue that shall start nothing, and take a"
                                + " longer period for less than one");
        assertThatThrownBy(() -> MAIL.rate(1, ofDays(32)))
                .hasMessage("the period of a rate is 32 days, it must be 1 millisecond to 31 days");
        assertThatThrownBy(() -> MAIL.burst(3))
                .hasMessage("queue mail has a burst of 3 and no rate; say rate(...) first");
        assertThatThrownBy(() -> MAIL.concurrency(0))
                .hasMessage(
                        "the concurrency of a queue is 0, it must be at least 1; pause a queue that shall start nothing");
        assertThatThrownBy(() -> MAIL.depth(-1))
                .hasMessage(
                        "the depth of a queue is -1, it must be at least 1; pause a queue that shall start nothing");
    }
}
