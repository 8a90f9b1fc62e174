/**
 * What users implement and pass: tasks, performers, options, retry policies, and the values that describe a job's life.
 *
 * <p>Nothing here knows a store, a thread or a clock, and this package depends on no other package of Windlass: it is the end of
 * every arrow.
 */
@NullMarked
package dev.windlass.task;

import org.jspecify.annotations.NullMarked;
