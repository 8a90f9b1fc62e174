/** Planted: the other half of the cycle. */
@NullMarked
package dev.windlass.architecture.planted.cycle.inner;

import org.jspecify.annotations.NullMarked;
