package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Renewal;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The rows of workers: joining, renewing, leaving. */
abstract class WorkerContract extends ContractGroup {
    @Test
    void worker_that_joined_is_listed() {
        advance(SECOND);
        var worker = worker();
        var row = worker.row();

        assertThat(store.workers().list())
                .containsExactly(new Worker(
                        row.id(),
                        row.name(),
                        row.host(),
                        row.pid(),
                        row.tasks(),
                        Worker.State.LIVE,
                        now(),
                        now().plus(ScriptedWorker.LEASE)));
    }

    @Test
    void youngest_worker_is_listed_first() {
        var oldest = worker().id();
        advance(SECOND);
        var middle = worker().id();
        advance(SECOND);
        var youngest = worker().id();

        assertThat(store.workers().list()).extracting(Worker::id).containsExactly(youngest, middle, oldest);
    }

    @Test
    void ids_of_all_64_bits_are_kept() {
        var lowest = new ScriptedWorker(() -> store, Long.MIN_VALUE).join();
        var highest = new ScriptedWorker(() -> store, Long.MAX_VALUE).join();

        assertThat(store.workers().list())
                .extracting(Worker::id)
                .containsExactlyInAnyOrder(new WorkerId(Long.MIN_VALUE), new WorkerId(Long.MAX_VALUE));
        assertThat(lowest.renew()).isInstanceOf(Renewal.Renewed.class);
        assertThat(highest.renew()).isInstanceOf(Renewal.Renewed.class);
    }

    @Test
    void repeated_join_changes_nothing() {
        var worker = worker();
        var before = store.workers().list();
        advance(SECOND);

        worker.join();

        assertThat(store.workers().list()).isEqualTo(before);
    }

    @Test
    void repeated_join_does_not_wake_an_ended_row() {
        var worker = worker();
        worker.leave();

        worker.join();

        assertThat(worker.renew()).isEqualTo(new Renewal.Ended());
    }

    @Test
    void renewal_prolongs_the_row_by_its_lease_from_now() {
        var worker = worker();
        advance(Duration.ofSeconds(10));

        assertThat(worker.renew()).isEqualTo(new Renewal.Renewed(0, now()));

        assertThat(store.workers().list()).extracting(Worker::until).containsExactly(now().plus(ScriptedWorker.LEASE));
    }

    @Test
    void renewal_tells_how_many_leases_hang_on_the_row() {
        acceptAll(drafts(3));
        var worker = worker();
        var leases = worker.claim(3);
        assertThat(worker.renew()).isEqualTo(new Renewal.Renewed(3, now()));

        worker.end(leases.get(0), Ends.succeed());
        worker.end(leases.get(1), Ends.giveBack());

        assertThat(worker.renew()).isEqualTo(new Renewal.Renewed(1, now()));
    }

    @Test
    void expired_row_that_nobody_has_ended_is_renewed() {
        accept();
        var worker = worker();
        worker.claimOne();
        advance(PAST_LEASE);

        assertThat(worker.renew()).isEqualTo(new Renewal.Renewed(1, now()));
        assertThat(rescue()).isEmpty();
    }

    @Test
    void row_that_a_rescue_has_ended_is_not_renewed() {
        var worker = worker();
        advance(PAST_LEASE);
        rescue();

        assertThat(worker.renew()).isEqualTo(new Renewal.Ended());
        assertThat(store.workers().list())
                .filteredOn(row -> row.id().equals(worker.id()))
                .extracting(Worker::state)
                .containsExactly(Worker.State.ENDED);
    }

    @Test
    void worker_that_left_is_ended_and_a_repeat_is_fine() {
        var worker = worker();

        worker.leave();
        worker.leave();

        assertThat(worker.renew()).isEqualTo(new Renewal.Ended());
        assertThat(store.workers().list()).extracting(Worker::state).containsExactly(Worker.State.ENDED);
    }

    @Test
    void worker_that_never_joined_can_leave_and_is_not_renewed() {
        var absent = absentWorker();

        absent.leave();

        assertThat(absent.renew()).isEqualTo(new Renewal.Ended());
        assertThat(store.workers().list()).isEmpty();
    }

    @Test
    void worker_holds_what_it_claimed_and_has_not_ended() {
        acceptAll(drafts(3));
        var worker = worker();
        var leases = worker.claim(3);

        worker.end(leases.get(1), Ends.succeed());

        assertThat(worker.held())
                .containsExactlyInAnyOrder(leases.get(0).key(), leases.get(2).key());
        assertThat(worker().held()).isEmpty();
        assertThat(absentWorker().held()).isEmpty();
    }
}
