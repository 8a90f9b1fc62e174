package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.QueueRow;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which leases go back when people have changed the rules: some that have not started, and none that run. */
class RecallTest {
    private static final Queue MAIL = Queue.named("mail");
    private static final Queue REPORTS = Queue.named("reports");
    private static final Queue RATED = Queue.named("rated").rate(5, Duration.ofSeconds(1));

    private final HandTicker ticker = new HandTicker();
    private final HandHints hints = new HandHints();
    private final Finisher finisher = new Finisher();
    private final Rules rules = Rules.declared(List.of(MAIL, REPORTS, RATED));
    private final Slots slots = new Slots(
            2,
            (lease, home) -> {
                throw new AssertionError("nothing starts here: " + lease);
            },
            hints,
            new Isolation(Settings.DEFAULT, ticker, hints));
    private final Recall recall = new Recall(rules, slots, finisher);

    private long leases;

    private Lease lease(Queue queue) {
        return new Lease(
                new LeaseKey(new JobId(new UUID(0x7000, Long.MIN_VALUE | ++leases)), 1),
                "note",
                queue.name(),
                Lane.NORMAL,
                Tally.NONE,
                false,
                Duration.ZERO,
                Optional.empty(),
                Content.NONE,
                Optional.empty(),
                Terms.NONE,
                Lease.Condition.SOUND);
    }

    private void say(QueueRow... rows) {
        rules.adopt(rules.revision() + 1, List.of(rows));
    }

    private static QueueRow row(Queue queue, Optional<Queue> override, boolean paused) {
        return new QueueRow(queue.name(), Optional.of(queue), override, paused, Optional.empty(), OptionalInt.empty());
    }

    private void assertGivenBack(Lease... expected) {
        var handed = finisher.take();
        assertThat(handed).extracting(Finisher.Outgoing::lease).containsExactly(expected);
        assertThat(handed)
                .allSatisfy(out -> assertThat(out.commit().then())
                        .isInstanceOfSatisfying(
                                Then.Release.class,
                                release -> assertThat(release.ended())
                                        .satisfies(ended ->
                                                assertThat(ended.outcome()).isEqualTo(Outcome.RELEASED))
                                        .satisfies(ended ->
                                                assertThat(ended.span()).isEmpty())));
    }

    @Test
    void what_waits_of_a_paused_queue_goes_back_and_what_waits_of_others_stays() {
        var mail = lease(MAIL);
        var report = lease(REPORTS);
        slots.assign(List.of(mail, report), 0);
        say(row(MAIL, Optional.empty(), true));

        recall.unstarted();

        assertGivenBack(mail);
        assertThat(slots.leases()).containsExactly(report.key());
    }

    @Test
    void nothing_goes_back_where_nothing_is_held_back() {
        slots.assign(List.of(lease(MAIL), lease(REPORTS)), 0);
        say(row(MAIL, Optional.of(MAIL.depth(5)), false));

        recall.unstarted();

        assertGivenBack();
    }

    @Test
    void what_was_claimed_before_its_queue_got_a_rate_goes_back() {
        var mail = lease(MAIL);
        slots.assign(List.of(mail), 0);
        say(row(MAIL, Optional.of(MAIL.rate(5, Duration.ofSeconds(1))), false));

        recall.unstarted();

        assertGivenBack(mail);
    }

    @Test
    void what_was_claimed_as_a_start_stays_under_its_rate_and_goes_back_at_a_pause() {
        var rated = lease(RATED);
        slots.assignFirst(List.of(rated), 0);

        recall.unstarted();
        assertGivenBack();

        say(row(RATED, Optional.empty(), true));
        recall.unstarted();
        assertGivenBack(rated);
    }

    @Test
    void lease_that_was_claimed_under_former_rules_passes_if_the_new_ones_let_it_start() {
        assertThat(recall.passes(lease(MAIL))).isTrue();
        assertGivenBack();
    }

    @Test
    void lease_that_comes_after_the_pause_of_its_queue_goes_back() {
        var mail = lease(MAIL);
        say(row(MAIL, Optional.empty(), true));

        assertThat(recall.passes(mail)).isFalse();
        assertGivenBack(mail);
    }

    @Test
    void lease_that_comes_after_its_queue_got_a_rate_goes_back() {
        var rated = lease(RATED);

        assertThat(recall.passes(rated)).isFalse();
        assertGivenBack(rated);
    }
}
