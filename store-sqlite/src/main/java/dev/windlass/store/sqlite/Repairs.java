package dev.windlass.store.sqlite;

import dev.windlass.store.AuditStore;
import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The repairs that are kept for people. */
final class Repairs {
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

    private Repairs() {}

    static Repair keep(Turn turn, String fault, String subject, String remedy) throws SQLException {
        var repair = new Repair(turn.now(), fault, subject, remedy);
        var insert = turn.statement(KEEP);
        insert.setLong(1, turn.next());
        insert.setLong(2, turn.micros());
        insert.setString(3, fault);
        insert.setString(4, subject);
        insert.setString(5, remedy);
        insert.executeUpdate();
        var cut = turn.statement(CUT);
        cut.setInt(1, AuditStore.MOST_REPAIRS);
        cut.executeUpdate();
        return repair;
    }

    /** What people call the job of this number. */
    static String job(Turn turn, long number) throws SQLException {
        return JobNumbers.job(turn, number).map(id -> "job " + id).orElse("number " + number);
    }

    static List<Repair> last(Reader reader, int limit) throws SQLException {
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
    }
}
