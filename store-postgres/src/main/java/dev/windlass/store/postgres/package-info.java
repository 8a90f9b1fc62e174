/**
 * Jobs in PostgreSQL, for any number of workers in any number of processes. A job's state is the table that holds its id.
 *
 * <p>All SQL for PostgreSQL lives here, and no decision of the engine does.
 *
 * <p>Invariant: every race is settled by a conditional statement or by a row that is locked before it is looked at, never by what was
 * read in an earlier statement without a lock.
 */
@NullMarked
package dev.windlass.store.postgres;

import org.jspecify.annotations.NullMarked;
