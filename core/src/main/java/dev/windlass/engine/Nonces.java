package dev.windlass.engine;

/** Numbers that are used once, from the system's source of secrets, drawn from outside. Safe for all threads. */
@FunctionalInterface
public interface Nonces {
    /** A new one, of so many bytes. */
    byte[] next(int bytes);
}
