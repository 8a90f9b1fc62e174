package dev.windlass.store.contract;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Lease;
import dev.windlass.store.StoreException;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A queue gives no more than its rate and its concurrency allow, over all workers. */
public abstract class PaceContract extends ContractGroup {
    private static final String QUEUE = JobDraft.QUEUE;

    private void declare(Queue queue) {
        store.queues().declare(List.of(queue));
    }

    private static Queue mail() {
        return Queue.named(QUEUE);
    }

    @Test
    void rated_queue_gives_its_burst_and_then_a_start_for_each_interval() {
        declare(mail().rate(10, SECOND).burst(3));
        acceptAll(drafts(20));
        var worker = worker();

        assertThat(worker.claim(20)).hasSize(3);
        assertThat(worker.claim(20)).isEmpty();
        advance(ofMillis(99));
        assertThat(worker.claim(20)).isEmpty();
        advance(MILLI);
        assertThat(worker.claim(20)).hasSize(1);
        advance(ofSeconds(60));
        assertThat(worker().claim(20))
                .as("a long rest saves no more than the burst")
                .hasSize(3);
    }

    @Test
    void fractional_rate_starts_one_job_in_a_long_period() {
        declare(mail().rate(1, ofSeconds(90)));
        acceptAll(drafts(3));
        var worker = worker();

        assertThat(worker.claim(20)).hasSize(1);
        advance(ofSeconds(89));
        assertThat(worker.claim(20)).isEmpty();
        advance(SECOND);
        worker.renew();
        assertThat(worker().claim(20)).hasSize(1);
    }

    /** The definition of a rate, by chance: no window of any two claims has more starts than burst + rate * its length. */
    @Test
    void no_window_of_time_has_more_starts_than_burst_and_rate_allow() {
        var draws = new Draws();
        for (var round = 0; round < 10; round++) {
            var count = 1 + draws.below(7);
            var burst = 1 + draws.below(5);
            var per = ofMillis(1 + draws.below(500));
            var queue = "mail-" + round;
            declare(Queue.named(queue).rate(count, per).burst(burst));
            acceptAll(drafts(60).stream().map(draft -> draft.queue(queue)).toList());

            var starts = chanceStarts(draws, queue);

            assertThat(starts).hasSizeGreaterThan(burst);
            for (var from = 0; from < starts.size(); from++) {
                for (var to = from; to < starts.size(); to++) {
                    var window =
                            Duration.between(starts.get(from), starts.get(to)).toNanos();
                    assertThat((double) to - from + 1)
                            .isLessThanOrEqualTo(burst + (double) window * count / per.toNanos() + 1e-6);
                }
            }
        }
    }

    /** The same draws at every run, scattered (SplitMix64, Steele and others 2014). */
    private static final class Draws {
        private long state;

        int below(int bound) {
            state += 0x9E3779B97F4A7C15L;
            var mixed = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
            return (int) Long.remainderUnsigned(mixed ^ (mixed >>> 31), bound);
        }
    }

    /** Two workers claim and give back by chance; a lease that is given back has not started. */
    private List<Instant> chanceStarts(Draws draws, String queue) {
        var workers = List.of(worker(), worker());
        var starts = new ArrayList<Instant>();
        for (var step = 0; step < 60; step++) {
            var worker = workers.get(draws.below(2));
            var claimed = now();
            for (var lease : worker.claim(ScriptedWorker.plan(ScriptedWorker.soundOf(queue, 1 + draws.below(4))))) {
                if (draws.below(4) == 0) {
                    worker.end(lease, Ends.giveBack());
                } else {
                    starts.add(claimed);
                }
            }
            advance(Duration.ofNanos(1_000L * draws.below(200_000)));
            workers.forEach(ScriptedWorker::renew);
        }
        return starts;
    }

    @Test
    void start_that_did_not_happen_is_given_back_to_the_rate() {
        declare(mail().rate(1, ofSeconds(90)));
        var first = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.giveBack());

