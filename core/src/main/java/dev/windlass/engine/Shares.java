package dev.windlass.engine;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Lease;
import dev.windlass.task.Lane;
import dev.windlass.task.Queue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Divides a worker's room among the lanes of its queues, 8 to 4 to 2 to 1 within a queue and evenly between queues, so that
 * nothing starves and nothing is left empty.
 *
 * <p>Deficit round robin (Shreedhar and Varghese 1995): each claim credits every lane with its share of what is asked for, a lane
 * pays for what it gave, and one that had less than its share loses what it saved. A plan first lists each lane with the whole
 * part of its credit, then all lanes, richest first, with what may be left over. Used by the Claimer's thread alone.
 */
final class Shares {
    /** What a lane takes of the others' leavings is free but for one job: it must not starve once they fill again. */
    private static final double MOST_DEBT = -1;

    private final List<Line> lines;
    private final int weights;

    private static final class Line {
        final String queue;
        final Lane lane;
        double credit;

        Line(String queue, Lane lane) {
            this.queue = queue;
            this.lane = lane;
        }

        ClaimPlan.Entry entry(int quota) {
            return new ClaimPlan.Entry(queue, lane, ClaimPlan.Kind.SOUND, quota);
        }
    }

    Shares(List<Queue> queues) {
        lines = queues.stream()
                .flatMap(queue -> List.of(Lane.values()).stream().map(lane -> new Line(queue.name(), lane)))
                .toList();
        weights = lines.stream().mapToInt(line -> line.lane.weight()).sum();
    }

    /** A plan for this many jobs. */
    ClaimPlan plan(int room) {
        var entries = new ArrayList<ClaimPlan.Entry>();
        for (var line : lines) {
            line.credit += (double) room * line.lane.weight() / weights;
            var share = (int) Math.min(line.credit, room);
            if (share > 0) {
                entries.add(line.entry(share));
            }
        }
        lines.stream()
                .sorted(Comparator.comparingDouble((Line line) -> -line.credit))
                .forEach(line -> entries.add(line.entry(room)));
        return new ClaimPlan(entries, room);
    }

    /** Charges the lanes for what they gave. A lane that gave less than its credit has nothing ready and keeps no credit. */
    void claimed(List<Lease> leases) {
        var taken = new HashMap<String, Integer>();
        leases.forEach(lease -> taken.merge(lease.queue() + lease.lane(), 1, Integer::sum));
        lines.forEach(line -> charge(line, taken));
    }

    private static void charge(Line line, Map<String, Integer> taken) {
        var given = taken.getOrDefault(line.queue + line.lane, 0);
        line.credit = given < (int) line.credit ? 0 : Math.max(line.credit - given, MOST_DEBT);
    }
}
