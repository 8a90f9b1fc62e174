package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Note;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.StoreException;
import dev.windlass.store.WorkerId;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Takes the commits of one lease as a store does that lends sessions, and loses calls and replies as a test asks. */
final class HandLeases implements LeaseStore {
    /** What was accepted, by ordinal. */
    final Map<Integer, Commit> accepted = new LinkedHashMap<>();

    /** So many calls do not come through. */
    int lostCalls;

    /** So many calls come through and their answers do not. */
    int lostReplies;

    boolean fenced;
    Runnable onCall = () -> {};

    private static final class NoConnection implements Session {
        @Override
        public <T> T as(Class<T> type) {
            throw new IllegalArgumentException("there is no " + type);
        }
    }

    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        call();
        if (!fenced && !accepted.containsKey(ordinal)) {
            accepted.put(ordinal, work.run(new NoConnection()));
        }
        return reply(ordinal);
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        call();
        var commit = ask.commits().get(0);
        if (!fenced) {
            accepted.putIfAbsent(commit.ordinal(), commit);
        }
        return new Exchange.Answer(List.of(reply(commit.ordinal())), Exchange.HolderState.LIVE, List.of(), List.of());
    }

    private void call() {
        onCall.run();
        if (lostCalls-- > 0) {
            throw new StoreException(ErrorCode.STORE_DOWN, "the call was lost");
        }
    }

    private CommitAnswer reply(int ordinal) {
        if (lostReplies-- > 0) {
            throw new StoreException(ErrorCode.STORE_DOWN, "the reply was lost");
        }
        return accepted.containsKey(ordinal) ? CommitAnswer.FINISHED : CommitAnswer.FENCED;
    }

    @Override
    public void note(List<Note> notes) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CommitAnswer extend(LeaseKey lease, Duration length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<LeaseKey> held(WorkerId worker, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Rescued> rescue(RescuePlan plan) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<LeaseKey> cancels(WorkerId worker, int limit) {
        return List.of();
    }
}
