package dev.windlass.engine;

import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Tally;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One slot with all that a run needs, for one attempt of the task {@code note}. */
final class HandSlot {
    /** The queue retries after so long. */
    static final Duration WAIT = Duration.ofSeconds(7);

    static final JobId JOB = new JobId(new UUID(0x7000, Long.MIN_VALUE));
    private static final int MAX_PAYLOAD = 100;

    final HandTicker ticker = new HandTicker();
    final HandHints hints = new HandHints();
    final HandLeases leases = new HandLeases();
    final Finisher finisher = new Finisher();
    private final Isolation isolation = new Isolation(Settings.DEFAULT, ticker, hints);

    /** The run of a job with this checkpoint, ready to be executed. */
    Run take(Work work, Optional<Content> checkpoint) {
        return assign(work, checkpoint).take().orElseThrow();
    }

    /** The lease of such a job has arrived and waits for its slot. */
    Slots assign(Work work, Optional<Content> checkpoint) {
        var slots = new Slots(1, parts(work)::run, hints, isolation);
        var lease = new Lease(
                new LeaseKey(JOB, Fence.next(0, 1)),
                "note",
                "default",
                Lane.NORMAL,
                Tally.NONE,
                false,
                Duration.ZERO,
                Optional.empty(),
                Content.NONE,
                checkpoint,
                Terms.NONE,
                Lease.Condition.SOUND);
        slots.assign(List.of(lease), ticker.nanos());
        return slots;
    }

    private RunParts parts(Work work) {
        var rules = Rules.declared(
                List.of(Queue.named("default").retry(Retry.fixed(WAIT).attempts(3))));
        var chance = new HandChance();
        var card = new Membership.Card("worker", "host", 1, Map.of());
        var membership = new Membership(card, Settings.DEFAULT, ticker, chance);
        return new RunParts(
                Map.of("note", work),
                new Verdicts(rules, chance, MAX_PAYLOAD),
                new Intake(new JobIds(Instant.EPOCH, ticker, chance), rules, MAX_PAYLOAD),
                finisher,
                membership,
                Observer.NONE,
                new Aftermath(
                        Observer.NONE, hints, true, Settings.DEFAULT.timing().upkeep()),
                new CommitPoint(leases, membership, ticker, chance),
                ticker,
                Duration.ofSeconds(1));
    }
}
