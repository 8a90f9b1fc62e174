package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CommitAnswer;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Renewal;
import dev.windlass.store.Rescued;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Leases with an end of their own: whichever end comes first, theirs or that of the holder's row, counts. */
abstract class ExtendContract extends ContractGroup {
    private static final Duration OWN = Duration.ofSeconds(8);

    @Test
    void lease_ends_at_its_own_end_although_its_worker_lives() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        assertThat(store.leases().extend(lease.key(), OWN)).isEqualTo(CommitAnswer.FINISHED);

        advance(OWN.minus(MILLI));
        assertThat(rescue()).isEmpty();
        advance(MILLI.plus(MILLI));

        assertThat(rescue())
                .containsExactly(
                        new Rescued(lease.key(), lease.task(), lease.queue(), worker.id(), Rescued.Fate.READY));
        assertThat(worker.renew()).isEqualTo(new Renewal.Renewed(0, now()));
        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FENCED);
    }

    @Test
    void renewal_of_the_row_does_not_move_the_end_of_its_own() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        store.leases().extend(lease.key(), OWN);
        advance(Duration.ofSeconds(5));
        worker.renew();
        advance(Duration.ofSeconds(5));

        assertThat(rescue()).extracting(Rescued::lease).containsExactly(lease.key());
    }

    @Test
    void extension_counts_from_now() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        for (var turn = 0; turn < 5; turn++) {
            assertThat(store.leases().extend(lease.key(), OWN)).isEqualTo(CommitAnswer.FINISHED);
            advance(Duration.ofSeconds(5));
            worker.renew();
            assertThat(rescue()).isEmpty();
        }

        assertThat(worker.end(lease, Ends.succeed())).isEqualTo(CommitAnswer.FINISHED);
    }

    @Test
    void long_extension_does_not_outlive_the_row() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        store.leases().extend(lease.key(), Duration.ofHours(1));
        advance(PAST_LEASE);

        assertThat(rescue()).extracting(Rescued::lease).containsExactly(lease.key());
    }

    @Test
    void expired_lease_can_be_extended_until_it_is_moved() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        store.leases().extend(lease.key(), SECOND);
        advance(Duration.ofSeconds(3));

        assertThat(store.leases().extend(lease.key(), OWN)).isEqualTo(CommitAnswer.FINISHED);
        assertThat(rescue()).isEmpty();
    }

    @Test
    void extension_of_what_is_not_held_is_fenced() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        var fence = lease.key().fence();

        assertThat(store.leases().extend(new LeaseKey(lease.key().job(), fence + 1), OWN))
                .isEqualTo(CommitAnswer.FENCED);
        assertThat(store.leases().extend(new LeaseKey(draft().id(), fence), OWN))
                .isEqualTo(CommitAnswer.FENCED);
        worker.end(lease, Ends.succeed());
        assertThat(store.leases().extend(lease.key(), OWN)).isEqualTo(CommitAnswer.FENCED);
    }

    @Test
    void end_of_its_own_goes_with_the_lease() {
        accept();
        var worker = worker();
        var lease = worker.claimOne();
        store.leases().extend(lease.key(), SECOND);
        worker.end(lease, Ends.giveBack());
        var next = worker.claimOne();
        advance(Duration.ofSeconds(3));

        assertThat(rescue()).isEmpty();
        assertThat(worker.held()).containsExactly(next.key());
    }
}
