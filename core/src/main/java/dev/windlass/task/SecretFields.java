package dev.windlass.task;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Collects the names of fields marked {@link Secret} in a type, its ancestors, and the types of its fields. For one use. */
final class SecretFields {
    private final Set<Type> seen = new HashSet<>();
    private final Set<String> names = new TreeSet<>();

    private SecretFields() {}

    static Set<String> in(Type... types) {
        var fields = new SecretFields();
        for (var type : types) {
            fields.walk(type);
        }
        return Set.copyOf(fields.names);
    }

    private void walk(Type type) {
        if (!seen.add(type)) {
            return;
        }
        if (type instanceof ParameterizedType generic) {
            walk(generic.getRawType());
            for (var argument : generic.getActualTypeArguments()) {
                walk(argument);
            }
        }
        if (type instanceof Class<?> known) {
            walk(known);
        }
    }

    private void walk(Class<?> type) {
        if (type.isArray()) {
            walk((Type) type.getComponentType());
        }
        if (type.isPrimitive() || type.isEnum() || type.getName().startsWith("java.")) {
            return;
        }
        for (var field : type.getDeclaredFields()) {
            if ((field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0) {
                add(field);
            }
        }
        Optional.<Type>ofNullable(type.getSuperclass()).ifPresent(this::walk);
        for (var sub : Optional.ofNullable(type.getPermittedSubclasses()).orElse(new Class<?>[0])) {
            walk((Type) sub);
        }
    }

    private void add(Field field) {
        if (field.isAnnotationPresent(Secret.class)) {
            names.add(nameOf(field, field.getName()));
        }
        walk(field.getGenericType());
    }

    /** As it stands in the JSON. */
    private static String nameOf(AnnotatedElement field, String own) {
        return Optional.ofNullable(field.getAnnotation(JsonProperty.class))
                .map(JsonProperty::value)
                .filter(name -> !name.isEmpty())
                .orElse(own);
    }
}
