package dev.windlass.store.contract;

import dev.windlass.store.Accepted;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Job;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Note;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.Store;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/** Faults as real stores had them, each planted around a correct store. */
enum Fault {
    NONE,
    FINISH_BY_ID_ONLY,
    FINISH_BY_STATE_ONLY,
    FINISH_JUDGED_BY_TIME,
    FINISH_FORGOTTEN,
    CHILD_AFTER_FINISH,
    CHILD_BEFORE_FINISH,
    RESCUE_IGNORING_RENEWALS,
    CLAIM_IGNORING_ITS_NUMBER,
    ACCEPT_OVERWRITING,
    NOTE_WITHOUT_FENCE;

    Store around(Store correct) {
        return switch (this) {
            case NONE -> new ForwardingStore(correct);
            case FINISH_BY_ID_ONLY -> new FinishByIdOnly(correct);
            case FINISH_BY_STATE_ONLY -> new FinishByStateOnly(correct);
            case FINISH_JUDGED_BY_TIME -> new FinishJudgedByTime(correct);
            case FINISH_FORGOTTEN -> new FinishForgotten(correct);
            case CHILD_AFTER_FINISH -> new ChildAfterFinish(correct);
            case CHILD_BEFORE_FINISH -> new ChildBeforeFinish(correct);
            case RESCUE_IGNORING_RENEWALS -> new RescueIgnoringRenewals(correct);
            case CLAIM_IGNORING_ITS_NUMBER -> new ClaimIgnoringItsNumber(correct);
            case ACCEPT_OVERWRITING -> new AcceptOverwriting(correct);
            case NOTE_WITHOUT_FENCE -> new NoteWithoutFence(correct);
        };
    }

    /** A store whose exchange sees other commits than the worker sent. */
    private abstract static class Rewriting extends ForwardingStore {
        Rewriting(Store correct) {
            super(correct);
        }

        abstract Commit rewritten(Commit commit);

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            return super.exchange(
                    withCommits(ask, ask.commits().stream().map(this::rewritten).toList()));
        }

