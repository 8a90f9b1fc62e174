/** Planted: this package and its child name each other. */
@NullMarked
package dev.windlass.architecture.planted.cycle;

import org.jspecify.annotations.NullMarked;
