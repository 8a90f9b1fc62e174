/**
 * Programs in processes of their own that are killed and paused under load, and a judge of what became of their jobs. For stores that
 * outlive their process.
 *
 * <p>{@link dev.windlass.store.contract.ordeal.Laborer} is the program that suffers, {@link dev.windlass.store.contract.ordeal.Ordeal}
 * what is done to it, {@link dev.windlass.store.contract.ordeal.Judge} compares the audits with the store, and
 * {@link dev.windlass.store.contract.ordeal.Mutant} are the faults that the judge must find.
 *
 * <p>Invariant: no child outlives the test that started it.
 */
@NullMarked
package dev.windlass.store.contract.ordeal;

import org.jspecify.annotations.NullMarked;
