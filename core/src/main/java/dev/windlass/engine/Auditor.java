package dev.windlass.engine;

import dev.windlass.store.AuditStore;
import java.time.Duration;

/**
 * Has the store looked through for what should not be, and tells what was healed. Between rounds it rests for a minute; within one its
 * rests are many times as long as its turns, so that it takes a fiftieth of the store's time at most: a million jobs take some minutes.
 */
public final class Auditor implements Duty {
    private static final int BATCH = 1_000;
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration SHORTEST_REST = Duration.ofMillis(10);

    /** Rest after a turn, in lengths of the turn. */
    private static final int RESTS = 49;

    private final AuditStore store;
    private final Observer observer;
    private final Ticker ticker;

    Auditor(AuditStore store, Observer observer, Ticker ticker) {
        this.store = store;
        this.observer = observer;
        this.ticker = ticker;
    }

    @Override
    public Next run() {
        var began = ticker.nanos();
        var audited = store.audit(BATCH);
        audited.repairs().forEach(observer::repaired);
        return Next.notBefore(audited.behind() ? rest(ticker.since(began).multipliedBy(RESTS)) : PERIOD);
    }

    /** A turn that waited long for the store says nothing of its own cost. */
    private static Duration rest(Duration fair) {
        if (fair.compareTo(SHORTEST_REST) < 0) {
            return SHORTEST_REST;
        }
        return fair.compareTo(PERIOD) > 0 ? PERIOD : fair;
    }
}
