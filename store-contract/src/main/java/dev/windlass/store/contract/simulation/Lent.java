package dev.windlass.store.contract.simulation;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.LeaseKey;
import dev.windlass.task.SessionWork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A commit with which a task writes, as it comes to the store: its work runs there and then, on the caller's thread. */
final class Lent<X extends Exception> {
    private final Reach reach;
    private final LeaseKey lease;
    private final int ordinal;
    private final SessionWork<Commit, X> work;

    /** What came of it: an answer, or what the work threw. */
    record Outcome(Optional<CommitAnswer> answer, Optional<Exception> thrown) {}

    Lent(Reach reach, LeaseKey lease, int ordinal, SessionWork<Commit, X> work) {
        this.reach = reach;
        this.lease = lease;
        this.ordinal = ordinal;
        this.work = work;
    }

    /** Runs the work in the store, unless that is not for this attempt to do. */
    Outcome run() {
        var commits = new ArrayList<Commit>();
        try {
            var answer = reach.store().leases().commit(lease, ordinal, session -> {
                var commit = work.run(session);
                commits.add(commit);
                return commit;
            });
            reach.witness().lent(lease, commits, answer);
            return new Outcome(Optional.of(answer), Optional.empty());
        } catch (Exception e) {
            return new Outcome(Optional.empty(), Optional.of(e));
        }
    }

    /** The same call once more, when it was answered before: its work is done and must not be done again. */
    Outcome again() {
        CommitAnswer answer = reach.store().leases().<RuntimeException>commit(lease, ordinal, session -> {
            throw new Violation("the work of " + lease + " was run again after its commit had been answered");
        });
        reach.witness().lent(lease, List.of(), answer);
        return new Outcome(Optional.of(answer), Optional.empty());
    }
}
