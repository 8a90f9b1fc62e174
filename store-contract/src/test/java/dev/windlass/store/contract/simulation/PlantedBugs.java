package dev.windlass.store.contract.simulation;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Job;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.QueueStore;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.SessionWork;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bugs that real job queues have had, each planted where it belongs. */
enum PlantedBugs implements PlantedBug {
    /** The statement of a finish names the job and nothing else. */
    FINISH_BY_ID_ONLY {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new LaxFinish(store) {
                @Override
                Optional<CommitAnswer> unheld(Job job) {
                    // Over whatever state the job is in: one that has ended stays so, any other is done with now.
                    correct.jobs().cancel(job.id(), Queue.DEFAULT_KEEP);
                    return Optional.of(CommitAnswer.FINISHED);
                }
            };
        }
    },

    /** The statement of a finish asks that the job is running, and not by whom. */
    FINISH_BY_STATE_ONLY {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new LaxFinish(store) {
                @Override
                Optional<CommitAnswer> unheld(Job job) {
                    return Optional.empty();
                }
            };
        }
    },

    /** A rescue reads whose leases are over, and puts those jobs back in a second statement that asks nothing. */
    RESCUE_BY_READ_THEN_WRITE {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new ReadThenWrite(store, meanwhile);
        }
    },

    /** Children are enqueued once the finish was answered. */
    CHILD_AFTER_FINISH {
        @Override
        public Store atTheClient(Store store) {
            return new ChildAfterFinish(store);
        }
    },

    /** A rescuer compares the end of a lease with its own clock, which is wrong by up to a lease. */
    LEASE_JUDGED_BY_A_WORKERS_CLOCK {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new OwnClock(store);
        }
    },

    /** A job that was claimed is taken for one that needs its key no longer, whatever the key's scope. */
    KEY_FREED_AT_CLAIM {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new KeyFreedAtClaim(store);
        }
    },

    /** An attempt that failed ends the hold on the key, as if the job had ended with it. */
    KEY_FREED_AT_RETRY {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new KeyFreedAtRetry(store);
        }
    },

    /** A pause is acknowledged, and jobs of the queue are given to workers all the same. */
    PAUSE_IGNORED {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new ForwardingStore(store) {
                @Override
                public QueueStore queues() {
                    return new DeafToPause(correct.queues());
                }
            };
        }
    },

    /** A pause holds back what the store gives, and workers start what they hold already. */
    PAUSE_IGNORED_BY_WORKERS {
        @Override
        public Store atTheClient(Store store) {
            return new ForwardingStore(store) {
                @Override
                public QueueStore queues() {
                    return new NoNewsOfPauses(correct.queues());
                }
            };
        }
    },

    /** An attempt runs for as long as it likes. */
    TIMEOUT_IGNORED {
        @Override
        public Store atTheClient(Store store) {
            return HalfReadLeases.withoutTimeouts(store);
        }
    },

    /** A job runs that should have started long before. */
    RUNS_AFTER_EXPIRY {
        @Override
        public Store atTheClient(Store store) {
            return HalfReadLeases.withoutExpiry(store);
        }
    },

    /** What a worker could not perform waits for ever, whoever comes. */
    PARKED_FOR_EVER {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new NeverFreed(store);
        }
    },

    /** The outcome commits, and what its task wrote does not. */
    OUTCOME_WITHOUT_THE_WRITE {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new ForwardingStore(store) {
                @Override
                public <X extends Exception> CommitAnswer commit(
                        LeaseKey lease, int ordinal, SessionWork<Commit, X> work) throws X {
                    return correct.leases().commit(lease, ordinal, session -> work.run(new Lending.Page()));
                }
            };
        }
    },

    /** Two who enqueue at the same time both find room for one. */
    BOUND_OVERRUN_BY_A_RACE {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new DepthReadBefore(store, meanwhile);
        }
    },

    /** One permit more than there should be. */
    DOUBLE_PERMIT {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new WideLimits(store);
        }
    },

    /** The permits of dead jobs never come back. */
    LEAKED_PERMIT {
        @Override
        public Store atTheServer(Store store, Runnable meanwhile) {
            return new LeakedPermits(store);
        }
    };

    /** Writes whatever commit comes under the fence that the job happens to have. */
    private abstract static class LaxFinish extends ForwardingStore {
        LaxFinish(Store correct) {
            super(correct);
        }

        /** What a job is answered that nobody holds; empty to ask the store. */
        abstract Optional<CommitAnswer> unheld(Job job);

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            var claims = new Exchange.Ask(ask.worker(), ask.claimNumber(), List.of(), ask.plan());
            var answers =
                    ask.commits().stream().map(commit -> finish(ask, commit)).toList();
            var claimed = correct.leases().exchange(claims);
            return new Exchange.Answer(
                    answers, claimed.holder(), claimed.claimed(), claimed.suspects(), claimed.next());
        }

        private CommitAnswer finish(Exchange.Ask ask, Commit commit) {
            var job = correct.jobs().find(commit.lease().job()).orElseThrow();
            var lax = job.state() == JobState.RUNNING ? Optional.<CommitAnswer>empty() : unheld(job);
            return lax.orElseGet(() -> write(correct, ask.worker(), unfenced(commit, job)));
        }

        private static Commit unfenced(Commit commit, Job job) {
            return job.state() == JobState.RUNNING
                    ? new Commit(
                            new LeaseKey(job.id(), job.fence()),
                            commit.ordinal(),
                            commit.then(),
                            commit.checkpoint(),
                            commit.children(),
                            Optional.empty())
                    : commit;
        }
    }

    private static final class ReadThenWrite extends ForwardingStore {
        private final Runnable meanwhile;

        ReadThenWrite(Store correct, Runnable meanwhile) {
            super(correct);
            this.meanwhile = meanwhile;
        }

        @Override
        public List<Rescued> rescue(RescuePlan plan) {
            var read = readLost(plan);
            meanwhile.run();
            var rescued = new ArrayList<>(correct.leases().rescue(plan));
            for (var lost : read) {
                if (rescued.stream().noneMatch(known -> known.lease().equals(lost.lease()))) {
                    putBack(plan.by(), lost.lease());
                    rescued.add(lost);
                }
            }
            return rescued;
        }

        private List<Rescued> readLost(RescuePlan plan) {
            var lost = new ArrayList<Rescued>();
            var rescuerLives = correct.workers().list().stream()
                    .anyMatch(worker -> worker.id().equals(plan.by())
                            && worker.state() == Worker.State.LIVE
                            && correct.now().isBefore(worker.until()));
            for (var worker : rescuerLives ? correct.workers().list() : List.<Worker>of()) {
                if (worker.state() == Worker.State.ENDED
                        || (plan.scope() == RescuePlan.Scope.EXPIRED
                                && !correct.now().isBefore(worker.until()))) {
                    correct.leases()
                            .held(worker.id(), plan.limit())
                            .forEach(lease ->
                                    lost.add(new Rescued(lease, "any", "any", worker.id(), Rescued.Fate.READY)));
                }
            }
            return lost;
        }

        /** The second statement: it names the job, and asks neither for its state nor for its fence. */
        private void putBack(WorkerId by, LeaseKey lease) {
            var job = correct.jobs().find(lease.job()).orElseThrow();
            correct.jobs().revive(job.id());
            var current = new LeaseKey(job.id(), job.fence());
            write(correct, by, Commit.end(current, new Then.Release(Ended.of(Outcome.RELEASED))));
        }
    }

    private static final class ChildAfterFinish extends ForwardingStore {
        /** Too late: their parent has ended, and nobody will ask for them again. */
        private final List<NewJob> refused = new ArrayList<>();

        ChildAfterFinish(Store correct) {
            super(correct);
        }

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            var childless = ask.commits().stream()
                    .map(commit -> new Commit(
                            commit.lease(),
                            commit.ordinal(),
                            commit.then(),
                            commit.checkpoint(),
                            List.of(),
                            commit.note()))
                    .toList();
            var answer =
                    correct.leases().exchange(new Exchange.Ask(ask.worker(), ask.claimNumber(), childless, ask.plan()));
            for (var i = 0; i < childless.size(); i++) {
                var children = ask.commits().get(i).children();
                if (answer.answers().get(i) == CommitAnswer.FINISHED && !children.isEmpty()) {
                    enqueue(children);
                }
            }
            return answer;
        }

        private void enqueue(List<NewJob> children) {
            try {
                correct.jobs().accept(children);
            } catch (QueueFullException full) {
                refused.addAll(children);
            }
        }
    }

    private static final class OwnClock extends ForwardingStore {
        private static final Duration MOST_SKEW = Duration.ofSeconds(2);

        OwnClock(Store correct) {
            super(correct);
        }

        @Override
        public List<Rescued> rescue(RescuePlan plan) {
            if (plan.scope() == RescuePlan.Scope.EXPIRED) {
                var now = correct.now().plus(skew(plan.by()));
                correct.workers().list().stream()
                        .filter(worker -> !worker.id().equals(plan.by()))
                        .filter(worker -> !now.isBefore(worker.until()))
                        .forEach(worker -> correct.workers().leave(worker.id()));
            }
            var sweep = new RescuePlan(
                    plan.by(),
                    RescuePlan.Scope.ENDED,
                    plan.suspectAfter(),
                    plan.quarantineAfter(),
                    plan.keep(),
                    plan.limit());
            return correct.leases().rescue(sweep);
        }

        /** Each worker's clock is wrong in its own way. */
        private static Duration skew(WorkerId worker) {
            return MOST_SKEW.multipliedBy(worker.value() % 100).dividedBy(100);
        }
    }

    private static CommitAnswer write(Store store, WorkerId worker, Commit commit) {
        // Claim number 0 was never given, so that this asks for nothing.
        var ask = new Exchange.Ask(worker, 0, List.of(commit), ClaimPlan.NOTHING);
        return store.leases().exchange(ask).answers().get(0);
    }
}
