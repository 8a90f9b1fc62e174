package dev.windlass.engine;

import static dev.windlass.engine.Isolation.Stance.CLOSED;
import static dev.windlass.engine.Isolation.Stance.INVITING;
import static dev.windlass.engine.Isolation.Stance.OPEN;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Isolation.Standing;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A patience of 5 s, a suspect alone for 30 s: the defaults. */
class IsolationTest {
    private static final Standing IDLE = new Standing(true, true, false);
    private static final Standing BUSY = new Standing(true, false, false);
    private static final Standing FULL = new Standing(false, false, false);
    private static final Standing WITH_SUSPECT = new Standing(true, false, true);

    private final HandTicker ticker = new HandTicker();
    private final HandHints hints = new HandHints();
    private final Isolation isolation = new Isolation(Settings.DEFAULT, ticker, hints);
    private final Isolation.Member worker = isolation.member();

    @Test
    void a_busy_worker_claims_nothing_until_it_is_idle() {
        worker.seen(List.of("mail"));
        assertThat(worker.stance(BUSY)).isEqualTo(CLOSED);
        assertThat(worker.stance(IDLE)).isEqualTo(INVITING);
        assertThat(worker.queue()).isEqualTo("mail");
    }

    @Test
    void its_patience_to_become_idle_has_an_end() {
        worker.seen(List.of("mail"));
        assertThat(worker.stance(BUSY)).isEqualTo(CLOSED);
        ticker.pass(ofSeconds(4));
        assertThat(worker.stance(BUSY)).isEqualTo(CLOSED);
        ticker.pass(ofSeconds(1));
        assertThat(worker.stance(BUSY)).isEqualTo(INVITING);
    }

    @Test
    void a_worker_without_a_free_slot_waits_for_one_and_invites_nobody() {
        worker.seen(List.of("mail"));
        assertThat(worker.stance(FULL)).isEqualTo(CLOSED);
        ticker.pass(ofSeconds(60));
        assertThat(worker.stance(FULL)).isEqualTo(CLOSED);
        assertThat(worker.stance(BUSY)).isEqualTo(CLOSED);
        ticker.pass(ofSeconds(5));
        assertThat(worker.stance(BUSY)).isEqualTo(INVITING);
    }

    @Test
    void nothing_is_started_beside_a_suspect_for_its_time() {
        invite();
        worker.invited(true);
        ticker.pass(ofSeconds(29));
        assertThat(worker.stance(WITH_SUSPECT)).isEqualTo(CLOSED);
        assertThat(isolation.startsOnlySuspects()).isTrue();
        ticker.pass(ofSeconds(1));
        assertThat(worker.stance(WITH_SUSPECT)).isEqualTo(OPEN);
        assertThat(isolation.startsOnlySuspects()).isFalse();
    }

    @Test
    void no_second_suspect_is_invited_while_one_runs() {
        invite();
        worker.invited(true);
        ticker.pass(ofSeconds(30));
        assertThat(worker.stance(WITH_SUSPECT)).isEqualTo(OPEN);
        worker.seen(List.of("mail"));
        assertThat(worker.stance(WITH_SUSPECT)).isEqualTo(OPEN);
    }

    @Test
    void an_ordinary_claim_comes_before_the_next_suspect() {
        invite();
        worker.invited(true);
        assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
        worker.seen(List.of("mail"));
        assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
        worker.seen(List.of("mail"));
        assertThat(worker.stance(IDLE)).isEqualTo(INVITING);
    }

    @Test
    void a_suspect_that_went_elsewhere_leaves_the_worker_open() {
        invite();
        worker.invited(false);
        assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
    }

    private void invite() {
        worker.seen(List.of("mail"));
        assertThat(worker.stance(IDLE)).isEqualTo(INVITING);
    }

    @Nested
    class Two_workers_of_a_process {
        private final Isolation.Member other = isolation.member();