        /** The commit under the fence that the job has now. */
        Commit underCurrentFence(Commit commit, Predicate<Job> where) {
            return find(commit.lease().job())
                    .filter(where)
                    .map(job -> withLease(commit, new LeaseKey(job.id(), job.fence())))
                    .orElse(commit);
        }
    }

    /** {@code update job set ... where id = ?}: whoever finishes last has the last word. */
    private static final class FinishByIdOnly extends Rewriting {
        FinishByIdOnly(Store correct) {
            super(correct);
        }

        @Override
        Commit rewritten(Commit commit) {
            return underCurrentFence(commit, job -> true);
        }

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            var answer = super.exchange(ask);
            return withAnswers(
                    answer,
                    answer.answers().stream().map(any -> CommitAnswer.FINISHED).toList());
        }
    }

    /** {@code where id = ? and state = 'running'}: a vanished holder finishes the run of its successor. */
    private static final class FinishByStateOnly extends Rewriting {
        FinishByStateOnly(Store correct) {
            super(correct);
        }

        @Override
        Commit rewritten(Commit commit) {
            return underCurrentFence(commit, job -> job.state() == JobState.RUNNING);
        }
    }

    /** Children are enqueued in a second transaction, with the worker's next call. */
    private static final class ChildAfterFinish extends Rewriting {
        private final List<NewJob> owed = new ArrayList<>();

        ChildAfterFinish(Store correct) {
            super(correct);
        }

        @Override
        public synchronized Exchange.Answer exchange(Exchange.Ask ask) {
            accept(List.copyOf(owed));
            owed.clear();
            return super.exchange(ask);
        }

        @Override
        Commit rewritten(Commit commit) {
            owed.addAll(commit.children());
            return withChildren(commit, List.of());
        }
    }

    /** Children are enqueued in a first transaction, before the fence is compared. */
    private static final class ChildBeforeFinish extends Rewriting {
        ChildBeforeFinish(Store correct) {
            super(correct);
        }

        @Override
        Commit rewritten(Commit commit) {
            accept(commit.children());
            return withChildren(commit, List.of());
        }
    }

    /** A finish is refused because the holder's time is up, although nobody has moved its lease. */
    private static final class FinishJudgedByTime extends ForwardingStore {
        FinishJudgedByTime(Store correct) {
            super(correct);
        }

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            var late = list().stream()
                    .anyMatch(
                            row -> row.id().equals(ask.worker()) && !row.until().isAfter(now()));
            if (!late) {
                return super.exchange(ask);
            }
            var answer = super.exchange(withCommits(ask, List.of()));
            return withAnswers(
                    answer,
                    ask.commits().stream().map(any -> CommitAnswer.FENCED).toList());
        }
    }

    /** No record of what was accepted is kept, so that a repeat looks like the call of a stranger. */
    private static final class FinishForgotten extends ForwardingStore {
        private final Set<String> keys = ConcurrentHashMap.newKeySet();

        FinishForgotten(Store correct) {
            super(correct);
        }

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            var answer = super.exchange(ask);
            var answers = new ArrayList<CommitAnswer>();
            for (var i = 0; i < ask.commits().size(); i++) {
                var commit = ask.commits().get(i);
                var first = keys.add(commit.lease() + "/" + commit.ordinal());
                answers.add(first ? answer.answers().get(i) : CommitAnswer.FENCED);
            }
            return withAnswers(answer, answers);
        }
    }

    /** The rescuer judges by what it read when the worker joined. */
    private static final class RescueIgnoringRenewals extends ForwardingStore {
        private final Map<WorkerId, Instant> ends = new ConcurrentHashMap<>();

        RescueIgnoringRenewals(Store correct) {
            super(correct);
        }

        @Override
        public void join(NewWorker worker) {
            super.join(worker);
            ends.putIfAbsent(worker.id(), now().plus(worker.lease()));
        }

        @Override
        public List<Rescued> rescue(RescuePlan plan) {
            ends.forEach((worker, end) -> {
                if (!worker.equals(plan.by()) && !end.isAfter(now())) {
                    leave(worker);
                }
            });
            return super.rescue(plan);
        }
    }

    /** A claim that is asked again takes more. */
    private static final class ClaimIgnoringItsNumber extends ForwardingStore {
        private final AtomicLong numbers = new AtomicLong();

        ClaimIgnoringItsNumber(Store correct) {
            super(correct);
        }

        @Override
        public Exchange.Answer exchange(Exchange.Ask ask) {
            return super.exchange(new Exchange.Ask(ask.worker(), numbers.incrementAndGet(), ask.commits(), ask.plan()));
        }
    }

    /** {@code insert or replace}: a repeated accept makes another job of the one that is there. */
    private static final class AcceptOverwriting extends ForwardingStore {
        private final Map<JobId, NewJob> latest = new ConcurrentHashMap<>();

        AcceptOverwriting(Store correct) {
            super(correct);
        }

        @Override
        public Accepted accept(List<NewJob> batch) {
            var accepted = super.accept(batch);
            batch.forEach(job -> latest.put(job.id(), job));
            return accepted;
        }

        @Override
        public Optional<Content> payload(JobId id) {
            return super.payload(id)
                    .map(stored -> latest.containsKey(id) ? latest.get(id).payload() : stored);
        }
    }

    /** Notes are written by the job's id. */
    private static final class NoteWithoutFence extends ForwardingStore {
        NoteWithoutFence(Store correct) {
            super(correct);
        }

        @Override
        public void note(List<Note> notes) {
            super.note(notes.stream()
                    .map(note -> new Note(current(note.lease()), note.progress(), note.said()))
                    .toList());
        }

        private LeaseKey current(LeaseKey lease) {
            return find(lease.job())
                    .map(job -> new LeaseKey(job.id(), job.fence()))
                    .orElse(lease);
        }
    }

    private static Exchange.Ask withCommits(Exchange.Ask ask, List<Commit> commits) {
        return new Exchange.Ask(ask.worker(), ask.claimNumber(), commits, ask.plan());
    }

    private static Exchange.Answer withAnswers(Exchange.Answer answer, List<CommitAnswer> answers) {
        return new Exchange.Answer(answers, answer.holder(), answer.claimed(), answer.suspects(), answer.next());
    }

    private static Commit withLease(Commit commit, LeaseKey lease) {
        return new Commit(
                lease,
                commit.ordinal(),
                commit.then(),
                commit.checkpoint(),
                commit.children(),
                commit.note().map(note -> new Note(lease, note.progress(), note.said())));
    }

    private static Commit withChildren(Commit commit, List<NewJob> children) {
        return new Commit(
                commit.lease(), commit.ordinal(), commit.then(), commit.checkpoint(), children, commit.note());
    }
}
