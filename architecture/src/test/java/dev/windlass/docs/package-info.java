/**
 * The documents as tests: what a page says of the code is compared with the code, and what it shows is compiled and run.
 *
 * <p>A checker answers a list of complaints, each with document and line, so that it can be tried on a planted fault as well as on
 * the checkout. Conventions for whoever writes a page stand in CONTRIBUTING.
 *
 * <p>Invariant: a checker that can no longer find a fault turns a test of this package red.
 */
@NullMarked
package dev.windlass.docs;

import org.jspecify.annotations.NullMarked;
