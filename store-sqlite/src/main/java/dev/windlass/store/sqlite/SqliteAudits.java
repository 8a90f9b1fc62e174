package dev.windlass.store.sqlite;

import dev.windlass.store.AuditStore;
import dev.windlass.store.Audited;
import dev.windlass.store.Repair;
import dev.windlass.task.JobId;
import dev.windlass.task.Queue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Goes round all rows, a stretch at a call, and heals what it finds.
 *
 * <p>Looks beside the writer, which has nothing to do with it as long as nothing is wrong. Guarded by its monitor: calls that meet
 * take one stretch each.
 */
final class SqliteAudits implements AuditStore {
    private static final String ID = "select id from windlass_job where number = ?";
    private static final String KEEP =
            "insert into windlass_repair (number, at, fault, subject, remedy) values (?, ?, ?, ?, ?)";
    private static final String CUT = """
            delete from windlass_repair
            where number <= (select number from windlass_repair order by number desc limit 1 offset ?)
            """;
    private static final String LAST = """
            select at, fault, subject, remedy
            from windlass_repair
            order by number desc
            limit ?
            """;

    /** What nobody knows the name of is called so. */
    private static final String UNKNOWN = "unknown";

    private final Writes writes;
    private final Readers readers;
    private final List<Round> rounds = Checks.IN_ORDER.stream().map(Round::new).toList();

    private long limitsAfter;
    private boolean limitsOver;

    SqliteAudits(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    /** How far the round of one check has come. */
    private static final class Round {
        private final Check check;
        private long after;
        private boolean over;

        Round(Check check) {
            this.check = check;
        }

        void begin() {
            after = 0;
            over = false;
        }

        /** Looks at the next rows and answers the keys of those that are wrong. */
        List<Long> look(Reader reader, int limit) throws SQLException {
            var select = reader.statement(check.look());
            select.setLong(1, after);
            select.setInt(2, limit);
            var wrong = new ArrayList<Long>();
            var seen = 0;
            try (var row = select.executeQuery()) {
                for (; row.next(); seen++) {
                    after = row.getLong(1);
                    if (row.getBoolean(2)) {
                        wrong.add(after);
                    }
                }
            }
            over = seen < limit;
            return wrong;
        }
    }

    /** Something wrong that was found. */
    private record Find(Check check, long key) {}

    @Override
    public synchronized Audited audit(int limit) {
        if (limitsOver && rounds.stream().allMatch(round -> round.over)) {
            rounds.forEach(Round::begin);
            limitsOver = false;
        }
        var finds = readers.read(reader -> look(reader, limit));
        var repairs = new ArrayList<Repair>();
        if (!finds.isEmpty()) {
            repairs.addAll(writes.write(turn -> heal(turn, finds)));
        }
        repairs.addAll(auditLimits(limit));
        return new Audited(repairs, !limitsOver || rounds.stream().anyMatch(round -> !round.over));
    }

    /** In the writer's turn, look and all: what fits a moment ago may not fit now. It looks only at jobs that wait or hold permits. */
    private List<Repair> auditLimits(int limit) {
        if (limitsOver) {
            return List.of();
        }
        var from = limitsAfter;
        var mended = writes.write(turn -> LimitChecks.audit(turn, from, limit));
        limitsAfter = mended.next();
        limitsOver = limitsAfter == 0;
        return mended.jobs().isEmpty() ? List.of() : writes.write(turn -> tell(turn, mended.jobs()));
    }

    private static List<Repair> tell(Turn turn, List<Long> jobs) throws SQLException {
        var repairs = new ArrayList<Repair>();
        for (var job : jobs) {
            var repair = new Repair(
                    turn.now(),
                    "permits or places in lines that do not fit their job",
                    subject(turn, job),
                    "given back, or the job put into line");
            keep(turn, repair);
            repairs.add(repair);
        }
        return repairs;
    }

    private List<Find> look(Reader reader, int limit) throws SQLException {
        var finds = new ArrayList<Find>();
        for (var round : rounds) {
            if (!round.over) {
                round.look(reader, limit).forEach(key -> finds.add(new Find(round.check, key)));
            }
        }
        return finds;
    }

    private static List<Repair> heal(Turn turn, List<Find> finds) throws SQLException {
        var repairs = new ArrayList<Repair>();
        for (var find : finds) {
            if (heal(turn, find)) {
                var repair = new Repair(
                        turn.now(),
                        find.check().fault(),
                        subject(turn, find.key()),
                        find.check().remedy());
                keep(turn, repair);
                repairs.add(repair);
            }
        }
        LooseEnds.tie(turn);
        var cut = turn.statement(CUT);
        cut.setInt(1, MOST_REPAIRS);
        cut.executeUpdate();
        return repairs;
    }

    private static boolean heal(Turn turn, Find find) throws SQLException {
        var changed = 0;
        for (var sql : find.check().heal()) {
            var statement = turn.statement(sql);
            bind(turn, statement, find.key());
            changed += statement.executeUpdate();
        }
        return changed > 0;
    }

    /** As many of the parameters as the statement has. */
    private static void bind(Turn turn, PreparedStatement statement, long key) throws SQLException {
        var count = statement.getParameterMetaData().getParameterCount();
        var values = new long[] {
            key,
            turn.micros(),
            count >= 3 ? turn.next() : 0,
            count >= 4 ? turn.number(UNKNOWN) : 0,
            turn.after(Queue.DEFAULT_KEEP)
        };
        for (var index = 0; index < count; index++) {
            statement.setLong(index + 1, values[index]);
        }
    }

    private static String subject(Turn turn, long number) throws SQLException {
        var select = turn.statement(ID);
        select.setLong(1, number);
        try (var row = select.executeQuery()) {
            return row.next() ? "job " + JobId.of(row.getBytes(1)) : "number " + number;
        }
    }

    private static void keep(Turn turn, Repair repair) throws SQLException {
        var insert = turn.statement(KEEP);
        insert.setLong(1, turn.next());
        insert.setLong(2, turn.micros());
        insert.setString(3, repair.fault());
        insert.setString(4, repair.subject());
        insert.setString(5, repair.remedy());
        insert.executeUpdate();
    }

    @Override
    public List<Repair> repairs(int limit) {
        return readers.read(reader -> {
            var select = reader.statement(LAST);
            select.setInt(1, limit);
            var repairs = new ArrayList<Repair>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    repairs.add(new Repair(
                            Micros.instant(row.getLong(1)), row.getString(2), row.getString(3), row.getString(4)));
                }
            }
            return repairs;
        });
    }
}
