/**
 * A real store for jobs that need not outlive their process, and the reference for everyone who writes another.
 *
 * <p>It keeps the whole port, also in a split form whose consequences arrive late, as they do on a database without
 * transactions over several records. No engine class and no file lives here.
 *
 * <p>Invariant: each call is one atomic step of the whole store.
 */
@NullMarked
package dev.windlass.store.memory;

import org.jspecify.annotations.NullMarked;
