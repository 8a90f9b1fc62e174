package dev.windlass.task;

import org.jspecify.annotations.Nullable;

/**
 * Writes of the user's own that are to commit together. It runs on a thread of the store and must not wait for anything: other
 * writers may wait for it.
 */
@FunctionalInterface
public interface SessionWork<T extends @Nullable Object, X extends Exception> {
    T run(Session session) throws X;
}
