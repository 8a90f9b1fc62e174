package dev.windlass.store.sqlite;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.Exchange.HolderState;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Note;
import dev.windlass.store.RescuePlan;
import dev.windlass.store.Rescued;
import dev.windlass.store.WorkerId;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.SessionWork;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/** Claiming, committing and rescuing: the entrance. What each of them does is told by a class of its own. */
final class SqliteLeases implements LeaseStore {
    /** Whether the worker may be given leases, and the last claim it was answered. */
    private static final String HOLDER =
            "select until > ? and draining = 0, claim from windlass_worker where id = ? and ended is null";

    private static final String CLAIMED = "update windlass_worker set claim = ? where id = ?";
    static final String EXTEND =
            "update windlass_life set lease_end = ? where number = (select number from windlass_job where id = ?) and fence = ? and state = 2";
    static final String HELD = """
            select j.id, l.fence
            from windlass_life l join windlass_job j on j.number = l.number
            where l.state = 2 and l.worker = ?
            limit ?
            """;

    private static final int MOST_EMPTY_CLAIMS = 1_000;

    private final Writes writes;
    private final Readers readers;
    private final Lending lending;

    /**
     * The number of the last claim that found nothing, by worker; those of whom nothing was heard longest give way. Belongs to whoever
     * writes.
     */
    private final Map<WorkerId, Long> emptyClaims = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<WorkerId, Long> eldest) {
            return size() > MOST_EMPTY_CLAIMS;
        }
    };

    SqliteLeases(Writes writes, Readers readers, Lending lending) {
        this.writes = writes;
        this.readers = readers;
        this.lending = lending;
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        return writes.write(turn -> {
            var answers = Committing.commit(turn, ask.commits());
            if (!ask.commits().isEmpty()) {
                var cancelled = LooseEnds.tie(turn);
                if (!cancelled.isEmpty()) {
                    Committing.callOff(cancelled, ask.commits(), answers);
                }
            }
            return claim(turn, ask, answers);
        });
    }

    private Exchange.Answer claim(Turn turn, Exchange.Ask ask, List<CommitAnswer> answers) throws SQLException {
        var select = turn.statement(HOLDER);
        select.setLong(1, turn.micros());
        select.setLong(2, ask.worker().value());
        var unexpired = false;
        var lastClaim = 0L;
        try (var row = select.executeQuery()) {
            if (!row.next()) {
                return new Exchange.Answer(answers, HolderState.ENDED, List.of(), List.of());
            }
            unexpired = row.getBoolean(1);
            lastClaim = Math.max(row.getLong(2), emptyClaims.getOrDefault(ask.worker(), 0L));
        }
        var allowances = new Allowances(turn, ask.plan());
        var taken = List.<Lease>of();
        if (ask.claimNumber() <= lastClaim) {
            taken = Claiming.again(turn, ask.worker(), ask.claimNumber());
        } else if (unexpired) {
            // An expired row is given nothing: a rescue may be about to sweep it. Nor is one that is drained.
            taken = Claiming.take(turn, ask, allowances);
            remember(turn, ask, taken);
            if (!taken.isEmpty()) {
                LooseEnds.tie(turn);
            }
        }
        var suspects = suspects(turn, ask, allowances);
        return new Exchange.Answer(answers, HolderState.LIVE, taken, suspects, allowances.next());
    }

    /**
     * Takes the number, so that a duplicate of this claim takes nothing. One that found nothing is remembered by this process alone: an
     * idle worker would otherwise write and sync twice a second.
     */
    private void remember(Turn turn, Exchange.Ask ask, List<Lease> taken) throws SQLException {
        if (taken.isEmpty()) {
            emptyClaims.put(ask.worker(), ask.claimNumber());
            return;
        }
        var update = turn.statement(CLAIMED);
        update.setLong(1, ask.claimNumber());
        update.setLong(2, ask.worker().value());
        update.executeUpdate();
    }

    private static List<String> suspects(Turn turn, Exchange.Ask ask, Allowances allowances) throws SQLException {
        var queues = new LinkedHashSet<String>();
        // A plan names each lane up to twice.
        var lanes = new LinkedHashSet<Place>();
        ask.plan().entries().forEach(entry -> lanes.add(new Place(entry.queue(), entry.lane())));
        var anyParked = !lanes.isEmpty() && Parked.any(turn);
        var ready = new ReadyLines(turn);
        for (var place : lanes) {
            var found = queues.contains(place.queue())
                    || suspectsStand(turn, place, allowances, ready)
                    || (anyParked && suspectsAreParked(turn, ask.worker(), place, allowances));
            if (found) {
                queues.add(place.queue());
            }
        }
        return List.copyOf(queues);
    }

    private static boolean suspectsAreParked(Turn turn, WorkerId worker, Place place, Allowances allowances)
            throws SQLException {
        var queue = turn.findNumber(place.queue());
        return queue.isPresent()
                && allowances.isOpen(queue.getAsInt())
                && Parked.stand(turn, worker, queue.getAsInt(), place.lane().code() + Line.SUSPECT);
    }

    private record Place(String queue, Lane lane) {}

    /** Not those of a queue that gives nothing: room would be made for a suspect that does not come. */
    private static boolean suspectsStand(Turn turn, Place place, Allowances allowances, ReadyLines ready)
            throws SQLException {
        var queue = turn.findNumber(place.queue());
        return queue.isPresent()
                && allowances.isOpen(queue.getAsInt())
                && ready.in(queue.getAsInt(), place.lane().code() + Line.SUSPECT);
    }

    @Override
    public <X extends Exception> CommitAnswer commit(LeaseKey lease, int ordinal, SessionWork<Commit, X> work)
            throws X {
        return lending.commit(lease, ordinal, work);
    }

    @Override
    public void note(List<Note> notes) {
        writes.write(turn -> {
            for (var note : notes) {
                Noting.note(turn, note);
            }
            return notes.size();
        });
    }

    @Override
    public CommitAnswer extend(LeaseKey lease, Duration length) {
        return writes.write(turn -> {
            var update = turn.statement(EXTEND);
            update.setLong(1, turn.after(length));
            update.setBytes(2, lease.job().bytes());
            update.setLong(3, lease.fence());
            return update.executeUpdate() == 1 ? CommitAnswer.FINISHED : CommitAnswer.FENCED;
        });
    }

    @Override
    public List<LeaseKey> held(WorkerId worker, int limit) {
        return readers.read(reader -> {
            var select = reader.statement(HELD);
            select.setLong(1, worker.value());
            select.setInt(2, limit);
            var leases = new ArrayList<LeaseKey>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    leases.add(new LeaseKey(JobId.of(row.getBytes(1)), row.getLong(2)));
                }
            }
            return leases;
        });
    }

    @Override
    public List<LeaseKey> cancels(WorkerId worker, int limit) {
        return readers.read(reader -> CancelRows.of(reader, worker, limit));
    }

    @Override
    public List<Rescued> rescue(RescuePlan plan) {
        return writes.write(turn -> {
            var rescued = Rescuing.rescue(turn, plan);
            if (!rescued.isEmpty()) {
                LooseEnds.tie(turn);
            }
            return rescued;
        });
    }
}
