package dev.windlass.store.contract.ordeal;

import dev.windlass.store.Accepted;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Job;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.NewJob;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.Due;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Faults around a sound store. A judge that lets one of them pass proves nothing about the store either. */
public enum Mutant {
    NONE {
        @Override
        Store spoil(Store store) {
            return store;
        }
    },

    /** Answers an accept at once and writes it a little later. */
    ACKNOWLEDGES_EARLY {
        @Override
        Store spoil(Store store) {
            var late = new LinkedBlockingQueue<List<NewJob>>();
            Around.daemon(() -> {
                var batches = new ArrayList<>(List.of(late.take()));
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                late.drainTo(batches);
                batches.forEach(store.jobs()::accept);
            });
            return Around.jobs(store, Around.of(JobStore.class, store.jobs()).on("accept", (batch, proceed) -> {
                late.add(Around.listOf(NewJob.class, batch[0]));
                return new Accepted(store.now());
            }));
        }
    },

    /** Makes every job ready at once, whatever its due time. */
    FORGETS_DELAYS {
        @Override
        Store spoil(Store store) {
            return Around.jobs(store, Around.of(JobStore.class, store.jobs()).on("accept", (batch, proceed) -> {
                var ready = Around.listOf(NewJob.class, batch[0]).stream()
                        .map(job -> new NewJob(
                                job.id(), job.task(), job.queue(), job.lane(), Due.NOW, job.payload(), job.parent()))
                        .toList();
                return proceed.with(ready);
            }));
        }
    },

    /** Accepts children before the outcome that they hang on, and commits the outcome a little later. */
    CHILDREN_FIRST {
        @Override
        Store spoil(Store store) {
            return Around.leases(
                    store, Around.of(LeaseStore.class, store.leases()).on("exchange", (asked, proceed) -> {
                        var ask = (Exchange.Ask) asked[0];
                        var children = ask.commits().stream()
                                .flatMap(commit -> commit.children().stream())
                                .toList();
                        if (!children.isEmpty()) {
                            store.jobs().accept(children);
                            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                        }
                        return proceed.with(ask);
                    }));
        }
    },

    /** Answers one outcome in fifty as finished without writing it; the next run of the same job fares better. */
    DROPS_OUTCOMES {
        @Override
        Store spoil(Store store) {
            return Around.leases(
                    store, Around.of(LeaseStore.class, store.leases()).on("exchange", (asked, proceed) -> {
                        var ask = (Exchange.Ask) asked[0];
                        var kept = ask.commits().stream()
                                .filter(commit -> !(commit.then() instanceof Then.Succeed)
                                        || Math.floorMod(commit.lease().hashCode(), 50) > 0)
                                .toList();
                        var dropped = ask.commits().size() - kept.size();
                        var answer = (Exchange.Answer)
                                proceed.with(new Exchange.Ask(ask.worker(), ask.claimNumber(), kept, ask.plan()));
                        var answers = new ArrayList<>(answer.answers());
                        for (var count = 0; count < dropped; count++) {
                            answers.add(CommitAnswer.FINISHED);
                        }
                        return new Exchange.Answer(
                                answers, answer.holder(), answer.claimed(), answer.suspects(), answer.next());
                    }));
        }
    },

    /** A process that was silent past its lease takes itself for dead when it wakes. */
    RESCUES_ITSELF {
        @Override
        Store spoil(Store store) {
            return Around.workers(store, giveUpAfterSilence(store));
        }
    },

    /** Like {@link #RESCUES_ITSELF}, and finishes by the job's id alone: a late outcome ends the run of somebody else. */
    FENCELESS {
        @Override
        Store spoil(Store store) {
            var fenceless = Around.of(LeaseStore.class, store.leases()).on("exchange", (asked, proceed) -> {
                var ask = (Exchange.Ask) asked[0];
                var commits = ask.commits().stream()
                        .map(commit -> underLatestFence(store, commit))
                        .toList();
                return proceed.with(new Exchange.Ask(ask.worker(), ask.claimNumber(), commits, ask.plan()));
            });
            return Around.leases(Around.workers(store, giveUpAfterSilence(store)), fenceless);
        }
    };

    abstract Store spoil(Store store);

    private static WorkerStore giveUpAfterSilence(Store store) {
        Map<WorkerId, Long> seen = new ConcurrentHashMap<>();
        return Around.of(WorkerStore.class, store.workers()).on("renew", (worker, proceed) -> {
            var id = (WorkerId) worker[0];
            var now = System.nanoTime();
            var before = seen.put(id, now);
            if (before != null && now - before > Duration.ofSeconds(1).toNanos()) {
                store.workers().leave(id);
            }
            return proceed.with(id);
        });
    }

    private static Commit underLatestFence(Store store, Commit commit) {
        var job = commit.lease().job();
        var fence = store.jobs().find(job).map(Job::fence).orElse(commit.lease().fence());
        return new Commit(
                new LeaseKey(job, fence),
                commit.ordinal(),
                commit.then(),
                commit.checkpoint(),
                commit.children(),
                commit.note());
    }
}
