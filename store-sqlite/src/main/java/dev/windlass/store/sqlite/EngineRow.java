package dev.windlass.store.sqlite;

/**
 * The engine to which the file belongs, as its one row says.
 *
 * @param number raised at every open: who finds another number than its own has lost the file
 * @param generation upper half of all fences that are given until the next open
 * @param sequence the last number that was given to a job or to a place in a line
 */
record EngineRow(long number, long generation, long sequence) {}
