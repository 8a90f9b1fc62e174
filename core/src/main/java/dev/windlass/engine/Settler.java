package dev.windlass.engine;

import dev.windlass.store.Upkeep;

/** Applies consequences of commits on stores that cannot make them visible together with the commit. */
public final class Settler implements Duty {
    private static final int BATCH = 1_000;

    private final Upkeep store;
    private final Settings settings;
    private final Hints hints;

    Settler(Upkeep store, Settings settings, Hints hints) {
        this.store = store;
        this.settings = settings;
        this.hints = hints;
    }

    @Override
    public Next run() {
        if (store.settle(BATCH) == 0) {
            return Next.after(settings.timing().upkeep());
        }
        hints.claiming();
        return Next.now();
    }
}
