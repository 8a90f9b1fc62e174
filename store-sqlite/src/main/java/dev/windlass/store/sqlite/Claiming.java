package dev.windlass.store.sqlite;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Exchange;
import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.Tally;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Terms;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives ready jobs to one worker: the first of each line, read and then taken as one range of positions. Nobody can come between
 * the two, because the write lock is held.
 */
final class Claiming {
    private static final ProgramLog log = ProgramLog.of(Claiming.class);

    static final String COLUMNS = """
            j.id, l.fence, l.failures, l.losses, l.releases, coalesce(l.first, 0), j.task, j.type, j.version, j.crc, j.payload,
                c.type, c.version, c.crc, c.bytes, l.line, l.position, j.queue, %s, l.marks, l.number, %s, l.since
            """.formatted(TermRows.TEXT, ExpiryRows.LATE_FROM);

    /**
     * Ordered by position within one (queue, line), to match the index: any other order sorts the whole line at each claim. A job without
     * a position, which only a hand can make, would be a lease that {@link #TAKE} does not take: it waits for the auditor.
     */
    static final String FIRST = "select " + COLUMNS + """
            from windlass_life l
                join windlass_job j on j.number = l.number
                left join windlass_checkpoint c on c.job = l.number
            where l.state = 1 and l.queue = ? and l.line = ? and l.position > 0
            order by l.position
            limit ?
            """;

    /** Fences in SQL as in {@link Fence#next}: generation and counter side by side. */
    static final String TAKE = """
            update windlass_life
            set state = 2, since = ?1, fence = (?2 << 31) + (fence & 2147483647) + 1, worker = ?3, claim = ?4,
                first = coalesce(first, ?1), lease_end = null, marks = marks & ~4096
            where state = 1 and queue = ?5 and line = ?6 and position > 0 and position <= ?7
            """;

    /** What a claim gave, asked for again by its number. */
    static final String AGAIN = "select " + COLUMNS + """
            from windlass_life l
                join windlass_job j on j.number = l.number
                left join windlass_checkpoint c on c.job = l.number
            where l.state = 2 and l.worker = ? and l.claim = ?
            order by l.position
            """;

    private final Turn turn;
    private final WorkerId worker;
    private final long number;
    private final ReadyLines ready;
    private final List<Lease> leases = new ArrayList<>();
    private boolean anyParked;
    private int jobsLeft;
    private long bytesLeft = ClaimPlan.MOST_BYTES;

    private Claiming(Turn turn, WorkerId worker, long number) {
        this.turn = turn;
        this.worker = worker;
        this.number = number;
        this.ready = new ReadyLines(turn);
    }

    /** Takes by the plan, under a claim number that was not answered before. */
    static List<Lease> take(Turn turn, Exchange.Ask ask, Allowances allowances) throws SQLException {
        var claiming = new Claiming(turn, ask.worker(), ask.claimNumber());
        claiming.jobsLeft = ask.plan().total();
        claiming.anyParked = !ask.plan().entries().isEmpty() && Parked.any(turn);
        for (var entry : ask.plan().entries()) {
            var queue = turn.findNumber(entry.queue());
            if (queue.isPresent() && claiming.room()) {
                claiming.take(entry, queue.getAsInt(), allowances);
            }
        }
        return claiming.leases;
    }

    /** The leases that an earlier claim of this number gave, as far as they are still held. */
    static List<Lease> again(Turn turn, WorkerId worker, long number) throws SQLException {
        var claiming = new Claiming(turn, worker, number);
        var select = turn.statement(AGAIN);
        select.setLong(1, worker.value());
        select.setLong(2, number);
        try (var row = select.executeQuery()) {
            while (row.next()) {
                claiming.leases.add(claiming.lease(row, row.getLong(2), Optional.empty()));
            }
        }
        return claiming.leases;
    }

    private void take(ClaimPlan.Entry entry, int queue, Allowances allowances) throws SQLException {
        var allowed = allowances.most(queue, entry.quota());
        if (allowed > 0) {
            var before = leases.size();
            look(entry.withQuota(allowed), queue, allowances);
            allowances.took(queue, leases.size() - before);
        }
        // Asked anew: what this claim has taken stands there no more.
        if (allowances.waits(queue) && new ReadyLines(turn).in(queue, Line.of(entry))) {
            allowances.left(queue);
        }
    }

    private void look(ClaimPlan.Entry entry, int queue, Allowances allowances) throws SQLException {
        if (room() && entry.kind() != ClaimPlan.Kind.PARKED && ready.in(queue, Line.of(entry))) {
            range(entry, queue, allowances);
        }
        if (room() && anyParked && entry.kind() != ClaimPlan.Kind.SOUND) {
            takeParked(entry, queue, allowances);
        }
    }

    /** What is parked, and what starting it costs. */
    private record Candidate(Lease lease, long number, boolean spends) {}

    private void takeParked(ClaimPlan.Entry entry, int queue, Allowances allowances) throws SQLException {
        var select = turn.statement(Parked.FIRST);
        select.setInt(1, queue);
        select.setInt(2, Line.of(entry));
        select.setLong(3, worker.value());
        select.setInt(4, Math.min(entry.quota(), jobsLeft));
        var found = new ArrayList<Candidate>();
        var bytes = 0L;
        try (var row = select.executeQuery()) {
            while (bytes < bytesLeft && row.next()) {
                var marks = row.getInt(20);
                if (startsWhenClaimed(marks) && !allowances.startOne(queue)) {
                    break;
                }
                var lease = taken(row);
                found.add(new Candidate(lease, row.getLong(21), Mark.SPENT.in(marks)));
                bytes += lease.payload().size();
            }
        }
        var before = leases.size();
        for (var parked : found) {
            if (room() && (!parked.spends() || Limiting.startsAfterParking(turn, parked.number()))) {
                add(parked.lease());
            }
        }
        Parked.take(turn, worker, number, leases.subList(before, leases.size()));
    }

