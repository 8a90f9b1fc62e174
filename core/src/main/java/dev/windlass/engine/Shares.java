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
import java.util.stream.Stream;

/**
 * Divides a worker's room among the lanes of its queues, 8 to 4 to 2 to 1 within a queue and evenly between queues, so that
 * nothing starves and nothing is left empty.
 *
 * <p>The lanes of a strict queue share as one: what there is goes to the most urgent that has a job.
 *
 * <p>Deficit round robin (Shreedhar and Varghese 1995): each claim credits every lane with its share of what is asked for, a lane
 * pays for what it gave, and one that had less than its share loses what it saved. A plan first lists each lane with the whole
 * part of its credit, then all lanes, richest first, with what may be left over. Used by the Claimer's thread alone.
 */
final class Shares {
    /** What a lane takes of the others' leavings is free but for one job: it must not starve once they fill again. */
    private static final double MOST_DEBT = -1;

    private List<Queue> queues;
    private List<Line> lines;
    private int weights;

    /** Lanes that have a share together, the more urgent ones first. */
    private static final class Line {
        final String queue;
        final List<Lane> lanes;
        final int weight;
        double credit;

        Line(String queue, List<Lane> lanes) {
            this.queue = queue;
            this.lanes = lanes;
            this.weight = lanes.stream().mapToInt(Lane::weight).sum();
        }

        /** What was parked for a worker like this one has waited longest. */
        void add(Lane lane, int quota, List<ClaimPlan.Entry> entries) {
            entries.add(new ClaimPlan.Entry(queue, lane, ClaimPlan.Kind.PARKED, quota));
            entries.add(new ClaimPlan.Entry(queue, lane, ClaimPlan.Kind.SOUND, quota));
        }
    }

    Shares(List<Queue> queues) {
        this.queues = queues;
        this.lines = lines(queues);
        this.weights = weights(lines);
    }

    private static List<Line> lines(List<Queue> queues) {
        return queues.stream().flatMap(Shares::lines).toList();
    }

    private static Stream<Line> lines(Queue queue) {
        var lanes = List.of(Lane.values());
        return switch (queue.serving()) {
            case WEIGHTED -> lanes.stream().map(lane -> new Line(queue.name(), List.of(lane)));
            case STRICT -> Stream.of(new Line(queue.name(), lanes));
        };
    }

    private static int weights(List<Line> lines) {
        return lines.stream().mapToInt(line -> line.weight).sum();
    }

    /** Serves these queues from now on. All credit is forgotten if they are others than before. */
    void serve(List<Queue> others) {
        if (!others.equals(queues)) {
            queues = others;
            lines = lines(others);
            weights = weights(lines);
        }
    }

    /** A plan for this many jobs, of which so many can start at once. */
    ClaimPlan plan(int room, int starts) {
        var entries = new ArrayList<ClaimPlan.Entry>();
        for (var line : lines) {
            line.credit += (double) room * line.weight / weights;
            var share = (int) Math.min(line.credit, room);
            if (share > 0) {
                // Of a strict queue its most urgent lane; the others have their turn once that has given all.
                line.add(line.lanes.get(0), share, entries);
            }
        }
        lines.stream()
                .sorted(Comparator.comparingDouble((Line line) -> -line.credit))
                .forEach(line -> line.lanes.forEach(lane -> line.add(lane, room, entries)));
        return new ClaimPlan(entries, room, starts);
    }

    /** Charges the lanes for what they gave. A lane that gave less than its credit has nothing ready and keeps no credit. */
    void claimed(List<Lease> leases) {
        var taken = new HashMap<String, Integer>();
        leases.forEach(lease -> taken.merge(lease.queue() + lease.lane(), 1, Integer::sum));
        lines.forEach(line -> charge(line, taken));
    }

    private static void charge(Line line, Map<String, Integer> taken) {
        var given = line.lanes.stream()
                .mapToInt(lane -> taken.getOrDefault(line.queue + lane, 0))
                .sum();
        line.credit = given < (int) line.credit ? 0 : Math.max(line.credit - given, MOST_DEBT);
    }
}