        assertThat(jobsOf(worker.claim(1))).containsExactly(first);
    }

    @Test
    void start_of_a_job_that_was_parked_is_given_back_to_the_rate() {
        declare(mail().rate(1, ofSeconds(90)));
        var first = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.park());

        var second = accept();
        assertThat(jobsOf(worker.claim(1))).containsExactly(second);

        assertThat(worker.claim(ScriptedWorker.plan(ScriptedWorker.parked(1))))
                .as("a claim of what is parked is a start like any other")
                .isEmpty();
        advance(ofSeconds(90));
        worker.renew();
        var later = worker();
        assertThat(jobsOf(later.claim(ScriptedWorker.plan(ScriptedWorker.parked(1)))))
                .containsExactly(first);
    }

    @Test
    void start_that_happened_is_not_given_back() {
        declare(mail().rate(1, ofSeconds(90)));
        accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.release());

        assertThat(worker.claim(1)).isEmpty();
    }

    @Test
    void claim_tells_how_soon_the_rate_allows_a_start_for_which_a_job_waits() {
        declare(mail().rate(1, SECOND));
        var worker = worker();
        var plan = ScriptedWorker.plan(ScriptedWorker.sound(10));
        accept();
        assertThat(worker.exchange(plan).next()).as("nothing waits").isEmpty();

        accept();
        advance(ofMillis(300));
        assertThat(worker.exchange(plan).next()).contains(ofMillis(700));
    }

    @Test
    void claims_that_race_for_a_rate_get_its_burst_together() throws Exception {
        declare(mail().rate(5, Duration.ofHours(1)));
        acceptAll(drafts(40));
        var workers = IntStream.range(0, 4).mapToObj(number -> worker()).toList();

        var taken = Race.of(4, number -> claimPatiently(workers.get(number)));

        assertThat(taken.stream().mapToInt(List::size).sum()).isEqualTo(5);
    }

    private static List<Lease> claimPatiently(ScriptedWorker worker) {
        try {
            return worker.claim(10);
        } catch (StoreException busy) {
            return worker.claim(10);
        }
    }

    @Test
    void at_most_so_many_jobs_of_a_queue_run_whoever_claims() {
        declare(mail().concurrency(3));
        acceptAll(drafts(10));
        var one = worker();
        var other = worker();

        var held = one.claim(2);
        assertThat(other.claim(10)).hasSize(1);
        assertThat(one.claim(10)).isEmpty();

        one.end(held.get(0), Ends.succeed());
        one.end(held.get(1), Ends.fail(Duration.ofHours(1)));
        assertThat(other.claim(10)).hasSize(2);
        assertThat(one.claim(10)).isEmpty();
    }

    @Test
    void lease_of_a_vanished_worker_counts_until_it_was_rescued() {
        declare(mail().concurrency(1));
        acceptAll(drafts(2));
        worker().claimOne();
        advance(PAST_LEASE);
        assertThat(worker().claim(10)).as("it may still run").isEmpty();

        rescue();

        assertThat(worker().claim(10)).hasSize(1);
    }

    @Test
    void claims_that_race_for_the_last_places_take_no_more_than_there_are() throws Exception {
        declare(mail().concurrency(3));
        acceptAll(drafts(40));
        var workers = IntStream.range(0, 4).mapToObj(number -> worker()).toList();

        var taken = Race.of(4, number -> claimPatiently(workers.get(number)));

        assertThat(taken.stream().mapToInt(List::size).sum()).isEqualTo(3);
    }

    @Test
    void claim_gives_no_more_counted_jobs_than_can_start_and_others_beyond() {
        declare(mail().concurrency(100));
        declare(Queue.named("strict").strict());
        acceptAll(drafts(10));
        acceptAll(drafts(10).stream().map(draft -> draft.queue("strict")).toList());
        acceptAll(drafts(10).stream().map(draft -> draft.queue("free")).toList());
        var plan = new ClaimPlan(
                List.of(
                        ScriptedWorker.sound(10),
                        ScriptedWorker.soundOf("strict", 10),
                        ScriptedWorker.soundOf("free", 10)),
                20,
                3);

        assertThat(worker().claim(plan))
                .extracting(Lease::queue)
                .hasSize(13)
                .filteredOn(queue -> !queue.equals("free"))
                .hasSize(3);
    }

    @Test
    void rate_that_changes_keeps_the_starts_that_were_left() {
        declare(mail().rate(10, Duration.ofHours(1)));
        acceptAll(drafts(40));
        var worker = worker();
        assertThat(worker.claim(7)).hasSize(7);

        declare(mail().rate(20, Duration.ofHours(1)));
        assertThat(worker.claim(40)).hasSize(3);
    }

    @Test
    void rate_that_is_declared_again_as_it_was_is_not_filled_anew() {
        declare(mail().rate(5, Duration.ofHours(1)));
        acceptAll(drafts(10));
        var worker = worker();
        worker.claim(5);

        declare(mail().rate(5, Duration.ofHours(1)));

        assertThat(worker.claim(10)).isEmpty();
    }
}
