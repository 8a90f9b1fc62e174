package dev.windlass.engine;

import dev.windlass.store.Lease;
import dev.windlass.store.NewWorker;
import dev.windlass.store.WorkerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The worker's row as this process knows it: under which id, and how sure it is to be alive. Safe for all threads.
 *
 * <p>Contact is measured by monotonic time from before a renewal was sent: what the store counts from can only be later.
 */
public final class Membership {
    /** What people see of a worker. */
    public record Card(String name, String host, long pid, Map<String, Integer> tasks) {}

    /** How far a store clock may run ahead of ours between two beats. */
    private static final Duration MOST_JUMP = Duration.ofSeconds(1);

    private final Card card;
    private final Duration lease;
    private final Duration beat;
    private final Ticker ticker;
    private final Chance chance;

    /** Ids it had since its drain was last asked for: as many as rows of its that were ended while the store told it nothing else. */
    private final Set<WorkerId> former = new HashSet<>();

    private WorkerId id;
    private boolean joined;
    private boolean left;
    private long lastContact;
    private long steadySince;
    private Optional<Instant> storeTime = Optional.empty();

    public Membership(Card card, Settings settings, Ticker ticker, Chance chance) {
        this.card = card;
        this.lease = settings.timing().lease();
        this.beat = settings.timing().beat();
        this.ticker = ticker;
        this.chance = chance;
        this.id = new WorkerId(chance.bits());
        this.lastContact = ticker.nanos();
        this.steadySince = lastContact;
    }

    public synchronized WorkerId id() {
        return id;
    }

    /** This id and those that it had before, up to what was forgotten. */
    synchronized Set<WorkerId> ids() {
        var ids = new HashSet<>(former);
        ids.add(id);
        return ids;
    }

    /** What became of the rows of these ids is known. */
    synchronized void forget(Set<WorkerId> ids) {
        former.removeAll(ids);
    }

    public synchronized boolean joined() {
        return joined;
    }

    /** The worker ends its row itself and has no other after it. */
    synchronized void leave() {
        left = true;
    }

    synchronized boolean left() {
        return left;
    }

    synchronized NewWorker row() {
        return new NewWorker(id, card.name(), card.host(), card.pid(), lease, card.tasks());
    }

    /** Whether a job of this lease can be performed here, as the row says. */
    boolean performs(Lease lease) {
        return lease.payload().version() <= card.tasks().getOrDefault(lease.task(), 0);
    }

    /** Whether the worker has this id and its row is there. */
    synchronized boolean joinedAs(WorkerId worker) {
        return joined && id.equals(worker);
    }

    /** The join of this row, sent at {@code sent}, was answered. Another id may have taken its place since: that one has not joined. */
    synchronized void joined(WorkerId worker, long sent) {
        if (!id.equals(worker)) {
            return;
        }
        joined = true;
        steadySince = sent;
        lastContact = sent;
        storeTime = Optional.empty();
    }

    /**
     * A renewal that was sent at {@code sent} was answered at this store time. A gap in the beats begins the steady time anew, and so
     * does a store clock that has jumped ahead: it makes rows expire that are alive.
     */
    synchronized void contact(long sent, Instant at) {
        var passed = Duration.ofNanos(sent - lastContact);
        var allowed = passed.plus(MOST_JUMP).plus(ticker.since(sent));
        var jumped = storeTime
                .filter(last -> Duration.between(last, at).compareTo(allowed) > 0)
                .isPresent();
        if (jumped || passed.compareTo(beat.multipliedBy(2)) > 0) {
            steadySince = sent;
        }
        lastContact = sent;
        storeTime = Optional.of(at);
    }

    /** A renewal was not answered. */
    synchronized void silence() {
        steadySince = ticker.nanos();
    }

    /**
     * The store has ended this row: take a new id, which is joined by the next beat. Answers whether that is news: of a row that has
     * not joined yet the store knows nothing, and says so by the same word.
     */
    synchronized boolean renounce(WorkerId ended) {
        var news = joinedAs(ended);
        if (news) {
            former.add(id);
            id = new WorkerId(chance.bits());
            joined = false;
        }
        return news;
    }

    /** Whether this process has been in contact for so long that others' silence is theirs and not ours. */
    synchronized boolean mayRescueOthers() {
        return joined
                && ticker.since(lastContact).compareTo(beat.multipliedBy(2)) <= 0
                && ticker.since(steadySince).compareTo(lease) >= 0;
    }

    /** Whether somebody else may run this worker's jobs by now. */
    synchronized boolean uncertain() {
        return !joined || ticker.since(lastContact).compareTo(lease) >= 0;
    }
}
