package dev.windlass.task;

import org.jspecify.annotations.Nullable;

/**
 * Makes a payload of one version into the next: JSON as maps, lists, text, numbers, booleans and null, which it may change in place.
 * What it throws makes the job dead as UNREADABLE. Called by many threads at the same time.
 */
@FunctionalInterface
public interface Upgrade {
    @Nullable
    Object upgrade(@Nullable Object json);
}
