/**
 * Where the engine meets the machine: the only package that starts threads, reads monotonic time and draws
 * randomness, and the place where {@code start()} puts the parts together.
 *
 * <p>Nothing that can be decided without a thread or a clock lives here: a duty runs the same when a test calls it
 * by hand. Wall time is not read here either; it belongs to the store.
 *
 * <p>Invariant: every thread started here has a name, an owner, and an end that stopping waits for.
 */
@NullMarked
package dev.windlass.runtime;

import org.jspecify.annotations.NullMarked;
