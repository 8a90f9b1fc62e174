/**
 * Measurements, printed with the machine, the disk and the versions that they were taken on.
 *
 * <p>The raw loops against which a store is measured live here too, and never change once they are published. No
 * number may be printed that cannot be taken again with one command.
 *
 * <p>Invariant: what is compared runs alternately in one process run, on one disk, with the same durability.
 */
@NullMarked
package dev.windlass.benchmarks;

import org.jspecify.annotations.NullMarked;
