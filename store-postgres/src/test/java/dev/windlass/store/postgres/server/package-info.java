/**
 * Servers of PostgreSQL of a test's own, and what may stand before them: a line that can be cut, a pooler, a standby that takes over.
 *
 * <p>Nothing here knows Windlass. Invariants: all of it listens on loopback below the ephemeral ports, writes through to the disk as in
 * production, and ends with the test that started it.
 */
@NullMarked
package dev.windlass.store.postgres.server;

import org.jspecify.annotations.NullMarked;
