package dev.windlass.engine;

import static dev.windlass.engine.Isolation.Stance.CLOSED;
import static dev.windlass.engine.Isolation.Stance.INVITING;
import static dev.windlass.engine.Isolation.Stance.OPEN;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class IsolationTest {
    private final HandTicker ticker = new HandTicker();
    private final Isolation isolation = new Isolation(ticker, ofSeconds(5), ofSeconds(30));

    @Test
    void a_busy_worker_claims_nothing_until_it_is_idle() {
        isolation.seen(List.of("mail"));
        assertThat(isolation.stance(false, false)).isEqualTo(CLOSED);
        assertThat(isolation.stance(true, false)).isEqualTo(INVITING);
        assertThat(isolation.queue()).isEqualTo("mail");
    }

    @Test
    void its_patience_to_become_idle_has_an_end() {
        isolation.seen(List.of("mail"));
        ticker.pass(ofSeconds(4));
        assertThat(isolation.stance(false, false)).isEqualTo(CLOSED);
        ticker.pass(ofSeconds(1));
        assertThat(isolation.stance(false, false)).isEqualTo(INVITING);
    }

    @Test
    void nothing_is_started_beside_a_suspect_for_its_time() {
        invite();
        isolation.invited(true);
        ticker.pass(ofSeconds(29));
        assertThat(isolation.stance(false, true)).isEqualTo(CLOSED);
        ticker.pass(ofSeconds(1));
        assertThat(isolation.stance(false, true)).isEqualTo(OPEN);
    }

    @Test
    void no_second_suspect_is_invited_while_one_runs() {
        invite();
        isolation.invited(true);
        ticker.pass(ofSeconds(30));
        assertThat(isolation.stance(false, true)).isEqualTo(OPEN);
        isolation.seen(List.of("mail"));
        assertThat(isolation.stance(true, true)).isEqualTo(OPEN);
    }

    @Test
    void an_ordinary_claim_comes_before_the_next_suspect() {
        invite();
        isolation.invited(true);
        assertThat(isolation.stance(true, false)).isEqualTo(OPEN);
        isolation.seen(List.of("mail"));
        assertThat(isolation.stance(true, false)).isEqualTo(OPEN);
        isolation.seen(List.of("mail"));
        assertThat(isolation.stance(true, false)).isEqualTo(INVITING);
    }

    @Test
    void a_suspect_that_went_elsewhere_leaves_the_worker_open() {
        invite();
        isolation.invited(false);
        assertThat(isolation.stance(true, false)).isEqualTo(OPEN);
    }

    private void invite() {
        isolation.seen(List.of("mail"));
        assertThat(isolation.stance(true, false)).isEqualTo(INVITING);
    }
}
