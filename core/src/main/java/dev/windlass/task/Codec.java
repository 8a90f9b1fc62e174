package dev.windlass.task;

import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns payloads and results into {@link Content} and back. Must be safe for all threads.
 *
 * <p>What is read was possibly written by somebody else, years ago or in another language: a codec trusts nothing in it, least of
 * all a class name.
 */
public interface Codec {
    /** JSON that refuses fields the payload does not have: a misspelt field is found when it is enqueued, not when it is missed. */
    static Codec json() {
        return JsonCodec.STRICT;
    }

    /** JSON that ignores fields the payload does not have. */
    static Codec lenientJson() {
        return JsonCodec.LENIENT;
    }

    /** Bytes as they are: of a protocol, a format, or a language of your own. */
    static Codec bytes() {
        return BytesCodec.AS_THEY_ARE;
    }

    /**
     * JSON for a task that is a method: its payload is {@link Arguments}, an object of the parameters, and its result is of the full
     * type that the method declares.
     *
     * @throws IllegalArgumentException if JSON cannot be read into one of the types; it says which and why
     */
    static Codec arguments(List<Parameter> parameters, Type result) {
        for (var parameter : parameters) {
            requireBindable("parameter " + OneLine.quoted(parameter.name()), parameter.type());
        }
        requireBindable("the result", result);
        return new ArgumentsCodec(parameters, result);
    }

    private static void requireBindable(String part, Type type) {
        TypeVariables.in(type)
                .map(variable -> "type " + variable + " is open")
                .or(() -> JsonCodec.STRICT.objectionTo(type))
                .ifPresent(reason -> {
                    throw new IllegalArgumentException(part + " is of type " + type.getTypeName()
                            + ", which JSON cannot be read into (" + reason + "); give it a type of its own");
                });
    }

    /** Readies itself for a type ahead of its first use, which may be slow otherwise. */
    default void prepare(Class<?> type) {}

    /** The value as content of this version. */
    Content encode(@Nullable Object value, int version);

    /** The value that was encoded; {@link UnreadableException} says in one sentence why the content does not fit. */
    <T> @Nullable T decode(Content content, Class<T> type);

    /** The content without its type, for upgrades: maps, lists, text, numbers, booleans, null. */
    default @Nullable Object tree(Content content) {
        return decode(content, Object.class);
    }
}
