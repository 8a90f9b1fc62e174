package dev.windlass.store.sqlite;

import dev.windlass.store.Allowance;
import dev.windlass.store.Bucket;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.LeaseKey;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the queues of one claim may give, decided in the claim's own transaction: nobody else claims meanwhile, so what is counted
 * here cannot be given twice.
 */
final class Allowances {
    /** Whatever holds a lease, its process alive or not: what may still run counts. */
    static final String RUNNING = "select count(*) from windlass_life where state = 2 and queue = ?";

    private static final String SPEND = "update windlass_queue set level = ?, spent = ? where number = ?";
    private static final String HELD = """
            select queue, since
            from windlass_life
            where number = (select number from windlass_job where id = ?) and fence = ? and state = 2
            """;

    private final Turn turn;
    private final Map<Integer, Allowance> byQueue = new HashMap<>();
    private int starts;
    private Optional<Duration> next = Optional.empty();

    Allowances(Turn turn, ClaimPlan plan) {
        this.turn = turn;
        this.starts = plan.starts();
    }

    /** How many jobs the queue may give now, of so many that are wanted. */
    int most(int queue, int wanted) throws SQLException {
        var kept = turn.ruled().find(turn, queue);
        if (kept.isEmpty()) {
            return wanted;
        }
        if (kept.get().paused()) {
            return 0;
        }
        var allowance = of(kept.get());
        var most = Math.min(wanted, allowance.left());
        return allowance.startsWhenClaimed() ? Math.min(most, starts) : most;
    }

    /** Whether the queue had anything to give when the claim began. */
    boolean isOpen(int queue) throws SQLException {
        var kept = turn.ruled().find(turn, queue);
        return kept.isEmpty() || (!kept.get().paused() && of(kept.get()).open());
    }

    private Allowance of(KeptQueue kept) throws SQLException {
        var known = byQueue.get(kept.number());
        if (known != null) {
            return known;
        }
        var bounds = kept.rules().bounds();
        var bucket = bounds.rate().isPresent()
                ? Optional.of(KeptQueue.find(turn, kept.number()).bucket())
                : Optional.<Bucket>empty();
        var running = bounds.concurrency().isPresent() ? running(kept.number()) : 0;
        var allowance = new Allowance(kept.rules(), bucket, running, turn.micros());
        byQueue.put(kept.number(), allowance);
        return allowance;
    }

    private int running(int queue) throws SQLException {
        var select = turn.statement(RUNNING);
        select.setInt(1, queue);
        try (var row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    /** A job with limits may start, beside those that its queue counts itself. */
    boolean startOne(int queue) {
        var allowance = byQueue.get(queue);
        if (allowance != null && allowance.startsWhenClaimed()) {
            return true;
        }
        if (starts == 0) {
            return false;
        }
        starts--;
        return true;
    }

    /** The queue gave so many. */
    void took(int queue, int jobs) throws SQLException {
        var allowance = byQueue.get(queue);
        if (allowance == null || jobs == 0) {
            return;
        }
        allowance.take(jobs);
        starts -= allowance.startsWhenClaimed() ? jobs : 0;
        var spent = allowance.spent();
        if (spent.isPresent()) {
            write(queue, spent.get());
        }
    }

    /** A job of the queue stands ready and was not given. */
    void left(int queue) {
        Optional.ofNullable(byQueue.get(queue))
                .flatMap(Allowance::next)
                .filter(wait -> next.isEmpty() || wait.compareTo(next.get()) < 0)
                .ifPresent(wait -> next = Optional.of(wait));
    }

    /** Whether the queue would give more if its rate allowed it. */
    boolean waits(int queue) {
        return Optional.ofNullable(byQueue.get(queue)).flatMap(Allowance::next).isPresent();
    }

    /** How soon a rate allows a start for which a job waits. */
    Optional<Duration> next() {
        return next;
    }

    private void write(int queue, Bucket bucket) throws SQLException {
        write(turn, queue, bucket);
    }

    private static void write(Turn turn, int queue, Bucket bucket) throws SQLException {
        var update = turn.statement(SPEND);
        update.setLong(1, bucket.level());
        update.setLong(2, bucket.at());
        update.setInt(3, queue);
        update.executeUpdate();
    }

    /** A lease is about to be given back that did not start: its rate may allow another in its place. */
    static void giveBack(Turn turn, LeaseKey lease) throws SQLException {
        if (turn.ruled().isEmpty(turn)) {
            return;
        }
        var select = turn.statement(HELD);
        select.setBytes(1, lease.job().bytes());
        select.setLong(2, lease.fence());
        int queue;
        long taken;
        try (var row = select.executeQuery()) {
            if (!row.next()) {
                return;
            }
            queue = row.getInt(1);
            taken = row.getLong(2);
        }
        var kept = KeptQueue.find(turn, queue);
        var rate = kept.rules().bounds().rate();
        if (rate.isPresent()) {
            write(turn, queue, kept.bucket().giveBack(rate.get(), taken));
        }
    }
}
