package dev.windlass.engine;

import dev.windlass.store.Upkeep;

/** Moves jobs whose due time has come into their lanes. */
public final class Promoter implements Duty {
    private static final int BATCH = 1_000;

    private final Upkeep store;
    private final Settings settings;
    private final Hints hints;

    Promoter(Upkeep store, Settings settings, Hints hints) {
        this.store = store;
        this.settings = settings;
        this.hints = hints;
    }

    @Override
    public Next run() {
        var promoted = store.promote(BATCH);
        if (promoted.count() > 0) {
            hints.claiming();
        }
        return promoted.next()
                .filter(next -> next.compareTo(settings.timing().upkeep()) < 0)
                .map(Next::after)
                .orElse(Next.after(settings.timing().upkeep()));
    }
}
