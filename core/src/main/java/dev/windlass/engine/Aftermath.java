package dev.windlass.engine;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Lease;
import dev.windlass.store.Then;
import dev.windlass.task.Due;
import java.time.Duration;

/** Tells this process what an answered commit means for it: observers, and duties that now have something to do. Safe for all threads. */
final class Aftermath {
    private final Observer observer;
    private final Hints hints;
    private final boolean atomic;
    private final Duration upkeep;

    /** On a store that is not atomic, consequences have to be settled. */
    Aftermath(Observer observer, Hints hints, boolean atomic, Duration upkeep) {
        this.observer = observer;
        this.hints = hints;
        this.atomic = atomic;
        this.upkeep = upkeep;
    }

    /** A job came that this worker does not perform, and is on its way to one that does. */
    void parking(Lease lease) {
        observer.unknownTask(lease);
    }

    /** The last commit of an attempt was answered, together with others: whoever tells of all of them hints at the end. */
    void ended(Lease lease, Commit commit, CommitAnswer answer) {
        observer.ended(lease, commit, answer);
        if (answer.decides()) {
            wakeUpkeep(commit);
            if (!lease.terms().limits().isEmpty()) {
                // Its permits are free, or will be: whoever waits for one is to be looked for.
                hints.upkeep();
            }
        }
    }

    /** An attempt has ended by a commit of its own. */
    void completed(Lease lease, Commit commit) {
        ended(lease, commit, CommitAnswer.FINISHED);
        hints.ended();
        wakeClaims(commit);
    }

    /** An attempt has made a checkpoint and goes on. */
    void checkpointed(Commit commit) {
        wakeUpkeep(commit);
        wakeClaims(commit);
    }

    private void wakeClaims(Commit commit) {
        if (!commit.children().isEmpty()) {
            hints.claiming();
        }
    }

    private void wakeUpkeep(Commit commit) {
        var hasConsequences =
                commit.then() instanceof Then.Later || !commit.children().isEmpty();
        if (childrenAreLimited(commit) || (atomic ? schedulesSoon(commit) : hasConsequences)) {
            hints.upkeep();
        }
    }

    private static boolean childrenAreLimited(Commit commit) {
        return commit.children().stream()
                .anyMatch(child -> !child.terms().limits().isEmpty());
    }

    /** Whether something may come due before the Promoter looks of itself. Children that are due now stand in their lanes already. */
    private boolean schedulesSoon(Commit commit) {
        return (commit.then() instanceof Then.Later later && later.delay().compareTo(upkeep) < 0)
                || commit.children().stream().anyMatch(child -> !child.due().equals(Due.NOW));
    }
}
