/**
 * The runnable server: {@code main}, the command line and the configuration.
 *
 * <p>It parses completely, refuses precisely, calls the facade once and answers. Nothing about jobs is decided here. Commands know
 * nothing of printing: each gives an {@code Answer}, and {@code Voice} alone says it, to people or to programs.
 *
 * <p>Invariant: a setting that is not understood stops the start and is named, with its place and the nearest name.
 */
@NullMarked
package dev.windlass.server;

import org.jspecify.annotations.NullMarked;
