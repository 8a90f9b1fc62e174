/**
 * The rules of the house as tests: which package may know which, where time and chance come in, which words are used, how long a
 * method may grow.
 *
 * <p>Classes named {@code Planted...} break one rule each. They lie in the packages that the rules speak of, so that a rule is
 * tried exactly as it is applied; the product is imported without them.
 *
 * <p>Invariant: a rule that can no longer fail turns a test of this package red.
 */
@NullMarked
package dev.windlass.architecture;

import org.jspecify.annotations.NullMarked;
