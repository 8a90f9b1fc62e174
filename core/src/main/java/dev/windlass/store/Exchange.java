package dev.windlass.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The words of {@link LeaseStore#exchange}. */
public final class Exchange {
    private Exchange() {}

    /**
     * Commits to write and jobs to claim, in one call.
     *
     * @param claimNumber counts the worker's claims from 1. The same number again, or a lower one that arrives late, takes nothing
     *     new and answers those leases of that claim that are still held
     */
    public record Ask(WorkerId worker, long claimNumber, List<Commit> commits, ClaimPlan plan) {
        /** Most commits in one exchange. */
        public static final int MOST_COMMITS = 1_000;

        public Ask {
            commits = List.copyOf(commits);
            if (commits.size() > MOST_COMMITS) {
                throw new IllegalArgumentException(
                        "an exchange carries " + commits.size() + " commits, the limit is " + MOST_COMMITS);
            }
        }
    }

    /**
     * What came of it.
     *
     * @param answers one for each commit, in order
     * @param claimed with payloads and checkpoints as they lie there: the holder compares their checksums and runs none that is
     *     damaged
     * @param suspects queues of the plan in which suspect jobs stand ready, which only an entry of kind SUSPECT takes
     * @param next how soon a rate allows a start of the plan that it did not allow now; empty where nothing waits for one
     */
    public record Answer(
            List<CommitAnswer> answers,
            HolderState holder,
            List<Lease> claimed,
            List<String> suspects,
            Optional<Duration> next) {
        /** An answer of which no job waits for a rate. */
        public Answer(List<CommitAnswer> answers, HolderState holder, List<Lease> claimed, List<String> suspects) {
            this(answers, holder, claimed, suspects, Optional.empty());
        }
    }

    /** How the store sees the worker that asks. */
    public enum HolderState {
        /** Its row has not ended: it may hold leases. While the row is expired and not yet renewed, it is given no new ones. */
        LIVE,
        /** Its row has ended or was never there: it is given nothing and has to join anew under a new id. */
        ENDED
    }
}
