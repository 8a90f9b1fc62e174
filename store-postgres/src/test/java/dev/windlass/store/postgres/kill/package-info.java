/**
 * Processes that share a database, killed and stopped under load; {@link dev.windlass.store.contract.ordeal.Judge} says from the outside
 * what became of their jobs.
 */
@NullMarked
package dev.windlass.store.postgres.kill;

import org.jspecify.annotations.NullMarked;
