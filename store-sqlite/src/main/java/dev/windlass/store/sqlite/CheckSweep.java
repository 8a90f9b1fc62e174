package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Goes round the rows of one check. The writer has nothing to do with it as long as nothing is wrong. */
final class CheckSweep implements Sweep {
    private final Check check;
    private final Writes writes;
    private final Readers readers;
    private long after;
    private boolean over;

    CheckSweep(Check check, Writes writes, Readers readers) {
        this.check = check;
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public void begin() {
        after = 0;
        over = false;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public List<Repair> next(int limit) {
        var wrong = readers.read(reader -> look(reader, limit));
        return wrong.isEmpty() ? List.of() : writes.write(turn -> heal(turn, wrong));
    }

    /** Looks at the next rows and answers the keys of those that are wrong. */
    private List<Long> look(Reader reader, int limit) throws SQLException {
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

    private List<Repair> heal(Turn turn, List<Long> wrong) throws SQLException {
        var repairs = new ArrayList<Repair>();
        for (var key : wrong) {
            if (check.heal().heal(turn, key)) {
                repairs.add(Repairs.keep(turn, check.fault(), subject(turn, key), check.remedy()));
            }
        }
        LooseEnds.tie(turn);
        return repairs;
    }

    private String subject(Turn turn, long key) throws SQLException {
        return check.subject().equals(Check.JOB) ? Repairs.job(turn, key) : check.subject() + " " + key;
    }
}
