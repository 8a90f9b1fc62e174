package dev.windlass.store.contract.simulation;

import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import java.util.Optional;

/** What each end of an attempt makes of the counts of its job. */
final class Tallies {
    private Tallies() {}

    /** Empty for an end that no holder can report. */
    static Optional<Tally> after(Tally tally, Then.End end) {
        if (end instanceof Then.Park) {
            // Whoever cannot perform a job learns nothing about it.
            return Optional.of(tally);
        }
        var started = end.ended().span().isPresent();
        return switch (end.ended().outcome()) {
            case FAILED, TIMED_OUT, FATAL -> Optional.of(failed(tally));
            case RELEASED ->
                Optional.of(new Tally(tally.failures(), started ? 0 : tally.losses(), tally.releases() + 1));
            case SLICED -> Optional.of(new Tally(0, 0, tally.releases()));
            case SUCCEEDED, SNOOZED, CANCELLED -> Optional.of(new Tally(tally.failures(), 0, tally.releases()));
            case LOST -> Optional.empty();
        };
    }

    static Tally failed(Tally tally) {
        return new Tally(tally.failures() + 1, 0, tally.releases());
    }

    static Tally lost(Tally tally) {
        return new Tally(tally.failures(), tally.losses() + 1, tally.releases());
    }
}
