/**
 * What every store must keep, as tests that a store author extends: the contract, statement by statement with the
 * race that each one settles, and the simulation.
 *
 * <p>Only knowledge of the port lives here; nothing in this package knows how a store keeps a promise.
 *
 * <p>Invariant: a store that breaks a promise of the port turns at least one of these tests red.
 */
@NullMarked
package dev.windlass.store.contract;

import org.jspecify.annotations.NullMarked;
