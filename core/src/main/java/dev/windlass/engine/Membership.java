package dev.windlass.engine;

import dev.windlass.store.NewWorker;
import dev.windlass.store.WorkerId;
import java.time.Duration;
import java.util.Set;

/**
 * The worker's row as this process knows it: under which id, and how sure it is to be alive. Safe for all threads.
 *
 * <p>Contact is measured by monotonic time from before a renewal was sent: what the store counts from can only be later.
 */
public final class Membership {
    /** What people see of a worker. */
    public record Card(String name, String host, long pid, Set<String> tasks) {}

    private final Card card;
    private final Duration lease;
    private final Duration beat;
    private final Ticker ticker;
    private final Chance chance;

    private WorkerId id;
    private boolean joined;
    private long lastContact;
    private long steadySince;

    public Membership(Card card, Settings settings, Ticker ticker, Chance chance) {
        this.card = card;
        this.lease = settings.lease();
        this.beat = settings.beat();
        this.ticker = ticker;
        this.chance = chance;
        this.id = new WorkerId(chance.bits());
        this.lastContact = ticker.nanos();
        this.steadySince = lastContact;
    }

    public synchronized WorkerId id() {
        return id;
    }

    public synchronized boolean joined() {
        return joined;
    }

    synchronized NewWorker row() {
        return new NewWorker(id, card.name(), card.host(), card.pid(), lease, card.tasks());
    }

    /** A join or a renewal that was sent at {@code sent} was answered. A gap in the beats begins the steady time anew. */
    synchronized void contact(long sent) {
        if (!joined || sent - lastContact > beat.multipliedBy(2).toNanos()) {
            steadySince = sent;
        }
        joined = true;
        lastContact = sent;
    }

    /** A renewal was not answered. */
    synchronized void silence() {
        steadySince = ticker.nanos();
    }

    /** The store has ended this row: take a new id, which is joined by the next beat. */
    synchronized void renounce(WorkerId ended) {
        if (id.equals(ended)) {
            id = new WorkerId(chance.bits());
            joined = false;
        }
    }

    /** Whether this process has been in contact for so long that others' silence is theirs and not ours. */
    synchronized boolean maySettleOthers() {
        return joined
                && ticker.since(lastContact).compareTo(beat.multipliedBy(2)) <= 0
                && ticker.since(steadySince).compareTo(lease) >= 0;
    }

    /** Whether somebody else may run this worker's jobs by now. */
    synchronized boolean uncertain() {
        return !joined || ticker.since(lastContact).compareTo(lease) >= 0;
    }
}
