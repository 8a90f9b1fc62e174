package dev.windlass.engine;

/**
 * Background activity that is called again and again. One call is one bounded turn with at most one writing store call; whoever
 * calls it (a thread, a test, the simulation) calls it from one thread at a time and again after what it answers.
 */
@FunctionalInterface
public interface Duty {
    /** One turn. What the store throws passes through: how long to wait then is decided in {@link Steady}. */
    Next run();
}
