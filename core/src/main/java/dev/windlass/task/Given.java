package dev.windlass.task;

import org.jspecify.annotations.Nullable;

/**
 * Takes what a caller gives: nothing is null here, and not every caller has a compiler that says so. What is missing is named at the
 * door, and not met as a NullPointerException somewhere behind it.
 */
public final class Given {
    private Given() {}

    /**
     * The value, which is there.
     *
     * @throws IllegalArgumentException if it is null: "enqueue needs a task, and got null"
     */
    public static <T> T to(String who, String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(who + " needs " + what + ", and got null");
        }
        return value;
    }
}
