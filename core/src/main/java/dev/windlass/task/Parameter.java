package dev.windlass.task;

import java.lang.reflect.Type;

/**
 * A parameter of a task that is a method.
 *
 * @param name its key in the payload, a JSON object
 * @param optional whether it may be missing, which means null: its type is annotated with a {@code Nullable}
 * @param help what {@link Describe} says of it, or nothing
 */
public record Parameter(String name, Type type, boolean optional, String help) {}
