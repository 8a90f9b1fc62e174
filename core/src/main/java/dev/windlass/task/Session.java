package dev.windlass.task;

/**
 * A transaction of a store that user code may write in: what it writes commits together with what the store writes, or not at all.
 *
 * <p>Valid only while the function to which it was given runs, and only on that thread.
 */
public interface Session {
    /**
     * The driver's own handle on the transaction, such as {@code java.sql.Connection}.
     *
     * @throws IllegalArgumentException if this store has no such handle
     */
    <T> T as(Class<T> type);
}
