package dev.windlass.store.sqlite;

/** Where writing calls go. */
interface Writes {
    /** Writes durably, possibly together with other callers. */
    <T> T write(Work<T> work);
}