    /** Takes the first ones of a line, up to the first who may not start: nobody passes him. */
    private void range(ClaimPlan.Entry entry, int queue, Allowances allowances) throws SQLException {
        var most = Math.min(entry.quota(), jobsLeft);
        var select = turn.statement(FIRST);
        select.setInt(1, queue);
        select.setInt(2, Line.of(entry));
        select.setInt(3, most);
        var before = leases.size();
        var last = 0L;
        var rated = new LinkedHashMap<LeaseKey, Long>();
        try (var row = select.executeQuery()) {
            while (room() && row.next()) {
                var marks = row.getInt(20);
                if (startsWhenClaimed(marks) && !allowances.startOne(queue)) {
                    break;
                }
                var lease = taken(row);
                if (Mark.RATED.in(marks)) {
                    rated.put(lease.key(), row.getLong(21));
                }
                add(lease);
                last = row.getLong(17);
            }
        }
        var meant = leases.size() - before;
        if (meant > 0 && misses(entry, queue, last, meant)) {
            var held = held();
            leases.subList(before, leases.size()).removeIf(lease -> !held.contains(lease.key()));
            rated.keySet().retainAll(held);
        }
        if (meant < most && room()) {
            // At its end, or before one who may not start in this claim.
            ready.done(queue, Line.of(entry));
        }
        for (var job : rated.values()) {
            Limiting.started(turn, job);
        }
    }

    /**
     * What was really taken, where that is not what was meant: somebody wrote past the store, or has a trigger in the file. A lease that
     * does not hold is not given. What was taken beside them is nobody's: the worker gives it back, once its renewals count more leases
     * than it knows.
     */
    private Set<LeaseKey> held() throws SQLException {
        return again(turn, worker, number).stream().map(Lease::key).collect(Collectors.toSet());
    }

    /** Takes up to the last one of a line that was read. Answers whether those were not the ones that were meant. */
    private boolean misses(ClaimPlan.Entry entry, int queue, long last, int meant) throws SQLException {
        var moved = move(queue, Line.of(entry), last);
        if (turn.misses().begin(queue, Line.of(entry), moved != meant)) {
            log.warn(
                    "a claim meant to take {} jobs and took {}, told once until one takes what it means: queue={} worker={} claim={}",
                    meant,
                    moved,
                    entry.queue(),
                    worker,
                    number);
        }
        return moved != meant;
    }

    /** A permit, or a key that is free again, is of use to others only if the job does start. */
    private static boolean startsWhenClaimed(int marks) {
        return Mark.PERMITTED.in(marks) || Mark.KEY_UNTIL_STARTED.in(marks);
    }

    private boolean room() {
        return jobsLeft > 0 && bytesLeft > 0;
    }

    private void add(Lease lease) {
        jobsLeft--;
        bytesLeft -= lease.payload().size();
        leases.add(lease);
    }

    /** Answers how many it has moved. */
    private int move(int queue, int line, long last) throws SQLException {
        PreparedStatement update = turn.statement(TAKE);
        update.setLong(1, turn.micros());
        update.setLong(2, turn.generation());
        update.setLong(3, worker.value());
        update.setLong(4, number);
        update.setInt(5, queue);
        update.setInt(6, line);
        update.setLong(7, last);
        return update.executeUpdate();
    }

    private Lease taken(ResultSet row) throws SQLException {
        // The clock of a former run may have been ahead of this one's.
        var waited = Micros.duration(Math.max(0, turn.micros() - row.getLong(23)));
        return lease(row, Fence.next(row.getLong(2), turn.generation()), Optional.of(waited));
    }

    private Lease lease(ResultSet row, long fence, Optional<Duration> waited) throws SQLException {
        var line = row.getInt(16);
        var first = row.getLong(6);
        var age = first == 0 ? 0 : Math.max(0, turn.micros() - first);
        var marks = row.getInt(20);
        var job = JobId.of(row.getBytes(1));
        turn.jobNumbers().claimed(job, row.getLong(21));
        var terms = Mark.TERMS.in(marks) ? TermRows.readable(row.getString(19)) : Optional.of(Terms.NONE);
        return new Lease(
                new LeaseKey(job, fence),
                turn.text(row.getInt(7)),
                turn.text(row.getInt(18)),
                Lane.of(line & 3),
                new Tally(row.getInt(3), row.getInt(4), row.getInt(5)),
                Line.suspect(line),
                Micros.duration(age),
                waited,
                Contents.read(row, 8, turn::text),
                row.getInt(12) == 0 ? Optional.empty() : Optional.of(Contents.read(row, 12, turn::text)),
                terms.orElse(TermRows.DAMAGED),
                terms.isEmpty() ? Lease.Condition.TERMS_DAMAGED : Lease.Condition.of(isLate(row, marks)));
    }

    private boolean isLate(ResultSet row, int marks) throws SQLException {
        return Mark.EXPIRES.in(marks)
                && JobRows.number(row, 22).filter(end -> end <= turn.micros()).isPresent();
    }
}
