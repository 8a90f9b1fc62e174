/**
 * The facade: what an application holds in its hand. {@code Windlass}, its builder, the handles of jobs, the
 * events, and the services whose methods are called as jobs.
 *
 * <p>Nothing is decided here. A call is checked, turned into values of {@code dev.windlass.task} and handed to the
 * runtime; whoever reads this package learns what can be asked, not how it is done. No store and no thread is named
 * here.
 *
 * <p>Invariant: when a call that enqueues has returned, the job is durable in its store.
 */
@NullMarked
package dev.windlass;

import org.jspecify.annotations.NullMarked;
