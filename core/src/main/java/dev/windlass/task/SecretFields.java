package dev.windlass.task;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Collects the names under which fields marked {@link Secret} stand in the JSON of a type: its own fields, those of its ancestors and
 * subtypes, and those of all types that its fields are made of. For one use.
 */
final class SecretFields {
    private final Set<Type> seen = new HashSet<>();
    private final Set<String> names = new TreeSet<>();

    private SecretFields() {}

    static Set<String> in(Type... types) {
        var fields = new SecretFields();
        for (var type : types) {
            if (isSecretValue(type)) {
                fields.names.add(Secrets.ALL_FIELDS);
            }
            fields.walk(type);
        }
        return Set.copyOf(fields.names);
    }

    /** Each type once: a class that grows its own argument for ever comes round to the same variable. */
    private void walk(Type type) {
        if (!seen.add(type)) {
            return;
        }
        parts(type).forEach(this::walk);
        if (type instanceof Class<?> known && isOurs(known)) {
            addFields(known);
            related(known).forEach(this::walk);
        }
    }

    /** What a type is made of, as far as it is not a class with fields. */
    private static Stream<Type> parts(Type type) {
        if (type instanceof ParameterizedType generic) {
            return Stream.concat(Stream.of(generic.getRawType()), Stream.of(generic.getActualTypeArguments()));
        }
        if (type instanceof GenericArrayType array) {
            return Stream.of(array.getGenericComponentType());
        }
        if (type instanceof WildcardType wildcard) {
            return Stream.concat(Stream.of(wildcard.getUpperBounds()), Stream.of(wildcard.getLowerBounds()));
        }
        if (type instanceof TypeVariable<?> variable) {
            return Stream.of(variable.getBounds());
        }
        return Optional.<Type>ofNullable(((Class<?>) type).getComponentType()).stream();
    }

    private static boolean isOurs(Class<?> type) {
        return !type.isPrimitive()
                && !type.isArray()
                && !type.isEnum()
                && !type.getName().startsWith("java.");
    }

    /** Other classes whose fields JSON may hold where it says this one, and the types of all fields. */
    private static Stream<Type> related(Class<?> type) {
        var sealed = Stream.ofNullable(type.getPermittedSubclasses()).flatMap(Stream::of);
        var named = Stream.of(Stream.of(type), stored(type), Stream.of(type.getDeclaredMethods()))
                .flatMap(some -> some)
                .flatMap(element -> Stream.ofNullable(element.getAnnotation(JsonSubTypes.class)))
                .flatMap(subtypes -> Stream.of(subtypes.value()))
                .map(JsonSubTypes.Type::value);
        var fields = stored(type).map(Field::getGenericType);
        var bounds = Stream.of(type.getTypeParameters());
        return Stream.of(Stream.ofNullable(type.getGenericSuperclass()), sealed, named, fields, bounds)
                .flatMap(some -> some);
    }

    private static Stream<Field> stored(Class<?> type) {
        return Arrays.stream(type.getDeclaredFields())
                .filter(field -> (field.getModifiers() & (Modifier.STATIC | Modifier.TRANSIENT)) == 0);
    }

    /** Inherited ones too: it is the class at hand that says how they are named. */
    private void addFields(Class<?> type) {
        inherited(type)
                .flatMap(field -> Stream.concat(
                        isSecret(field) ? namesIn(type, field) : Stream.empty(),
                        unwrapped(field, isSecret(field), Set.of(type))))
                .forEach(names::add);
    }

    private static Stream<Field> inherited(Class<?> type) {
        return Stream.<Class<?>>iterate(type, known -> known != null && isOurs(known), Class::getSuperclass)
                .flatMap(SecretFields::stored);
    }

    private static Stream<String> namesIn(Class<?> type, Field field) {
        return JsonCodec.STRICT.namesOfFields(type).getOrDefault(field.getName(), Set.of(field.getName())).stream();
    }

    /** The names of a value's fields, where they stand in the object around it: all of a secret value, else those that are secret. */
    private static Stream<String> unwrapped(Field field, boolean secret, Set<Class<?>> around) {
        var mark = field.getAnnotation(JsonUnwrapped.class);
        var inner = field.getType();
        if (mark == null || !mark.enabled() || !isOurs(inner) || around.contains(inner)) {
            return Stream.empty();
        }
        var further = new HashSet<>(around);
        further.add(inner);
        return inherited(inner)
                .flatMap(one -> {
                    var hidden = secret || isSecret(one);
                    return Stream.concat(
                            hidden ? namesIn(inner, one) : Stream.empty(), unwrapped(one, hidden, further));
                })
                .map(name -> mark.prefix() + name + mark.suffix());
    }

    private static boolean isSecret(Field field) {
        return field.isAnnotationPresent(Secret.class) || isSecretValue(field.getGenericType());
    }

    /** Whether a value of this type, or of one it is made of, is written without names and has a marked field, whose name stands nowhere. */
    private static boolean isSecretValue(Type type) {
        if (type instanceof Class<?> known && isOurs(known)) {
            return stored(known).anyMatch(field -> field.isAnnotationPresent(Secret.class))
                    && JsonCodec.STRICT.writesAlone(known);
        }
        return !(type instanceof TypeVariable<?>) && parts(type).anyMatch(SecretFields::isSecretValue);
    }
}
