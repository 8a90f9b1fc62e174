/**
 * Whole systems on virtual time: several worker processes, the engine's own classes, one store, and everything that can go wrong
 * between them, drawn from one number.
 *
 * <p>{@link dev.windlass.store.contract.simulation.Simulation} is the door. A seed decides everything: which faults there are,
 * when they strike, what each task does and for how long. Nothing here reads a clock, starts a thread or draws by chance, so that
 * a seed that failed fails again, event by event.
 *
 * <p>This is the one package outside core that imports the engine: what is simulated must be the classes that run in production,
 * and a model of them would only prove itself.
 *
 * <p>Invariant: whatever reaches the store passes its {@code Witness}, which knows from the calls and their answers alone where
 * each job has to stand.
 */
@NullMarked
package dev.windlass.store.contract.simulation;

import org.jspecify.annotations.NullMarked;
