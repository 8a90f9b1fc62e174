package dev.windlass.store.sqlite;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.RescuePlan.Scope;
import dev.windlass.store.Rescued;
import dev.windlass.store.Rescued.Fate;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes jobs back from holders that vanished. */
final class Rescuing {
    /** While the rescuer's own row is not live it may be the one that slept, so it moves nothing. */
    private static final String LIVE = "select 1 from windlass_worker where id = ? and ended is null and until > ?";

    /** First the row ends: from here on its holder can claim nothing more, so the sweep has an end. */
    private static final String END_EXPIRED = "update windlass_worker set ended = ? where ended is null and until <= ?";

    /** Leases of all rows that have ended, however long ago: a claim may have committed late. */
    static final String OF_ENDED = """
            select j.id, l.fence, l.worker, l.losses, l.line, l.number, j.task, j.queue, l.marks
            from windlass_worker w
                cross join windlass_life l on l.state = 2 and l.worker = w.id
                cross join windlass_job j on j.number = l.number
            where w.ended is not null
            limit ?
            """;

    /** Leases whose own end has passed. */
    static final String OVERDUE = """
            select j.id, l.fence, l.worker, l.losses, l.line, l.number, j.task, j.queue, l.marks
            from windlass_life l
                cross join windlass_job j on j.number = l.number
            where l.state = 2 and l.lease_end is not null and l.lease_end <= ?
            order by l.lease_end
            limit ?
            """;

    /** The history row of an attempt whose end nobody reported. Races with a late commit: the fence and the state decide. */
    static final String LOST = """
            insert into windlass_attempt (job, fence, ordinal, outcome, number, worker, host, started, ended, error)
            select number, fence, 0, 7, failures + 1, worker, (select w.host from windlass_worker w where w.id = windlass_life.worker),
                since, ?3, ?4
            from windlass_life
            where number = ?1 and fence = ?2 and state = 2
            """;

    static final String BACK = """
            update windlass_life
            set state = 1, since = ?3, losses = losses + 1, line = ?4, lease_end = null
            where number = ?1 and fence = ?2 and state = 2
            """;
    static final String QUARANTINE = """
            update windlass_life
            set state = 6, since = ?3, losses = losses + 1, line = line & 3, lease_end = null, reason = 14, keep_until = ?4
            where number = ?1 and fence = ?2 and state = 2
            """;

    private final Turn turn;
    private final RescuePlan plan;

    private Rescuing(Turn turn, RescuePlan plan) {
        this.turn = turn;
        this.plan = plan;
    }

    static List<Rescued> rescue(Turn turn, RescuePlan plan) throws SQLException {
        return new Rescuing(turn, plan).rescue();
    }

    private List<Rescued> rescue() throws SQLException {
        if (!rescuerLives()) {
            return List.of();
        }
        if (plan.scope() == Scope.EXPIRED) {
            endExpired();
        }
        var rescued = new ArrayList<Rescued>();
        for (var loss : losses()) {
            rescued.add(move(loss));
        }
        return rescued;
    }

    private boolean rescuerLives() throws SQLException {
        var select = turn.statement(LIVE);
        select.setLong(1, plan.by().value());
        select.setLong(2, turn.micros());
        try (var row = select.executeQuery()) {
            return row.next();
        }
    }

    private void endExpired() throws SQLException {
        var update = turn.statement(END_EXPIRED);
        update.setLong(1, turn.micros());
        update.setLong(2, turn.micros());
        update.executeUpdate();
    }

    /** A lease that was lost; {@code count} is what its job had lost in a row before. */
    private record Loss(LeaseKey lease, WorkerId holder, int count, int line, Home home) {}

    /** Where the job stands, and what it is. */
    private record Home(long number, String task, String queue, int marks) {
        /** What becomes of the job when it goes back; a cancel that stands is carried out before the transaction ends. */
        Fate fate(boolean suspect) {
            if (Mark.CANCEL.in(marks)) {
                return Fate.CANCELLED;
            }
            return suspect ? Fate.SUSPECT : Fate.READY;
        }
    }

    private List<Loss> losses() throws SQLException {
        var losses = new ArrayList<Loss>();
        var ended = turn.statement(OF_ENDED);
        ended.setInt(1, plan.limit());
        try (var row = ended.executeQuery()) {
            read(row, losses);
        }
        if (plan.scope() == Scope.EXPIRED) {
            readOverdue(losses);
        }
        return losses.stream().distinct().limit(plan.limit()).toList();
    }

    private void readOverdue(List<Loss> losses) throws SQLException {
        var overdue = turn.statement(OVERDUE);
        overdue.setLong(1, turn.micros());
        overdue.setInt(2, plan.limit());
        try (var row = overdue.executeQuery()) {
            read(row, losses);
        }
    }

    private void read(ResultSet row, List<Loss> losses) throws SQLException {
        while (row.next()) {
            var lease = new LeaseKey(JobId.of(row.getBytes(1)), row.getLong(2));
            var home = new Home(row.getLong(6), turn.text(row.getInt(7)), turn.text(row.getInt(8)), row.getInt(9));
            losses.add(new Loss(lease, new WorkerId(row.getLong(3)), row.getInt(4), row.getInt(5), home));
        }
    }

    private Rescued move(Loss loss) throws SQLException {
        var count = loss.count() + 1;
        if (count >= plan.lossesToQuarantine()) {
            record(loss, "its worker vanished " + count + " times in a row while it ran this job");
            move(
                    QUARANTINE,
                    loss,
                    Keeping.until(turn, plan.keep().of(loss.home().queue())));
            return new Rescued(loss.lease(), loss.home().task(), loss.home().queue(), loss.holder(), Fate.QUARANTINED);
        }
        record(loss, null);
        var suspect = count >= plan.suspectAfter();
        move(BACK, loss, suspect ? loss.line() | Line.SUSPECT : loss.line() & (Line.SUSPECT - 1));
        return new Rescued(
                loss.lease(),
                loss.home().task(),
                loss.home().queue(),
                loss.holder(),
                loss.home().fate(suspect));
    }

    private void record(Loss loss, @Nullable String error) throws SQLException {
        var insert = turn.statement(LOST);
        insert.setLong(1, loss.home().number());
        insert.setLong(2, loss.lease().fence());
        insert.setLong(3, turn.micros());
        insert.setString(4, error);
        insert.executeUpdate();
    }

    private void move(String sql, Loss loss, long fourth) throws SQLException {
        var update = turn.statement(sql);
        update.setLong(1, loss.home().number());
        update.setLong(2, loss.lease().fence());
        update.setLong(3, turn.micros());
        update.setLong(4, fourth);
        update.executeUpdate();
    }
}
