package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.util.List;

/**
 * Takes back what jobs still have beside their rows after a move and may not keep in their new state. Whoever moves jobs calls this in
 * the same transaction; the move itself has set the marks of the new state.
 */
final class LooseEnds {
    private LooseEnds() {}

    static void tie(Transaction transaction, List<Moved> moved) throws SQLException {
        var loose = moved.stream().filter(Moved::isLoose).toList();
        if (loose.isEmpty()) {
            return;
        }
        Keys.moved(transaction, loose);
        Expiring.moved(transaction, loose);
        Limiting.moved(transaction, loose);
        Depths.moved(transaction, loose);
    }
}
