/**
 * Complete programs that use Windlass as any application would: through the facade and a store, nothing else.
 *
 * <p>Each program has a package of its own. Nothing is shared between them, so that each can be read alone and copied.
 *
 * <p>Invariant: every program here can be killed at any moment and goes on where it was when it is started again.
 */
@NullMarked
package dev.windlass.examples;

import org.jspecify.annotations.NullMarked;
