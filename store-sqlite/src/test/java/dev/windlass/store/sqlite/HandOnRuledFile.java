package dev.windlass.store.sqlite;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Depth;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.NewJob;
import dev.windlass.store.Then;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;

/** The same with a limit and a bounded queue, and short words for jobs that have something. */
abstract class HandOnRuledFile extends HandOnFile {
    static final Terms KEYED = Terms.NONE.withUnique(Unique.key("user-42"));
    static final Terms ALONE = Terms.NONE.withLimit(new LimitKey("alone", "shop-9"));
    static final Duration HOUR = Duration.ofHours(1);

    @BeforeEach
    final void declare() {
        store.limits().declare(List.of(Limit.named("alone").mutex()));
        store.queues().declare(List.of(Queue.named(Jobs.QUEUE).depth(100)));
    }

    static NewJob job(long number, Terms terms) {
        return Jobs.job(number).withTerms(terms);
    }

    final Optional<JobId> accept(long number, Terms terms) {
        var job = job(number, terms);
        return Optional.ofNullable(store.jobs().accept(List.of(job)).firsts().get(job.id()));
    }

    final JobState state(long number) {
        return store.jobs().find(Jobs.id(number)).orElseThrow().state();
    }

    final int grant() {
        return store.limits().grant(new GrantPlan(Map.of(Jobs.QUEUE, 100), 100)).count();
    }

    final long depth() {
        return store.queues().list().get(0).depth().map(Depth::jobs).orElseThrow();
    }

    final void end(long number, Then then) {
        var worker = Jobs.join(store, 1);
        var lease = Jobs.claim(store, worker, 1, 100).stream()
                .filter(held -> held.key().job().equals(Jobs.id(number)))
                .findFirst()
                .orElseThrow();
        store.leases().exchange(new Exchange.Ask(worker, 2, List.of(Commit.end(lease.key(), then)), ClaimPlan.NOTHING));
    }

    static Then die() {
        return new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, Jobs.KEEP);
    }
}
