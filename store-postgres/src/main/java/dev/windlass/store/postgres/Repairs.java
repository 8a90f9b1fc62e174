package dev.windlass.store.postgres;

import dev.windlass.store.AuditStore;
import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.List;

/** The repairs that are kept for people. */
final class Repairs {
    private static final String KEEP = """
            insert into windlass.repair (at, fault, subject, remedy)
            select (select windlass.windlass_now()), ?, subject, ?
            from unnest(?::text[]) with ordinality as i(subject, ord)
            order by ord
            returning at, fault, subject, remedy
            """;

    /** A statement of its own, because it counts what the one before it wrote. */
    private static final String CUT = """
            delete from windlass.repair
            where number <= (select number from windlass.repair order by number desc offset ? limit 1)
            """;

    private static final String LAST = """
            select at, fault, subject, remedy
            from windlass.repair
            order by number desc
            limit ?
            """;

    private Repairs() {}

    /** One for each subject. */
    static List<Repair> keep(Transaction transaction, String fault, String remedy, List<String> subjects)
            throws SQLException {
        if (subjects.isEmpty()) {
            return List.of();
        }
        try (var keep = transaction.call(KEEP);
                var cut = transaction.call(CUT)) {
            var kept = keep.text(fault).text(remedy).texts(subjects).list(Repairs::repair);
            cut.number(AuditStore.MOST_REPAIRS).run();
            return kept;
        }
    }

    static List<Repair> last(Transaction transaction, int limit) throws SQLException {
        try (var call = transaction.call(LAST)) {
            return call.number(limit).list(Repairs::repair);
        }
    }

    private static Repair repair(Row row) throws SQLException {
        return new Repair(row.instant("at"), row.text("fault"), row.text("subject"), row.text("remedy"));
    }
}
