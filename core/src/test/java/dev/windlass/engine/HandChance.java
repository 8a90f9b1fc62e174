package dev.windlass.engine;

/** Chance that leaves nothing to chance: counts upwards. */
final class HandChance implements Chance {
    private long bits;

    @Override
    public double fraction() {
        return 0.5;
    }

    @Override
    public long bits() {
        return ++bits;
    }
}
