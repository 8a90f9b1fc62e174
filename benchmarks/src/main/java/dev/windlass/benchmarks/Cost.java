package dev.windlass.benchmarks;

/**
 * What one job cost its database.
 *
 * @param walBytes bytes of the write-ahead log
 * @param pageImages whole pages among them, which a checkpoint brings about and not the job
 * @param commits transactions, of which those that only read count as well
 */
record Cost(double walBytes, double pageImages, double commits) {}
