package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.sql.SQLException;
import java.util.ArrayList;

/** Goes over the lines and permits, in the writer's turn, look and all: what fits a moment ago may not fit now. */
final class LimitWalk implements Sweep.Walk<Long> {
    private final Writes writes;

    LimitWalk(Writes writes) {
        this.writes = writes;
    }

    @Override
    public Sweep.Stretch<Long> walk(Long after, int limit) {
        return writes.write(turn -> walk(turn, after, limit));
    }

    private static Sweep.Stretch<Long> walk(Turn turn, long after, int limit) throws SQLException {
        var mended = LimitChecks.audit(turn, after, limit);
        var repairs = new ArrayList<Repair>();
        for (var job : mended.jobs()) {
            repairs.add(Repairs.keep(
                    turn,
                    "permits or places in lines that do not fit their job",
                    Repairs.job(turn, job),
                    "given back, or the job put into line"));
        }
        return new Sweep.Stretch<>(mended.next(), mended.next() == 0, repairs);
    }
}
