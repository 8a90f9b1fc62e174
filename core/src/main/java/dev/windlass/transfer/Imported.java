package dev.windlass.transfer;

/**
 * What an import did.
 *
 * @param written jobs that the store did not know
 * @param known jobs that it did, which were left as they are, and jobs whose unique key another one holds there
 */
public record Imported(long written, long known) {}
