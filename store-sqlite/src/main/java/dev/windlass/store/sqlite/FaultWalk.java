package dev.windlass.store.sqlite;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.Repair;
import dev.windlass.store.StoreException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Goes over the rows in which one fault can be. The writer has nothing to do with it as long as nothing is wrong. */
final class FaultWalk<K> implements Sweep.Walk<K> {
    private static final ProgramLog log = ProgramLog.of(FaultWalk.class);

    private final Fault<K> fault;
    private final Writes writes;
    private final Readers readers;

    /** Whether this round has told of a row that cannot be healed. */
    private boolean told;

    FaultWalk(Fault<K> fault, Writes writes, Readers readers) {
        this.fault = fault;
        this.writes = writes;
        this.readers = readers;
    }

    /** Where a look has come to, and the keys of what is wrong. */
    private record Seen<K>(K last, boolean isLast, List<K> wrong) {}

    @Override
    public void begin() {
        told = false;
    }

    @Override
    public Sweep.Stretch<K> walk(K after, int limit) {
        var seen = readers.read(reader -> look(reader, after, limit));
        return new Sweep.Stretch<>(seen.last(), seen.isLast(), heal(seen.wrong()));
    }

    /** All of them in one transaction, or each in its own if one cannot be healed: that one is passed over. */
    private List<Repair> heal(List<K> wrong) {
        if (wrong.isEmpty()) {
            return List.of();
        }
        try {
            return writes.write(turn -> heal(turn, wrong));
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

    /** Once a round: of a fault that a hand has made in all rows, nobody reads a line for each. */
    private void tell(K key, RuntimeException e) {
        if (!told) {
            log.error(
                    "the auditor cannot heal this row, and passes over it and others like it: fault={} key={}",
                    fault.fault(),
                    key,
                    e);
            told = true;
        }
    }

    private Seen<K> look(Reader reader, K after, int limit) throws SQLException {
        var select = reader.statement(fault.look());
        fault.bind(select, after, limit);
        var last = after;
        var wrong = new ArrayList<K>();
        var seen = 0;
        try (var row = select.executeQuery()) {
            for (; row.next(); seen++) {
                last = fault.key(row);
                if (fault.isWrong(row)) {
                    wrong.add(last);
                }
            }
        }
        return new Seen<>(last, seen < limit, wrong);
    }

    private List<Repair> heal(Turn turn, List<K> wrong) throws SQLException {
        var repairs = new ArrayList<Repair>();
        for (var key : wrong) {
            fault.heal(turn, key).ifPresent(repairs::add);
        }
        LooseEnds.tie(turn);
        return repairs;
    }
}
