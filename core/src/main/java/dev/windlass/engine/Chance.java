package dev.windlass.engine;

/** Randomness, drawn from outside. */
public interface Chance {
    /** Uniform in [0, 1). */
    double fraction();

    /** 64 random bits. */
    long bits();
}
