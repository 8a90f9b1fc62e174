package dev.windlass.engine;

import dev.windlass.store.Upkeep;
import java.time.Duration;

/** Ends jobs whose time to start has passed and which nobody claims. Those that are claimed too late are ended by their holder. */
public final class Expirer implements Duty {
    private static final int BATCH = 500;
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final Upkeep store;
    private final Rules rules;
    private final Observer observer;

    Expirer(Upkeep store, WorkerParts parts) {
        this.store = store;
        this.rules = parts.rules();
        this.observer = parts.observer();
    }

    @Override
    public Next run() {
        var expired = store.expire(BATCH, rules.keepDead());
        expired.forEach(observer::expired);
        return expired.size() < BATCH ? Next.notBefore(PERIOD) : Next.now();
    }
}
