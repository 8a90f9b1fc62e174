/**
 * The persistence port: records, and one small interface per noun. Whoever implements it and passes {@code StoreContract} has a
 * store on which the whole engine runs.
 *
 * <p>Rules that hold for every method of the port:
 *
 * <ul>
 *   <li><b>Time belongs to the store.</b> No method takes a {@code now}; callers pass waits, the store resolves them by its own
 *       clock.
 *   <li><b>Every call may be repeated.</b> A caller that got no answer asks again with the same arguments: accepts by job id, claims
 *       by claim number, finishes by (job, fence, ordinal). The repeat answers what the first call answered and changes nothing.
 *   <li><b>Every write by a holder carries the fence.</b> A store compares it in the same statement that writes.
 *   <li><b>Races are values.</b> What can be lost in a race is returned, never thrown. Only the store's own trouble is thrown, as
 *       {@link dev.windlass.store.StoreException}.
 *   <li>Methods are synchronous, may be called by any thread, and a write is durable when it returns.
 * </ul>
 *
 * <p>No database, socket or thread may appear here, and no decision about retries: what becomes of a job arrives as
 * {@link dev.windlass.store.Then}.
 */
@NullMarked
package dev.windlass.store;

import org.jspecify.annotations.NullMarked;
