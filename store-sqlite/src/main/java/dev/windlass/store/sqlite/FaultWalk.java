package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Goes over the rows in which one fault can be. The writer has nothing to do with it as long as nothing is wrong. */
final class FaultWalk<K> implements Sweep.Walk<K> {
    private final Fault<K> fault;
    private final Writes writes;
    private final Readers readers;

    FaultWalk(Fault<K> fault, Writes writes, Readers readers) {
        this.fault = fault;
        this.writes = writes;
        this.readers = readers;
    }

    /** Where a look has come to, and the keys of what is wrong. */
    private record Seen<K>(K last, boolean isLast, List<K> wrong) {}

    @Override
    public Sweep.Stretch<K> walk(K after, int limit) {
        var seen = readers.read(reader -> look(reader, after, limit));
        var repairs = seen.wrong().isEmpty() ? List.<Repair>of() : writes.write(turn -> heal(turn, seen.wrong()));
        return new Sweep.Stretch<>(seen.last(), seen.isLast(), repairs);
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
