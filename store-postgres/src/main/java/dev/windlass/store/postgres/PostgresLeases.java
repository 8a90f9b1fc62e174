package dev.windlass.store.postgres;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Hint;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Note;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.WorkerId;
import dev.windlass.task.SessionWork;
import java.time.Duration;
import java.util.List;

/** Claiming, committing and rescuing: the entrance. */
final class PostgresLeases implements LeaseStore {
    private static final String EXTEND = """
            update windlass.lease set until = windlass.windlass_after((select windlass.windlass_now()), ?)
            where job = ? and fence = ?
            """;

    private static final String HELD = "select job, fence from windlass.lease where worker = ? limit ?";

    private static final String CANCELS =
            "select job, fence from windlass.lease where worker = ? and cancel_keep is not null limit ?";

    private final Database database;
    private final Lending lending;
    private final Hints hints;

    PostgresLeases(Database database, Lending lending, Hints hints) {
        this.database = database;
        this.hints = hints;
        this.lending = lending;
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        var answer = database.transact(transaction -> {
            var back = Untouched.of(transaction, ask.commits());
            var answers = Commits.write(transaction, ask.commits());
            var taken = new Claims(transaction, back).claim(ask);
            return new Exchange.Answer(answers, taken.holder(), taken.leases(), taken.suspects(), taken.next());
        });
        if (ask.commits().stream().anyMatch(commit -> !commit.children().isEmpty())) {
            hints.tell(Hint.READY);
        }
        return answer;
    }

    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        return lending.commit(lease, ordinal, work);
    }

    @Override
    public void note(List<Note> notes) {
        database.run(transaction -> Notes.writeHeld(transaction, notes));
    }

    @Override
    public CommitAnswer extend(LeaseKey lease, Duration length) {
        return database.transact(transaction -> {
            try (var call = transaction.call(EXTEND)) {
                var held = call.duration(length)
                                .job(lease.job())
                                .number(lease.fence())
                                .run()
                        == 1;
                return held ? CommitAnswer.FINISHED : CommitAnswer.FENCED;
            }
        });
    }

    @Override
    public List<LeaseKey> held(WorkerId worker, int limit) {
        return database.transact(transaction -> {
            try (var call = transaction.call(HELD)) {
                return call.number(worker.value()).number(limit).list(Row::lease);
            }
        });
    }

    @Override
    public List<LeaseKey> cancels(WorkerId worker, int limit) {
        return database.transact(transaction -> {
            try (var call = transaction.call(CANCELS)) {
                return call.number(worker.value()).number(limit).list(Row::lease);
            }
        });
    }

    /** Two transactions, in this order: a row that ended stays ended even if moving its leases fails, and the next call goes on. */
    @Override
    public List<Rescued> rescue(RescuePlan plan) {
        if (plan.scope() == RescuePlan.Scope.EXPIRED) {
            database.run(transaction -> Rescue.endExpired(transaction, plan.by()));
        }
        return database.transact(transaction -> Rescue.move(transaction, plan));
    }
}
