package dev.windlass.store.memory;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.NewWorker;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Jobs that wait for a worker which can perform them, by what it has to know. Guarded by the ledger's lock. */
final class Parking {
    /** A task, and payloads of this version. */
    private record Need(String task, int version) {
        static Need of(Row row) {
            return new Need(row.base.task(), row.base.payload().version());
        }

        boolean isMetBy(NewWorker worker) {
            return worker.performs(task, version);
        }
    }

    private final Map<Ledger.Line, Map<Need, TreeMap<Long, Row>>> lines = new HashMap<>();

    void add(Row row) {
        lines.computeIfAbsent(Ledger.lineOf(row), line -> new HashMap<>())
                .computeIfAbsent(Need.of(row), need -> new TreeMap<>())
                .put(row.position, row);
    }

    /** Takes a job out if it stands here. */
    void remove(Row row) {
        var line = lines.getOrDefault(Ledger.lineOf(row), new HashMap<>());
        var standing = line.get(Need.of(row));
        if (standing != null && standing.remove(row.position, row) && standing.isEmpty()) {
            line.remove(Need.of(row));
        }
    }

    /** The first job of a line that the worker can perform. */
    Optional<Row> first(Ledger.Line line, NewWorker worker) {
        return lines.getOrDefault(line, Map.of()).entrySet().stream()
                .filter(entry -> entry.getKey().isMetBy(worker))
                .map(entry -> entry.getValue().firstEntry().getValue())
                .min(Comparator.comparingLong(row -> row.position));
    }

    /** The line in which an entry of a plan looks for parked jobs: suspects come to the claims of suspects alone. */
    static Optional<Ledger.Line> lineOf(ClaimPlan.Entry entry) {
        return switch (entry.kind()) {
            case SOUND -> Optional.empty();
            case PARKED -> Optional.of(new Ledger.Line(entry.queue(), entry.lane(), ClaimPlan.Kind.SOUND));
            case SUSPECT -> Optional.of(new Ledger.Line(entry.queue(), entry.lane(), ClaimPlan.Kind.SUSPECT));
        };
    }
}
