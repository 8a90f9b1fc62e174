package dev.windlass.engine;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Writes commits for which a running attempt waits. The store is asked by the same key until it answers, so a lost reply costs a
 * repeat and nothing else. One for each worker; safe for all threads, each waits for itself.
 */
final class CommitPoint {
    /** Stores recognize a repeat for so long at least. */
    private static final Duration PATIENCE = Duration.ofHours(1);

    private final LeaseStore store;
    private final Membership membership;
    private final Ticker ticker;
    private final Chance chance;

    CommitPoint(LeaseStore store, Membership membership, Ticker ticker, Chance chance) {
        this.store = store;
        this.membership = membership;
        this.ticker = ticker;
        this.chance = chance;
    }

    private interface Asking<X extends Exception> {
        CommitAnswer ask() throws X;
    }

    /**
     * Together with writes of the user's. What they throw is thrown; so is the store's trouble once {@code givenUp}, or after an
     * hour: nobody knows then whether it took effect.
     */
    <X extends Exception> CommitAnswer write(
            LeaseKey lease, int ordinal, Writing<?, X> writing, BooleanSupplier givenUp) throws X {
        return this.<X>insist(
                () -> {
                    writing.ask();
                    return store.commit(lease, ordinal, writing);
                },
                () -> writing.threw() || givenUp.getAsBoolean());
    }

    /** By itself: an exchange that claims nothing, since no claim has the number 0. */
    CommitAnswer write(Commit commit, BooleanSupplier givenUp) {
        var ask = new Exchange.Ask(membership.id(), 0, List.of(commit), ClaimPlan.NOTHING);
        return insist(() -> store.exchange(ask).answers().get(0), givenUp);
    }

    private <X extends Exception> CommitAnswer insist(Asking<X> asking, BooleanSupplier over) throws X {
        var began = ticker.nanos();
        var interrupted = false;
        try {
            for (var failures = 1; ; failures++) {
                try {
                    return asking.ask();
                } catch (StoreException e) {
                    if (!passes(e) || over.getAsBoolean() || ticker.since(began).compareTo(PATIENCE) > 0) {
                        throw e;
                    }
                }
                interrupted |= rest(failures);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static boolean passes(StoreException trouble) {
        return trouble.code() == ErrorCode.STORE_DOWN || trouble.code() == ErrorCode.STORE_FULL;
    }

    /** Answers whether it was interrupted: that ends the rest and not the asking, for what became of the commit must be known. */
    private boolean rest(int failures) {
        try {
            ticker.rest(Steady.wait(failures, chance));
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }
}
