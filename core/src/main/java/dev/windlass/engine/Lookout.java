package dev.windlass.engine;

import dev.windlass.store.Sight;
import dev.windlass.store.Upkeep;
import dev.windlass.task.Queue;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Looks twice a second whether there is anything to do, by one call for all who would have to ask: of fifty idle workers on one database
 * each costs it two statements a second. Wakes the claimer, and has the duties that it guards take their turns.
 *
 * <p>Called by one thread at a time, the one of the duties that it guards, and before them.
 */
final class Lookout implements Duty {
    private final Upkeep store;
    private final Rules rules;
    private final Hints hints;
    private final Ticker ticker;
    private final Duration period;
    private Sight sight = Sight.OF_EVERYTHING;
    private long looked;
    private Duration next = Duration.ZERO;

    Lookout(Upkeep store, WorkerParts parts) {
        this.store = store;
        this.rules = parts.rules();
        this.hints = parts.hints();
        this.ticker = parts.ticker();
        this.period = parts.settings().timing().look();
    }

    @Override
    public Next run() {
        sight = store.look(rules.served().stream().map(Queue::name).toList());
        looked = ticker.nanos();
        if (sight.ready()) {
            hints.claiming();
        }
        next = sight.due()
                .filter(due -> !due.isZero() && due.compareTo(period) < 0)
                .orElse(period);
        return Next.after(next);
    }

    /** Lets a duty take its turns only while the last look says that there is something for it. */
    Duty guard(Duty duty, Predicate<Sight> wants) {
        return () -> wants.test(sight) ? duty.run() : Next.after(untilNext());
    }

    /** Whether a scheduled job has become due by now. */
    boolean isDue(Sight seen) {
        return seen.due()
                .filter(due -> ticker.since(looked).compareTo(due) >= 0)
                .isPresent();
    }

    /** Just behind the next look; while the store does not answer, nobody knows when that is. */
    private Duration untilNext() {
        var left = next.minus(ticker.since(looked));
        return left.isNegative() || left.isZero() ? period : left.plus(Timing.SHORTEST_TURN);
    }
}
