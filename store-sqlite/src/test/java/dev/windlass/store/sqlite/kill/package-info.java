/**
 * Kills and pauses an engine under load, poisons it and takes its file away, and has
 * {@link dev.windlass.store.contract.ordeal.Judge} say from the outside what became of its jobs.
 */
@NullMarked
package dev.windlass.store.sqlite.kill;

import org.jspecify.annotations.NullMarked;
