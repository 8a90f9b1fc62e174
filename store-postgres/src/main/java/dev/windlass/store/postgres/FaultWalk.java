package dev.windlass.store.postgres;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.Repair;
import dev.windlass.store.StoreException;
import java.sql.SQLException;
import java.util.List;

/** Goes over the rows in which one fault can be. Nothing is written or locked as long as nothing is wrong. */
final class FaultWalk implements Sweep.Walk<String> {
    private static final ProgramLog log = ProgramLog.of(FaultWalk.class);

    private final Fault fault;
    private final Database database;
    private final AuditTurn turn;

    /** Whether this round has told of a row that cannot be healed. */
    private boolean told;

    FaultWalk(Fault fault, Database database, AuditTurn turn) {
        this.fault = fault;
        this.database = database;
        this.turn = turn;
    }

    private record Seen(String key, boolean wrong) {
        static Seen of(Row row) throws SQLException {
            return new Seen(row.text("key"), row.truth("wrong"));
        }
    }

    @Override
    public void begin() {
        told = false;
    }

    @Override
    public Sweep.Stretch<String> walk(String after, int limit) {
        var seen = database.transact(transaction -> look(transaction, after, limit));
        var last = seen.isEmpty() ? after : seen.get(seen.size() - 1).key();
        return new Sweep.Stretch<>(
                last,
                seen.size() < limit,
                heal(seen.stream().filter(Seen::wrong).map(Seen::key).toList()));
    }

    private List<Seen> look(Transaction transaction, String after, int limit) throws SQLException {
        try (var call = transaction.call(fault.look())) {
            return call.text(after).number(limit).list(Seen::of);
        }
    }

    /** All of them in one transaction, or each in its own if one cannot be healed: that one is passed over. */
    private List<Repair> heal(List<String> wrong) {
        if (wrong.isEmpty()) {
            return List.of();
        }
        try {
            return database.transact(transaction -> heal(transaction, wrong));
        } catch (RuntimeException e) {
            if (!StoreException.concernsCall(e)) {
                throw e;
            }
            if (wrong.size() > 1) {
                return wrong.stream()
                        .flatMap(key -> heal(List.of(key)).stream())
                        .toList();
            }
            tell(wrong.get(0), e);
            return List.of();
        }
    }

    private List<Repair> heal(Transaction transaction, List<String> wrong) throws SQLException {
        return turn.hold(transaction)
                ? Repairs.keep(transaction, fault.fault(), fault.remedy(), fault.heal(transaction, wrong))
                : List.of();
    }

    /** Once a round: of a fault that a hand has made in all rows, nobody reads a line for each. */
    private void tell(String key, RuntimeException e) {
        if (!told) {
            log.error(
                    "the auditor cannot heal this row, and passes over it and others like it: fault={} key={}",
                    fault.fault(),
                    key,
                    e);
            told = true;
        }
    }
}
