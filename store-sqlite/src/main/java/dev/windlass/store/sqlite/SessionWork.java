package dev.windlass.store.sqlite;

import dev.windlass.store.Session;

/** Writes of the user's own that are to commit together. Must not wait for anything: every other writer waits for it. */
@FunctionalInterface
public interface SessionWork<T, X extends Exception> {
    T run(Session session) throws X;
}
