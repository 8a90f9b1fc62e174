package dev.windlass.store.sqlite;

/**
 * The engine to which the file belongs, as its one row says.
 *
 * @param number raised at every open: who finds another number than its own has lost the file
 * @param generation upper half of all fences that are given until the next open
 * @param position the last place in a line that was given
 */
record Engine(long number, long generation, long position) {}
