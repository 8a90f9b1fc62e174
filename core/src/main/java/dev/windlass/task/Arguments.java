package dev.windlass.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a method that is a task is called with, in the order of its parameters. Immutable as far as its values are. */
public record Arguments(List<@Nullable Object> values) {
    public Arguments {
        // List.copyOf refuses null, which is what an optional parameter gets that was left out.
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
