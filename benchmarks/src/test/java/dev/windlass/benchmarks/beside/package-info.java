/**
 * The stores side by side: what one answers to a call, the others have to answer as well.
 *
 * <p>It stands in this module because no other knows all of them.
 */
@NullMarked
package dev.windlass.benchmarks.beside;

import org.jspecify.annotations.NullMarked;
