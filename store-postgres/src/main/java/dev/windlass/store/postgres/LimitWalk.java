package dev.windlass.store.postgres;

import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.List;

/** Goes over the lines and permits, as {@link LimitChecks} does, and keeps what was mended. */
final class LimitWalk implements Sweep.Walk<Long> {
    private final Database database;
    private final AuditTurn turn;

    LimitWalk(Database database, AuditTurn turn) {
        this.database = database;
        this.turn = turn;
    }

    @Override
    public Sweep.Stretch<Long> walk(Long after, int limit) {
        return database.transact(transaction -> walk(transaction, after, limit));
    }

    private Sweep.Stretch<Long> walk(Transaction transaction, long after, int limit) throws SQLException {
        if (!turn.hold(transaction)) {
            return new Sweep.Stretch<>(after, true, List.<Repair>of());
        }
        var mended = LimitChecks.mend(transaction, after, limit);
        var repairs = Repairs.keep(
                transaction,
                "permits or places in lines that do not fit their job",
                "given back, or the job put into line",
                mended.jobs().stream().map(job -> "job " + job).toList());
        return new Sweep.Stretch<>(mended.next(), mended.next() == 0, repairs);
    }
}
