package dev.windlass.store.sqlite;

import dev.windlass.store.Repair;
import java.util.ArrayList;
import java.util.List;

/** Goes round the lines and permits, in the writer's turn, look and all: what fits a moment ago may not fit now. */
final class LimitSweep implements Sweep {
    private final Writes writes;
    private long after;
    private boolean over;

    LimitSweep(Writes writes) {
        this.writes = writes;
    }

    @Override
    public void begin() {
        after = 0;
        over = false;
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public List<Repair> next(int limit) {
        var from = after;
        return writes.write(turn -> {
            var mended = LimitChecks.audit(turn, from, limit);
            var repairs = new ArrayList<Repair>();
            for (var job : mended.jobs()) {
                repairs.add(Repairs.keep(
                        turn,
                        "permits or places in lines that do not fit their job",
                        Repairs.job(turn, job),
                        "given back, or the job put into line"));
            }
            after = mended.next();
            over = after == 0;
            return repairs;
        });
    }
}
