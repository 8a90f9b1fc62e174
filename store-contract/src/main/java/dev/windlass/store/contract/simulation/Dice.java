package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Chance;
import java.util.List;

/**
 * Chance from a seed: SplitMix64 (Steele, Lea, Flood 2014), written out because a seed must mean the same on every JDK.
 */
final class Dice implements Chance {
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    Dice(long seed) {
        state = mix(seed);
    }

    /** Other dice, so that one part of the world that throws once more does not change what the other parts throw. */
    Dice fork(long salt) {
        return new Dice(state ^ mix(salt + GOLDEN));
    }

    @Override
    public long bits() {
        state += GOLDEN;
        return mix(state);
    }

    @Override
    public double fraction() {
        return (bits() >>> 11) * 0x1.0p-53;
    }

    /** Whether something of this probability happens. */
    boolean happens(double probability) {
        return fraction() < probability;
    }

    /** From 0 to {@code bound} - 1. */
    int below(int bound) {
        return (int) (fraction() * bound);
    }

    /** From {@code least} to just under {@code bound}. */
    long between(long least, long bound) {
        return least + (long) (fraction() * (bound - least));
    }

    <T> T oneOf(List<T> some) {
        return some.get(below(some.size()));
    }

    private static long mix(long bits) {
        var mixed = (bits ^ (bits >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ (mixed >>> 31);
    }
}
