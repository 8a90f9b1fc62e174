package dev.windlass.store.sqlite;

import dev.windlass.store.LimitAudit;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Compares lines and permits with the states of their jobs, and mends what does not fit. Nothing of the engine's ever needs it. */
final class LimitChecks {
    static final String USED = """
            select distinct job
            from windlass_use
            where job > ?
            order by job
            limit ?
            """;
    static final String WAITING = """
            select number
            from windlass_life
            where state = 3 and number > ? and waiting in (1, 2)
            order by number
            limit ?
            """;
    private static final String LIFE = """
            select state, coalesce(waiting, 0) in (1, 2), coalesce(waiting, 0) = 5
            from windlass_life
            where number = ?
            """;

    private final Turn turn;

    private LimitChecks(Turn turn) {
        this.turn = turn;
    }

    /** The jobs whose lines and permits were mended, and where the next call goes on; 0 at the end. */
    record Mended(List<Long> jobs, long next) {
        LimitAudit counted() {
            return new LimitAudit(jobs.size(), next);
        }
    }

    static Mended audit(Turn turn, long after, int limit) throws SQLException {
        return new LimitChecks(turn).audit(after, limit);
    }

    private Mended audit(long after, int limit) throws SQLException {
        var jobs = new TreeSet<>(numbers(USED, after, limit));
        jobs.addAll(numbers(WAITING, after, limit));
        var mended = new ArrayList<Long>();
        var last = 0L;
        var left = limit;
        for (var job : jobs) {
            if (left == 0) {
                return new Mended(mended, last);
            }
            if (mend(job)) {
                mended.add(job);
            }
            last = job;
            left--;
        }
        return new Mended(mended, left == 0 ? last : 0);
    }

    private List<Long> numbers(String sql, long after, int limit) throws SQLException {
        var select = turn.statement(sql);
        select.setLong(1, after);
        select.setInt(2, limit);
        var numbers = new ArrayList<Long>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
            }
        }
        return numbers;
    }

    /** A job's state, whether it waits for its limits, and whether it is parked: then it keeps its permit. */
    private record Life(JobState state, boolean waits, boolean parked) {
        boolean mayHold() {
            return state == JobState.READY || state == JobState.RUNNING || parked;
        }
    }

    private boolean mend(long job) throws SQLException {
        var named = names(job);
        return mendUses(job) || named;
    }

    /** Keys whose rows are gone get them back: under another number, one key would be two. Answers whether there were any. */
    private boolean names(long job) throws SQLException {
        var named = false;
        for (var use : Uses.ofJob(turn, job)) {
            if (!LimitKeys.isThere(turn, use.key())) {
                name(job, use);
                named = true;
            }
        }
        return named;
    }

    private void name(long job, Uses.Use use) throws SQLException {
        var limit = turn.text(use.key().name());
        var key = TermRows.find(turn, job).limits().stream()
                .filter(known -> known.limit().equals(limit))
                .findFirst();
        if (key.isEmpty()) {
            Uses.remove(turn, job, use);
            return;
        }
        var now = LimitKeys.restore(turn, use.key(), key.get());
        if (now.number() == use.key().number()) {
            LimitKeys.wake(turn, now);
        } else {
            Uses.renumber(turn, job, use, now);
        }
    }

    private boolean mendUses(long job) throws SQLException {
        var life = life(job);
        var uses = Uses.ofJob(turn, job);
        if (life.isEmpty() || life.get().state().ended()) {
            for (var use : uses) {
                Uses.remove(turn, job, use);
            }
            return !uses.isEmpty();
        }
        if (life.get().waits()) {
            return uses.stream().noneMatch(Uses.Use::waits) && rejoins(job);
        }
        return frees(job, uses, life.get().mayHold());
    }

    private boolean rejoins(long job) throws SQLException {
        Limiting.join(turn, job);
        return Uses.ofJob(turn, job).stream().anyMatch(Uses.Use::waits);
    }

    private boolean frees(long job, List<Uses.Use> uses, boolean mayHold) throws SQLException {
        var mended = false;
        for (var use : uses) {
            if (use.waits() || (use.held() && !mayHold)) {
                Uses.free(turn, job, use);
                mended = true;
            }
        }
        return mended;
    }

    private Optional<Life> life(long job) throws SQLException {
        var select = turn.statement(LIFE);
        select.setLong(1, job);
        try (var row = select.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            var state = JobState.of(row.getInt(1));
            return Optional.of(new Life(
                    state,
                    state == JobState.WAITING && row.getBoolean(2),
                    state == JobState.WAITING && row.getBoolean(3)));
        }
    }
}
