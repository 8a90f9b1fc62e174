package dev.windlass.engine;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.Renewal;
import dev.windlass.store.StoreException;
import dev.windlass.store.WorkerStore;

/**
 * Keeps the worker's row alive: joins, renews, and joins anew under a new id when the store has ended the row.
 *
 * <p>Runs on a thread of its own, so that nothing slow delays a beat. Only an answer of ENDED ends what runs here: silence of the
 * store is no reason to stop work that nobody else can have taken.
 */
public final class Beater implements Duty {
    private static final ProgramLog LOG = ProgramLog.of(Beater.class);

    private final WorkerStore store;
    private final Membership membership;
    private final Slots slots;
    private final Finisher finisher;
    private final Claimer claimer;
    private final Settings settings;
    private final Ticker ticker;
    private final Hints hints;
    private int differing;

    Beater(WorkerStore store, WorkerParts parts, Claimer claimer) {
        this.store = store;
        this.membership = parts.membership();
        this.slots = parts.slots();
        this.finisher = parts.finisher();
        this.settings = parts.settings();
        this.ticker = parts.ticker();
        this.hints = parts.hints();
        this.claimer = claimer;
    }

    @Override
    public Next run() {
        if (membership.left()) {
            return Next.after(settings.timing().beat());
        }
        try {
            return membership.joined() ? renew() : join();
        } catch (StoreException e) {
            membership.silence();
            throw e;
        }
    }

    private Next join() {
        var sent = ticker.nanos();
        var row = membership.row();
        store.join(row);
        membership.joined(row.id(), sent);
        hints.claiming();
        return Next.after(settings.timing().beat());
    }

    private Next renew() {
        var worker = membership.id();
        var sent = ticker.nanos();
        var answer = store.renew(worker);
        if (answer instanceof Renewal.Renewed renewed) {
            membership.contact(sent, renewed.at());
            compare(renewed.held());
            return Next.after(settings.timing().beat());
        }
        if (membership.renounce(worker) && !membership.left()) {
            LOG.warn("the store has ended this worker's row, its jobs may run elsewhere: worker={}", worker);
            slots.lose();
        }
        return Next.now();
    }

    /** A claim under way makes the counts differ once; twice running, something is held that nobody here knows of. */
    private void compare(int held) {
        differing = held == slots.leases().size() + finisher.unflushed() ? 0 : differing + 1;
        if (differing >= 2) {
            differing = 0;
            claimer.reconcile();
            hints.claiming();
        }
    }
}
