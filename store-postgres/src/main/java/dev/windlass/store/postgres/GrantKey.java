package dev.windlass.store.postgres;

import dev.windlass.store.Refill;
import dev.windlass.store.WaitReason;
import dev.windlass.task.JobId;
import dev.windlass.task.Limit.Bound;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/** A key as one grant sees it and goes on counting. Others only give permits back meanwhile, so it never sees more room than there is. */
final class GrantKey {
    private final long number;
    private final Optional<Bound> bound;
    private final Instant full;
    private final Optional<JobId> head;
    private int held;

    private GrantKey(long number, Optional<Bound> bound, Instant full, Optional<JobId> head, int held) {
        this.number = number;
        this.bound = bound;
        this.full = full;
        this.head = head;
        this.held = held;
    }

    static GrantKey of(Row row) throws SQLException {
        return new GrantKey(
                row.number("number"),
                Bounds.find(row, ""),
                row.findInstant("full").orElse(Instant.EPOCH),
                row.findJob("head"),
                row.integer("held"));
    }

    long number() {
        return number;
    }

    /** How many more permits the key has. A limit that nobody has declared lets nobody pass. */
    int room(Instant now) {
        return bound.map(known -> most(known, now) - held).orElse(0);
    }

    private int most(Bound known, Instant now) {
        if (known instanceof Bound.Concurrent concurrent) {
            return concurrent.jobs();
        } else if (known instanceof Bound.Rated rated) {
            return Refill.of(rated.rate()).tokens(full, now);
        }
        return 1;
    }

    /** Whether this job may pass. In a sequence that is the one who stands before all others, whatever they do. */
    boolean hasRoom(JobId job, Instant now) {
        return room(now) > 0
                && (!(bound.orElse(null) instanceof Bound.Sequence)
                        || head.filter(job::equals).isPresent());
    }

    void hold() {
        held++;
    }

    boolean rated() {
        return bound.orElse(null) instanceof Bound.Rated;
    }

    /** What a job says for which it waits in this line. */
    WaitReason reason() {
        return rated() ? WaitReason.RATE : WaitReason.KEY;
    }

    /** When its next token is there, unless all of them are set aside: then whoever spends one wakes the key. */
    Optional<Instant> due() {
        return bound.orElse(null) instanceof Bound.Rated rated
                        && held < rated.rate().burst()
                ? Optional.of(Refill.of(rated.rate()).due(full, held + 1))
                : Optional.empty();
    }
}
