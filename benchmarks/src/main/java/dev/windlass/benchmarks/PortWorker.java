package dev.windlass.benchmarks;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A worker without an engine: calls the port by hand, so that one call can be timed. Used by one thread. */
final class PortWorker {
    /** Jobs of a claim. */
    static final int BATCH = 128;

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 0x8000_0000_0000_0000L;

    private final Store store;
    private final WorkerId id = new WorkerId(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    private long claims;

    PortWorker(Store store) {
        this.store = store;
        store.workers()
                .join(new NewWorker(
                        id,
                        "bench",
                        "bench",
                        ProcessHandle.current().pid(),
                        Duration.ofHours(1),
                        Map.of(Letter.TASK.name(), Letter.TASK.version())));
    }

    /** Stores 128 jobs, claims 128, finishes them, and answers how long the claim took, its commit included. */
    long timedClaim() {
        store.jobs().accept(Stream.generate(this::job).limit(BATCH).toList());
        var plan = ClaimPlan.of(Queue.DEFAULT_NAME, Lane.NORMAL, ClaimPlan.Kind.SOUND, BATCH);
        var began = System.nanoTime();
        var claimed = exchange(List.of(), plan).claimed();
        var nanos = System.nanoTime() - began;
        if (claimed.size() != BATCH) {
            throw new IllegalStateException("a claim gave " + claimed.size() + " jobs instead of " + BATCH);
        }
        exchange(claimed.stream().map(PortWorker::succeeded).toList(), ClaimPlan.NOTHING);
        return nanos;
    }

    /** Claims exactly so many jobs, and keeps them. */
    void hold(int count) {
        var plan = ClaimPlan.of(Queue.DEFAULT_NAME, Lane.NORMAL, ClaimPlan.Kind.SOUND, count);
        var claimed = exchange(List.of(), plan).claimed().size();
        if (claimed != count) {
            throw new IllegalStateException("a claim gave " + claimed + " jobs instead of " + count);
        }
    }

    private Exchange.Answer exchange(List<Commit> commits, ClaimPlan plan) {
        return store.leases().exchange(new Exchange.Ask(id, ++claims, commits, plan));
    }

    private NewJob job() {
        var random = ThreadLocalRandom.current();
        var high = (store.now().toEpochMilli() << 16) | VERSION | random.nextInt(1 << 12);
        var job = new JobId(new UUID(high, VARIANT | (random.nextLong() >>> 2)));
        return new NewJob(
                job,
                Letter.TASK.name(),
                Queue.DEFAULT_NAME,
                Lane.NORMAL,
                Due.NOW,
                Letter.TASK.encode(Letter.SAMPLE),
                Optional.empty());
    }

    private static Commit succeeded(Lease lease) {
        var span = new Ended.Span(Duration.ZERO, Duration.ZERO);
        var ended = new Ended(Outcome.SUCCEEDED, Optional.of(span), Optional.empty());
        var result = Letter.TASK.codec().encode(Letter.Receipt.SAMPLE, 1);
        return Commit.end(lease.key(), new Then.Succeed(ended, result, Queue.DEFAULT_KEEP));
    }
}
