package dev.windlass.store.memory;

import dev.windlass.store.Attempt;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.NewJob;
import dev.windlass.store.StoreClock;
import dev.windlass.store.WaitReason;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Queue;
import dev.windlass.task.Secrets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The tables that all parts of the store share, and the few moves that touch several of them. Its monitor guards every row: each
 * part synchronizes on it for the length of one call.
 */
final class Ledger {
    /** Where a job stands in line: suspects stand apart, so that nobody claims them by accident. */
    record Line(String queue, Lane lane, ClaimPlan.Kind kind) {}

    /** Rows by id, in the order in which lists show them. */
    final TreeMap<JobId, Row> rows = new TreeMap<>();

    /** The same in the order in which they were accepted. */
    final TreeMap<Long, Row> numbered = new TreeMap<>();

    final Map<WorkerId, WorkerRow> workers = new LinkedHashMap<>();
    /** Jobs that have to start by a time, the most urgent first. */
    final TreeSet<Row> expiring = new TreeSet<>(
            Comparator.<Row, Instant>comparing(row -> row.startBy.orElseThrow()).thenComparing(row -> row.base.id()));

    final Parking parking = new Parking();
    final TreeSet<Row> scheduled =
            new TreeSet<>(Comparator.<Row, Instant>comparing(row -> row.due).thenComparing(row -> row.base.id()));

    /** Jobs in a state that they leave only by a revive, those whose time of keeping is over first. */
    final TreeSet<Row> ended = new TreeSet<>(
            Comparator.<Row, Instant>comparing(row -> row.keepUntil).thenComparing(row -> row.base.id()));

    final Deque<Runnable> unsettled = new ArrayDeque<>();
    final QueueBook queues = new QueueBook();

    final Keys keys = new Keys();
    final Stowed stowed = new Stowed();
    final Editing editing = new Editing(this);
    final Limits limits = new Limits(this);
    final Granting granting = new Granting(this);

    private final Map<Line, TreeMap<Long, Row>> lines = new HashMap<>();
    private final StoreClock clock;
    private final Settlement settlement;
    private long lastNumber;
    private long lastPosition;
    private long generation = 1;

    Ledger(StoreClock clock, Settlement settlement) {
        this.clock = clock;
        this.settlement = settlement;
    }

    Instant now() {
        return clock.now();
    }

