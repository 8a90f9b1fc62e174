package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Tally;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SharesTest {
    private final Shares shares = new Shares(List.of(Queue.named("mail")));

    @Test
    void four_full_lanes_are_served_by_weight() {
        var served = serve(150, 10, Set.of(Lane.values()));
        assertThat(served.get(Lane.CRITICAL)).isBetween(75, 85);
        assertThat(served.get(Lane.HIGH)).isBetween(36, 44);
        assertThat(served.get(Lane.NORMAL)).isBetween(17, 23);
        assertThat(served.get(Lane.LOW)).isBetween(8, 12);
    }

    @Test
    void a_single_slot_serves_every_lane_in_turn() {
        var served = serve(150, 1, Set.of(Lane.values()));
        assertThat(served.get(Lane.LOW)).isBetween(8, 12);
        assertThat(served.get(Lane.CRITICAL)).isBetween(75, 85);
    }

    @Test
    void what_others_leave_goes_to_the_lane_that_has_jobs() {
        assertThat(serve(100, 10, Set.of(Lane.LOW)).get(Lane.LOW)).isEqualTo(100);
    }

    @Test
    void an_empty_lane_saves_no_credit() {
        serve(1_000, 10, Set.of(Lane.LOW));
        var served = serve(18, 1, Set.of(Lane.CRITICAL, Lane.LOW));
        assertThat(served.get(Lane.LOW)).isPositive();
    }

    @Test
    void a_strict_queue_is_asked_for_its_lanes_by_urgency_and_shares_as_one_with_others() {
        var shares = new Shares(List.of(Queue.named("a").strict(), Queue.named("b")));
        var plan = shares.plan(30, 30);

        assertThat(sound(plan).get(0)).isEqualTo(entry("a", Lane.CRITICAL, 15));
        assertThat(sound(plan).stream()
                        .filter(entry -> entry.queue().equals("a"))
                        .skip(1))
                .extracting(ClaimPlan.Entry::lane)
                .containsExactly(Lane.CRITICAL, Lane.HIGH, Lane.NORMAL, Lane.LOW);
    }

    @Test
    void a_queue_that_is_paused_is_not_asked() {
        var shares = new Shares(List.of(Queue.named("a"), Queue.named("b")));
        shares.serve(List.of(Queue.named("b")));
        assertThat(shares.plan(30, 30).entries())
                .allMatch(entry -> entry.queue().equals("b"));
        shares.serve(List.of());
        assertThat(shares.plan(30, 30).entries()).isEmpty();
    }

    private static ClaimPlan.Entry entry(String queue, Lane lane, int quota) {
        return new ClaimPlan.Entry(queue, lane, ClaimPlan.Kind.SOUND, quota);
    }

    @Test
    void two_queues_share_evenly() {
        var both = new Shares(List.of(Queue.named("a"), Queue.named("b")));
        var plan = both.plan(30, 30);
        assertThat(firstPass(plan, 30).stream()
                        .filter(entry -> entry.queue().equals("a"))
                        .mapToInt(ClaimPlan.Entry::quota)
                        .sum())
                .isEqualTo(firstPass(plan, 30).stream()
                        .filter(entry -> entry.queue().equals("b"))
                        .mapToInt(ClaimPlan.Entry::quota)
                        .sum());
    }

    private static List<ClaimPlan.Entry> firstPass(ClaimPlan plan, int room) {
        return plan.entries().stream().filter(entry -> entry.quota() < room).toList();
    }

    /** The lanes; nothing is parked. */
    private static List<ClaimPlan.Entry> sound(ClaimPlan plan) {
        return plan.entries().stream()
                .filter(entry -> entry.kind() == ClaimPlan.Kind.SOUND)
                .toList();
    }

    /** Claims {@code room} at a time from lanes that never run dry until {@code jobs} were given. */
    private Map<Lane, Integer> serve(int jobs, int room, Set<Lane> full) {
        var served = new EnumMap<Lane, Integer>(Lane.class);
        for (var given = 0; given < jobs; given += room) {
            var leases = new ArrayList<Lease>();
            for (var entry : sound(shares.plan(room, room))) {
                for (var i = 0; i < entry.quota() && leases.size() < room && full.contains(entry.lane()); i++) {
                    leases.add(lease(entry.lane()));
                    served.merge(entry.lane(), 1, Integer::sum);
                }
            }
            shares.claimed(leases);
        }
        return served;
    }

    private static Lease lease(Lane lane) {
        return new Lease(
                new LeaseKey(new JobId(new UUID(0, 0)), 1),
                "task",
                "mail",
                lane,
                Tally.NONE,
                false,
                Duration.ZERO,
                Optional.empty(),
                Content.NONE,
                Optional.empty(),
                Terms.NONE,
                Lease.Condition.SOUND);
    }
}
