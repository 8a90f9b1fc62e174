package dev.windlass.task;

import java.lang.reflect.Type;
import java.util.Set;

/**
 * A parameter of a task that is a method.
 *
 * @param name its key in the payload, a JSON object
 * @param optional whether it may be missing, which means null: its type is annotated with a {@code Nullable}
 * @param help what {@link Describe} says of it, or nothing
 * @param secrets names of fields whose values people are not shown: its own, or of fields within its type
 */
public record Parameter(String name, Type type, boolean optional, String help, Set<String> secrets) {
    public Parameter {
        secrets = Set.copyOf(secrets);
    }

    public Parameter(String name, Type type, boolean optional, String help) {
        this(name, type, optional, help, SecretFields.in(type));
    }

    /** The same parameter, whose value people are not shown. */
    public Parameter asSecret() {
        return new Parameter(name, type, optional, help, Set.of(name));
    }
}