        @Test
        void both_become_idle_before_a_suspect_is_invited() {
            assertThat(other.stance(BUSY)).isEqualTo(OPEN);
            worker.seen(List.of("mail"));
            assertThat(worker.stance(IDLE)).isEqualTo(CLOSED);
            assertThat(other.stance(BUSY)).isEqualTo(CLOSED);
            assertThat(worker.stance(IDLE)).isEqualTo(CLOSED);
            assertThat(other.stance(IDLE)).isEqualTo(CLOSED);
            assertThat(worker.stance(IDLE)).isEqualTo(INVITING);
            assertThat(isolation.startsOnlySuspects()).isTrue();
        }

        @Test
        void none_claims_while_the_suspect_of_one_is_alone() {
            invite();
            assertThat(other.stance(IDLE)).isEqualTo(CLOSED);
            worker.invited(true);
            assertThat(other.stance(IDLE)).isEqualTo(CLOSED);
            ticker.pass(ofSeconds(30));
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
        }

        @Test
        void only_one_invites_though_both_have_seen_a_suspect() {
            worker.seen(List.of("mail"));
            other.seen(List.of("print"));
            assertThat(worker.stance(IDLE)).isEqualTo(INVITING);
            assertThat(other.stance(IDLE)).isEqualTo(CLOSED);
        }

        @Test
        void no_second_suspect_is_invited_by_the_other_while_one_runs() {
            invite();
            worker.invited(true);
            ticker.pass(ofSeconds(30));
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
            other.seen(List.of("print"));
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
            assertThat(worker.stance(WITH_SUSPECT)).isEqualTo(OPEN);
        }

        @Test
        void the_patience_counts_from_the_last_claim_that_was_under_way() {
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
            worker.seen(List.of("mail"));
            assertThat(worker.stance(IDLE)).isEqualTo(CLOSED);
            ticker.pass(ofSeconds(6));
            assertThat(worker.stance(IDLE)).isEqualTo(CLOSED);
            assertThat(other.stance(BUSY)).isEqualTo(CLOSED);
            ticker.pass(ofSeconds(4));
            assertThat(worker.stance(IDLE)).isEqualTo(CLOSED);
            ticker.pass(ofSeconds(1));
            assertThat(worker.stance(IDLE)).isEqualTo(INVITING);
        }

        @Test
        void a_claim_that_hangs_ends_the_waiting_and_not_the_work() {
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
            worker.seen(List.of("mail"));
            assertThat(worker.stance(IDLE)).isEqualTo(CLOSED);
            ticker.pass(ofSeconds(10));
            assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
            worker.seen(List.of("mail"));
            assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
        }

        @Test
        void the_other_works_on_while_one_has_no_free_slot() {
            worker.seen(List.of("mail"));
            assertThat(worker.stance(FULL)).isEqualTo(CLOSED);
            assertThat(other.stance(BUSY)).isEqualTo(OPEN);
        }

        @Test
        void the_other_works_on_while_one_may_not_claim_what_it_invites() {
            invite();
            assertThat(other.stance(IDLE)).isEqualTo(CLOSED);
            assertThat(worker.stance(FULL)).isEqualTo(CLOSED);
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
        }

        @Test
        void each_has_a_turn_before_the_next_suspect() {
            invite();
            worker.invited(true);
            assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
            assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
            worker.seen(List.of("mail"));
            assertThat(worker.stance(IDLE)).isEqualTo(OPEN);
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
            assertThat(other.stance(IDLE)).isEqualTo(OPEN);
            worker.seen(List.of("mail"));
            assertThat(worker.stance(IDLE)).isEqualTo(CLOSED);
        }

        @Test
        void each_step_wakes_those_whom_it_concerns_and_waiting_wakes_nobody() {
            assertThat(other.stance(BUSY)).isEqualTo(OPEN);
            worker.seen(List.of("mail"));
            worker.stance(IDLE);
            assertThat(hints.claiming).isEqualTo(1);
            other.stance(BUSY);
            other.stance(BUSY);
            worker.stance(IDLE);
            assertThat(hints.claiming).isEqualTo(1);
            other.stance(IDLE);
            assertThat(hints.claiming).isEqualTo(2);
            worker.stance(IDLE);
            worker.invited(true);
            worker.stance(IDLE);
            assertThat(hints.running).isEqualTo(4);
        }
    }
}
