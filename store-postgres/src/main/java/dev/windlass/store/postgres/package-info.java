/**
 * PostgreSQL as a store. For now the code is a spike among the tests, which proves that the port can be kept here.
 *
 * <p>All SQL for PostgreSQL lives here, and no decision of the engine does.
 *
 * <p>Invariant: every race is settled by a conditional statement, never by what was read in an earlier one.
 */
@NullMarked
package dev.windlass.store.postgres;

import org.jspecify.annotations.NullMarked;
