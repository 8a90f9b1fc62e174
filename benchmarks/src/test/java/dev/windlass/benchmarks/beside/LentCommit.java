package dev.windlass.benchmarks.beside;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.simulation.Violation;
import dev.windlass.task.Outcome;
import dev.windlass.task.SessionWork;
import java.util.List;
import java.util.Optional;

/** A commit whose work runs in the transaction of one store, and what it came to there, for the others. */
final class LentCommit {
    private static final WorkerId NOBODY = new WorkerId(0);

    private final LeaseKey lease;
    private final Object ordinal;
    private final SessionWork<Commit, ?> work;
    private final Common common;
    private Optional<Commit> made = Optional.empty();
    private Optional<Exception> failed = Optional.empty();
    private List<LeaseKey> written = List.of();

    /** @param arguments those of {@link LeaseStore#commit} */
    @SuppressWarnings("unchecked")
    LentCommit(Object[] arguments, Common common) {
        this.lease = (LeaseKey) arguments[0];
        this.ordinal = arguments[1];
        this.work = (SessionWork<Commit, ?>) arguments[2];
        this.common = common;
    }

    /** The arguments for the store in which the work runs. */
    Object[] performed() {
        return with(session -> {
            common.taken();
            try {
                var commit = work.run(session);
                made = Optional.of(commit);
                return commit;
            } catch (Exception e) {
                failed = Optional.of(e);
                throw e;
            } finally {
                written = common.taken();
            }
        });
    }

    /** The arguments for another store that lends transactions: it does what was done in the first. */
    Object[] repeated(ReceiptTable table) {
        return with(session -> {
            requireRun();
            written.forEach(by -> table.write(session, by));
            if (failed.isPresent()) {
                throw failed.get();
            }
            return made.orElseThrow();
        });
    }

    private Object[] with(SessionWork<Commit, Exception> instead) {
        return new Object[] {lease, ordinal, instead};
    }

    private void requireRun() {
        if (made.isEmpty() && failed.isEmpty()) {
            throw new Violation("the work of " + lease + " was run by one store and not by the first");
        }
    }

    /** What a store without transactions answers to the commit, if there is one; otherwise only that the lease is where it should be. */
    Answer written(LeaseStore leases) {
        if (failed.isPresent()) {
            return Answer.thrown(failed.get());
        }
        // Whoever asks again is answered by the lease alone, whatever the commit says.
        var commit = made.orElseGet(() -> Commit.end(lease, new Then.Again(Ended.of(Outcome.SLICED))));
        var ask = new Exchange.Ask(NOBODY, 0, List.of(commit), ClaimPlan.NOTHING);
        return Answer.of(leases.exchange(ask).answers().get(0));
    }
}
