package dev.windlass.store.sqlite.kill;

/**
 * How much is done: {@code -Dwindlass.kills=N} sets it, {@code -Dwindlass.long=true} raises it, {@code -Dwindlass.seed=N} chooses
 * the moments.
 */
final class Amount {
    static final int KILLS = Integer.getInteger("windlass.kills", Boolean.getBoolean("windlass.long") ? 200 : 30);

    /** A pause lasts as long as a few kills. */
    static final int PAUSES = Math.max(2, KILLS / 5);

    static final long SEED = Long.getLong("windlass.seed", 1);

    private Amount() {}
}
