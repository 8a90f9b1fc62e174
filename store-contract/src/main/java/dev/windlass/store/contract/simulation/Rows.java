package dev.windlass.store.contract.simulation;

import dev.windlass.store.NewWorker;
import dev.windlass.store.WorkerId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The lives of all worker rows. */
final class Rows {
    private final Map<WorkerId, RowLife> rows = new LinkedHashMap<>();

    void joined(NewWorker worker, RowLife row) {
        rows.putIfAbsent(worker.id(), row);
    }

    RowLife get(WorkerId worker) {
        var row = rows.get(worker);
        if (row == null) {
            throw new Violation("worker " + worker + " never joined, and the store names it");
        }
        return row;
    }

    /** The row, unless it has ended or was never there. */
    Optional<RowLife> live(WorkerId worker) {
        return Optional.ofNullable(rows.get(worker)).filter(row -> !row.ended());
    }

    void endExpired(Instant now) {
        rows.values().stream().filter(row -> row.expired(now)).forEach(RowLife::end);
    }
}
