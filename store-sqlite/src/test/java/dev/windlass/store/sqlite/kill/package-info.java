/**
 * Kills and pauses an engine under load, poisons it and takes its file away, and judges from the outside what became of its jobs.
 *
 * <p>{@link dev.windlass.store.sqlite.kill.Laborer} is the program that suffers, {@link dev.windlass.store.sqlite.kill.Ordeal} what
 * is done to it, {@link dev.windlass.store.sqlite.kill.Judge} compares the audit with the file, and
 * {@link dev.windlass.store.sqlite.kill.Mutant} are the faults that the judge must find.
 */
@NullMarked
package dev.windlass.store.sqlite.kill;

import org.jspecify.annotations.NullMarked;
