package dev.windlass.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lease 15 s, beat 5 s: the defaults. */
class MembershipTest {
    private final HandTicker ticker = new HandTicker();
    private Instant storeTime = Instant.parse("2026-11-22T10:00:00Z");
    private final Membership membership = new Membership(
            new Membership.Card("worker", "host", 1, Map.of()), Settings.DEFAULT, ticker, new HandChance());

    @Test
    void a_worker_that_just_joined_declares_nobody_dead() {
        membership.joined(membership.id(), ticker.nanos());
        assertThat(membership.mayRescueOthers()).isFalse();
    }

    @Test
    void one_lease_length_of_unbroken_beats_gives_the_right_to_rescue() {
        beats(3);
        assertThat(membership.mayRescueOthers()).isTrue();
    }

    @Test
    void a_pause_of_the_process_takes_the_right_away_before_any_beat_tells() {
        beats(3);
        ticker.pass(ofSeconds(60));
        assertThat(membership.mayRescueOthers()).isFalse();
    }

    @Test
    void after_a_pause_the_wait_begins_anew() {
        beats(3);
        ticker.pass(ofSeconds(60));
        beats(1);
        assertThat(membership.mayRescueOthers()).isFalse();
        beats(3);
        assertThat(membership.mayRescueOthers()).isTrue();
    }

    @Test
    void an_unanswered_beat_begins_the_wait_anew() {
        beats(3);
        membership.silence();
        assertThat(membership.mayRescueOthers()).isFalse();
    }

    @Test
    void the_lease_is_uncertain_once_a_lease_length_passed_in_silence() {
        membership.joined(membership.id(), ticker.nanos());
        ticker.pass(ofSeconds(14));
        assertThat(membership.uncertain()).isFalse();
        ticker.pass(ofSeconds(1));
        assertThat(membership.uncertain()).isTrue();
    }

    @Test
    void an_ended_row_is_followed_by_a_new_id_that_has_not_joined() {
        beats(3);
        var ended = membership.id();
        membership.renounce(ended);
        assertThat(membership.id()).isNotEqualTo(ended);
        assertThat(membership.joined()).isFalse();
        assertThat(membership.mayRescueOthers()).isFalse();
    }

    @Test
    void a_late_answer_about_an_old_row_does_not_end_the_new_one() {
        beats(1);
        var ended = membership.id();
        membership.renounce(ended);
        beats(1);
        var current = membership.id();
        membership.renounce(ended);
        assertThat(membership.id()).isEqualTo(current);
    }

    @Test
    void a_late_answer_to_the_join_of_an_old_row_does_not_join_the_new_one() {
        beats(1);
        var old = membership.id();
        membership.renounce(old);
        membership.joined(old, ticker.nanos());
        assertThat(membership.joined()).isFalse();
        assertThat(membership.uncertain()).isTrue();
    }

    @Test
    void a_row_that_has_not_joined_cannot_end() {
        var current = membership.id();
        assertThat(membership.renounce(current)).isFalse();
        assertThat(membership.id()).isEqualTo(current);
        beats(1);
        assertThat(membership.renounce(current)).isTrue();
    }

    @Test
    void a_store_clock_that_jumps_ahead_begins_the_wait_anew() {
        beats(4);
        storeTime = storeTime.plusSeconds(3);
        membership.contact(ticker.nanos(), storeTime);
        assertThat(membership.mayRescueOthers()).isFalse();
    }

    @Test
    void a_store_clock_that_runs_slow_takes_no_right_away() {
        beats(4);
        membership.contact(ticker.nanos(), storeTime.minusSeconds(3));
        assertThat(membership.mayRescueOthers()).isTrue();
    }

    /** Answered beats, one each five seconds, the first one now; the very first joins. */
    private void beats(int count) {
        for (var i = 0; i < count; i++) {
            if (membership.joined()) {
                membership.contact(ticker.nanos(), storeTime);
            } else {
                membership.joined(membership.id(), ticker.nanos());
            }
            ticker.pass(Duration.ofSeconds(5));
            storeTime = storeTime.plusSeconds(5);
        }
    }
}
