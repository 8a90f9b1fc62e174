package dev.windlass.task;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what a generic type leaves open: JSON would be read into a map there, and the method would meet it as something else. */
final class TypeVariables {
    private TypeVariables() {}

    static Optional<String> in(Type type) {
        if (type instanceof TypeVariable<?> variable) {
            return Optional.of(variable.getName());
        }
        return parts(type).map(TypeVariables::in).flatMap(Optional::stream).findFirst();
    }

    private static Stream<Type> parts(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.of(generic.getActualTypeArguments());
        }
        if (type instanceof GenericArrayType array) {
            return Stream.of(array.getGenericComponentType());
        }
        return type instanceof WildcardType wildcard ? Stream.of(wildcard.getUpperBounds()) : Stream.empty();
    }
}
