/**
 * Makes a catalogue of a directory tree: a CSV file with size, SHA-256, media type, lines and words of every regular file.
 *
 * <pre>
 * catalog.run ──▶ catalog.directory ──┬──▶ catalog.directory ──▶ ...
 *                                     ├──▶ catalog.page ──▶ 500 entries of a large directory
 *                                     └──▶ catalog.file: its result is a row
 * catalog.summary: when nothing else is left, writes the rows of one run
 * </pre>
 *
 * <p>The children of a directory are committed with its outcome, so that a directory is either listed with all it holds or listed
 * again: a kill neither loses an entry nor doubles one. A file's row is the stored result of its job, so that it is computed once.
 *
 * <p>Invariant: a payload carries the id of its run, and a summary reads the rows of that run alone. One store may hold many runs.
 */
@NullMarked
package dev.windlass.examples.catalog;

import org.jspecify.annotations.NullMarked;
