package dev.windlass.store.contract.simulation;

import dev.windlass.store.Ability;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Store;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.JobState;
import dev.windlass.task.Session;
import dev.windlass.task.SessionWork;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A store that lends what it has not: a page, whose rows count once the commit is accepted. */
final class Lending extends ForwardingStore {
    private static final WorkerId NOBODY = new WorkerId(0);

    private final Set<LeaseKey> accepted = new HashSet<>();
    private final List<LeaseKey> rows = new ArrayList<>();

    /** A transaction in the table. */
    record Page(List<LeaseKey> rows) implements Session {
        Page() {
            this(new ArrayList<>());
        }

        @Override
        public <T> T as(Class<T> type) {
            return type.cast(this);
        }
    }

    Lending(Store correct) {
        super(correct);
    }

    Receipts receipts() {
        return new Receipts() {
            @Override
            public void write(Session session, LeaseKey by) {
                session.as(Page.class).rows().add(by);
            }

            @Override
            public List<LeaseKey> all() {
                return List.copyOf(rows);
            }
        };
    }

    @Override
    public Set<Ability> abilities() {
        var abilities = EnumSet.of(Ability.LENDING);
        abilities.addAll(correct.abilities());
        return abilities;
    }

    /** Ends attempts only: no task of the simulation makes checkpoints. */
    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        if (accepted.contains(lease)) {
            return CommitAnswer.FINISHED;
        }
        if (!isHeld(lease)) {
            return CommitAnswer.FENCED;
        }
        var page = new Page();
        var commit = work.run(page);
        var ask = new Exchange.Ask(NOBODY, 0, List.of(commit), ClaimPlan.NOTHING);
        var answer = correct.leases().exchange(ask).answers().get(0);
        if (answer.decides()) {
            accepted.add(lease);
            rows.addAll(page.rows());
        }
        return answer;
    }

    private boolean isHeld(LeaseKey lease) {
        return correct.jobs()
                .find(lease.job())
                .filter(job -> job.state() == JobState.RUNNING && job.fence() == lease.fence())
                .isPresent();
    }
}
