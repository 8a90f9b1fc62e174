/**
 * The embedded default: all queues in one SQLite file, with one writer and many readers.
 *
 * <p>All SQL for SQLite lives here, beside the method that runs it, and no decision of the engine does.
 *
 * <p>Invariant: what was answered as accepted is in the file and synchronized, and one engine at most writes to it.
 */
@NullMarked
package dev.windlass.store.sqlite;

import org.jspecify.annotations.NullMarked;
