package dev.windlass.store.postgres;

import dev.windlass.store.Fence;
import dev.windlass.store.Lease;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;

/**
 * A job that was taken: its lease, and where it stood. Without what it has beside its rows, until that was read.
 *
 * @param line the code of its lane, plus 4 for suspects
 * @param moved with the marks that it has now
 */
record Taking(Lease lease, int line, long position, Moved moved) {
    static Taking of(Row row) throws SQLException {
        var lease = lease(row);
        var moved = new Moved(
                lease.key().job(), JobState.RUNNING, row.integer("marks"), lease.queue(), Optional.empty(), false);
        return new Taking(lease, row.integer("line"), row.number("position"), moved);
    }

    private static Lease lease(Row row) throws SQLException {
        return new Lease(
                row.lease(),
                row.text("task"),
                row.text("queue"),
                Lane.of(row.integer("line") & 3),
                row.tally(),
                Line.suspect(row.integer("line")),
                row.findDuration("age").orElse(Duration.ZERO),
                row.findDuration("waited").map(Taking::notNegative),
                row.findContent("payload_").orElseThrow(),
                Optional.empty(),
                Terms.NONE,
                Lease.Condition.SOUND);
    }

    /** Whether there may be anything beside the rows of the job; a checkpoint cannot be there before the second claim. */
    boolean hasBeside() {
        return moved.has(Mark.TERMS)
                || moved.has(Mark.EXPIRES)
                || Fence.counter(lease.key().fence()) > 1;
    }

    Taking with(Beside beside) {
        var terms = TermRows.readable(beside.terms());
        var whole = new Lease(
                lease.key(),
                lease.task(),
                lease.queue(),
                lease.lane(),
                lease.tally(),
                lease.suspect(),
                lease.age(),
                lease.waited(),
                lease.payload(),
                beside.checkpoint(),
                terms.orElse(TermRows.DAMAGED),
                terms.isEmpty() ? Lease.Condition.TERMS_DAMAGED : Lease.Condition.of(beside.expired()));
        return new Taking(whole, line, position, moved);
    }

    /** The clock of another server, before a failover, may have been ahead of this one's. */
    private static Duration notNegative(Duration waited) {
        return waited.isNegative() ? Duration.ZERO : waited;
    }
}
