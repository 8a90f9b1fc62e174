/**
 * Takes the power away without taking it: a program is traced while it writes, and from the trace come the disks that a machine
 * could find after a power failure at any of its system calls.
 *
 * <p>The model: changes of names and lengths are journaled in order; the bytes of a file are certain only if a sync of that file
 * covers them. What no sync covers is gone ({@link dev.windlass.store.sqlite.powerloss.Loss#STRICT}), or half of it is, at random
 * ({@link dev.windlass.store.sqlite.powerloss.Loss#RANDOM}). Writes to mapped memory are not seen, which is right for SQLite: its
 * shared memory is only an index and is made anew.
 */
@NullMarked
package dev.windlass.store.sqlite.powerloss;

import org.jspecify.annotations.NullMarked;