    /** {@link #now} in whole microseconds since 1970, in which starts are counted. */
    long micros() {
        return micros(now());
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    Settlement settlement() {
        return settlement;
    }

    /** A store that never outlives its process has no reason of its own to raise it. */
    long generation() {
        return generation;
    }

    /** Fences from here on are above all that another store gave under this generation. */
    void outrun(long other) {
        generation = Math.max(generation, other + 1);
    }

    /**
     * Inserts the base row, on which everything else of the accept hangs: a repeat finds it and changes nothing. Answers the holder
     * of the job's unique key, where that answers in its stead.
     */
    Optional<JobId> accept(NewJob job, Instant now) {
        if (rows.containsKey(job.id())) {
            return Optional.empty();
        }
        var first = keys.holder(job, now);
        if (first.isPresent()) {
            answer(first.get(), job, now);
            return first;
        }
        insert(job, now);
        return Optional.empty();
    }

    /** Whether the job is known, or another answers in its stead: then it takes no room. */
    boolean isAnswered(NewJob job, Instant now) {
        return rows.containsKey(job.id()) || keys.holder(job, now).isPresent();
    }

    /** The holder of a key answers a later job, changed as that one's key asks. */
    private void answer(JobId first, NewJob job, Instant now) {
        var row = rows.get(first);
        if (row == null) {
            return;
        }
        switch (job.terms().unique().orElseThrow().action()) {
            case REJECT -> {}
            case REPLACE -> replace(row, job, now);
            case MOVE_EARLIER -> editing.moveEarlier(row, job.due(), now);
        }
    }

    /** The names of secret fields come with the payload: it must not be shown under the mask of another. */
    private void replace(Row row, NewJob job, Instant now) {
        var edit = Edit.NOTHING.withPayload(job.payload()).withLane(job.lane()).withDue(job.due());
        if (editing.edit(row, edit, now) == EditAnswer.EDITED) {
            row.base = row.base.withTerms(Secrets.marked(row.base.terms(), job.terms()));
        }
    }

    private void insert(NewJob job, Instant now) {
        var row = new Row(++lastNumber, job, now);
        rows.put(job.id(), row);
        numbered.put(row.number, row);
        queues.entered(job);
        if (row.startBy.isPresent()) {
            expiring.add(row);
        }
        hold(row, now);
        if (row.due.isAfter(now)) {
            schedule(row, row.due, now);
        } else {
            begin(row, now);
        }
    }

    /** READY, or WAITING where its limits have a say. */
    void begin(Row row, Instant now) {
        if (Limits.bind(row)) {
            limits.join(row, now);
        } else {
            enterAtEnd(row, now);
        }
    }

    /** Gives the job its unique key, which nobody else holds. */
    void hold(Row row, Instant now) {
        row.keyings++;
        keys.hold(row.base, now);
    }

    /** The job has not started after all. Whoever took its key meanwhile keeps that, and both run: neither may be dropped. */
    void holdAgain(Row row) {
        if (row.letGo
                && keys.holder(row.base, now())
                        .filter(other -> !other.equals(row.base.id()))
                        .isEmpty()) {
            hold(row, now());
        }
    }

    /** Lets the job's unique key go, now or when somebody settles. */
    void free(Row row) {
        var keying = row.keyings;
        consequence(row, () -> {
            if (row.keyings == keying) {
                keys.free(row.base);
            }
        });
    }

    /** After a slice: behind all others. */
    void again(Row row, Instant now) {
        if (row.spent) {
            limits.rejoinAtEnd(row, now);
        } else {
            enterAtEnd(row, now);
        }
    }

    /** After a release or a loss: where it stood, as if nobody had claimed it. */
    void comeBack(Row row, Instant now) {
        if (row.spent) {
            limits.rejoin(row, now);
        } else {
            enterAtPlace(row, now);
        }
    }

    /** READY at a new position. */
    void enterAtEnd(Row row, Instant now) {
        row.position = ++lastPosition;
        enterAtPlace(row, now);
    }

    /** READY at the position it had. */
    void enterAtPlace(Row row, Instant now) {
        if (isCalledOff(row)) {
            return;
        }
        row.move(JobState.READY, now);
        if (!row.uses.isEmpty()) {
            granting.stands(row);
        }
        var arrow = row.moves;
        consequence(row, () -> {
            if (row.moves == arrow) {
                line(row).put(row.position, row);
            }
        });
    }

    /** WAITING for a worker that can perform it, at the position it had. */
    void park(Row row, Instant now) {
        if (isCalledOff(row)) {
            return;
        }
        row.move(JobState.WAITING, now);
        row.waiting = Optional.of(WaitReason.NO_TASK);
        var arrow = row.moves;
        consequence(row, () -> {
            if (row.moves == arrow) {
                parking.add(row);
            }
        });
    }

    /** SCHEDULED until {@code due}. */
    void schedule(Row row, Instant due, Instant now) {
        if (isCalledOff(row)) {
            return;
        }
        row.due = due;
        limits.giveBack(row);
        row.move(JobState.SCHEDULED, now);
        var arrow = row.moves;
        consequence(row, () -> {
            if (row.moves == arrow) {
                scheduled.add(row);
            }
        });
    }

    /** Whether somebody has called the job off while it ran; it is cancelled by this, in place of going where it would. */
    boolean isCalledOff(Row row) {
        var keep = row.calledOff;
        if (keep.isPresent()) {
            row.suspect = false;
            end(row, JobState.CANCELLED, keep.get());
        }
        return keep.isPresent();
    }

    /** The job has started or ended: it is not too late any more. */
    void cannotExpire(Row row) {
        if (row.startBy.isPresent()) {
            expiring.remove(row);
            row.startBy = Optional.empty();
        }
    }

    /** Takes an attempt that has ended into its job's history. */
    void record(Row row, Attempt attempt) {
        if (attempt.started().isPresent()) {
            cannotExpire(row);
        }
        row.record(attempt, now().minus(Queue.SHORTEST_KEEP));
    }

    /** Into a state that the job leaves only by a revive. */
    void end(Row row, JobState state, Duration keep) {
        var now = now();
        row.keepUntil = now.plus(keep.compareTo(Queue.SHORTEST_KEEP) < 0 ? Queue.SHORTEST_KEEP : keep);
        row.calledOff = Optional.empty();
        cannotExpire(row);
        row.move(state, now);
        limits.leave(row);
        ended.add(row);
        if (row.base.terms().unique().isPresent()) {
            free(row);
        }
        queues.left(row.base);
    }

    /** Calls off a job that nobody holds. */
    void cancel(Row row, Duration keep) {
        withdraw(row);
        end(row, JobState.CANCELLED, keep);
    }

    /** Out of such a state, to the end of its line. */
    void revive(Row row) {
        ended.remove(row);
        queues.entered(row.base);
        begin(row, now());
    }

    /** Forgets a job that has ended. */
    void remove(Row row) {
        ended.remove(row);
        rows.remove(row.base.id());
        numbered.remove(row.number);
        stowed.remove(row.base.id());
    }

    /** Takes the job out of the line in which it stands to be claimed. */
    void standDown(Row row) {
        line(row).remove(row.position, row);
        parking.remove(row);
    }

    /** Takes the job out of its line or out of the scheduled ones, wherever it stands. */
    void withdraw(Row row) {
        line(row).remove(row.position, row);
        parking.remove(row);
        scheduled.remove(row);
        limits.withdraw(row);
    }

    /** Takes the lease away from its holder. */
    void unhold(Row row) {
        row.hold.ifPresent(hold -> hold.holder().held.remove(row));
        row.hold = Optional.empty();
    }

    /** Something that follows from what was just decided about this job: now, or when somebody settles. */
    void consequence(Row row, Runnable step) {
        if (settlement == Settlement.AT_ONCE) {
            step.run();
            return;
        }
        row.unsettled++;
        unsettled.add(() -> {
            step.run();
            row.unsettled--;
        });
    }

    NavigableMap<Long, Row> line(Row row) {
        return line(lineOf(row));
    }

    static Line lineOf(Row row) {
        return new Line(row.base.queue(), row.base.lane(), row.suspect ? ClaimPlan.Kind.SUSPECT : ClaimPlan.Kind.SOUND);
    }

    NavigableMap<Long, Row> line(Line line) {
        return lines.computeIfAbsent(line, key -> new TreeMap<>());
    }

    /** Whether some job stands in a line. */
    boolean anyReady() {
        return lines.values().stream().anyMatch(line -> !line.isEmpty());
    }
}
