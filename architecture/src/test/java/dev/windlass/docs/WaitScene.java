package dev.windlass.docs;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Edit;
import dev.windlass.store.Exchange;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Keep;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.Due;
import dev.windlass.task.Lane;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One job that has to wait for something, and what becomes of it step by step. */
final class WaitScene {
    static final Terms UNDER_A_LIMIT = Terms.NONE.withLimit(new LimitKey("mutex", "shop-9"));
    static final Terms UNDER_A_RATE = Terms.NONE.withLimit(new LimitKey("rate", "shop-9"));
    static final Terms IN_TIME = Terms.NONE.withExpires(Due.in(Given.DELAY));

    private static final WorkerId WORKER = new WorkerId(1);

    private final SteerableClock clock = new SteerableClock();
    private final Store store;
    private long claims;

    WaitScene(Function<StoreClock, Store> open) {
        store = open.apply(clock);
        store.queues().declare(List.of(Queue.named(Given.QUEUE)));
        store.limits()
                .declare(List.of(
                        Limit.named("mutex").mutex(), Limit.named("rate").rate(1, Given.DELAY.multipliedBy(10))));
        store.workers().join(new NewWorker(WORKER, "worker", "host", 1, Duration.ofHours(1), Map.of(Given.TASK, 1)));
    }

    WaitScene accept(Due due, Terms terms) {
        store.jobs().accept(List.of(Given.job(due).withTerms(terms)));
        return settled();
    }

    WaitScene pass(Duration length) {
        clock.advance(length);
        store.upkeep().promote(10);
        return settled();
    }

    WaitScene grant() {
        store.limits().grant(new GrantPlan(Map.of(Given.QUEUE, 10), 10));
        return settled();
    }

    WaitScene pause() {
        store.queues().pause(Given.QUEUE);
        return this;
    }

    WaitScene edit(Duration delay) {
        store.jobs().edit(Given.ID, Edit.NOTHING.withDue(Due.in(delay)));
        return settled();
    }

    WaitScene revive() {
        store.jobs().revive(Given.ID);
        return settled();
    }

    WaitScene expire() {
        clock.advance(Given.DELAY);
        store.upkeep().expire(10, Keep.all(Given.KEEP));
        return settled();
    }

    /** A claim, and this end of its attempt. */
    WaitScene end(Then then) {
        var lease = claim(ClaimPlan.Kind.SOUND).get(0);
        exchange(List.of(Commit.end(lease, then)), ClaimPlan.NOTHING);
        return settled();
    }

    WaitScene claimParked() {
        claim(ClaimPlan.Kind.PARKED);
        return this;
    }

    private List<LeaseKey> claim(ClaimPlan.Kind kind) {
        return exchange(List.of(), ClaimPlan.of(Given.QUEUE, Lane.NORMAL, kind, 1)).claimed().stream()
                .map(Lease::key)
                .toList();
    }

    private Exchange.Answer exchange(List<Commit> commits, ClaimPlan plan) {
        return store.leases().exchange(new Exchange.Ask(WORKER, ++claims, commits, plan));
    }

    private WaitScene settled() {
        store.upkeep().settle(100);
        return this;
    }

    /** Its state, and for what it waits or of what it died. */
    String shown() {
        var job = store.jobs().find(Given.ID).orElseThrow();
        var more = Stream.concat(job.waiting().stream(), job.reason().stream())
                .map(Object::toString)
                .collect(Collectors.joining());
        return "**" + job.state() + "**" + (more.isEmpty() ? "" : " (" + more + ")");
    }
}
