/**
 * Whole engines on a PostgreSQL that is stopped, killed, cut off or replaced under load: nothing that was accepted is lost, nothing has two
 * outcomes, and work goes on by itself.
 */
@NullMarked
package dev.windlass.store.postgres.trouble;

import org.jspecify.annotations.NullMarked;
