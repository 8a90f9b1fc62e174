/**
 * Claiming, running, finishing, and the duties that keep both going.
 *
 * <p>The engine is a set of objects that are called: a duty does one bounded turn and says when it wants to be
 * called again. It starts no thread, reads no clock and draws no randomness; those come in through constructors, so
 * that a simulation can drive the very same classes, one event at a time. It speaks to a store through
 * {@code dev.windlass.store} alone. Nobody outside this module may import it.
 *
 * <p>Invariant: the conditional write of the store decides every race; the engine only proposes and obeys the answer.
 */
@NullMarked
package dev.windlass.engine;

import org.jspecify.annotations.NullMarked;
