package dev.windlass;

import dev.windlass.task.Exported;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds the methods of a type that are tasks, and those that are not, and refuses by name what cannot be one. */
final class Exports {
    private final String service;
    private final Class<?> type;
    private final Map<String, Signature> exported = new LinkedHashMap<>();
    private final Set<String> hidden = new LinkedHashSet<>();

    /** What is found: signatures by the name of their method, and names of public methods that are not exported. */
    record Found(Map<String, Signature> exported, Set<String> hidden) {}

    private Exports(String service, Class<?> type) {
        this.service = service;
        this.type = type;
    }

    /** The instance methods that are marked, themselves or by the type that declares them. */
    static Found ofInstance(String service, Class<?> type) {
        return new Exports(service, type).collect(method -> !isStatic(method), lineage(type), Exports::isExported);
    }

    /** The static methods of a class that are marked, themselves or by the class. */
    static Found ofStatics(String service, Class<?> type) {
        return new Exports(service, type).collect(Exports::isStatic, Set.of(type), Exports::isExported);
    }

    /** All methods of an interface: whoever makes a proxy of it means them all. */
    static Found ofProxied(String service, Class<?> type) {
        return new Exports(service, type).collect(method -> !isStatic(method), lineage(type), method -> true);
    }

    private Found collect(Predicate<Method> kind, Set<Class<?>> types, Predicate<Method> marked) {
        declarations(kind, types, marked).forEach((signature, methods) -> add(methods, marked));
        if (exported.isEmpty()) {
            throw new IllegalArgumentException("service " + service + " exports no method: write @Exported before an"
                    + " interface or a method of " + type.getName());
        }
        hidden.removeAll(exported.keySet());
        return new Found(Map.copyOf(exported), Set.copyOf(hidden));
    }

    /** All declarations of each method, by its name and the types of its parameters, so that an annotation on any of them counts. */
    private Map<String, List<Method>> declarations(
            Predicate<Method> kind, Set<Class<?>> types, Predicate<Method> marked) {
        var declarations = new LinkedHashMap<String, List<Method>>();
        types.stream()
                .flatMap(owner -> Arrays.stream(owner.getDeclaredMethods()))
                .filter(method -> !method.isSynthetic())
                .filter(kind)
                .filter(method -> mayBeExported(method, marked))
                // The order in which a class tells its methods is not the same in every run.
                .sorted(Comparator.comparing(Method::getName))
                .forEach(method -> declarations
                        .computeIfAbsent(key(method), signature -> new ArrayList<>())
                        .add(method));
        return declarations;
    }

    private boolean mayBeExported(Method method, Predicate<Method> marked) {
        if (Modifier.isPublic(method.getModifiers())) {
            return true;
        }
        if (method.isAnnotationPresent(Exported.class) && marked.test(method)) {
            throw new IllegalArgumentException("method " + service + "." + method.getName() + " is exported and not"
                    + " public; make it public or remove @Exported");
        }
        return false;
    }

    private void add(List<Method> declarations, Predicate<Method> marked) {
        var name = declarations.get(0).getName();
        if (declarations.stream().noneMatch(marked)) {
            hidden.add(name);
            return;
        }
        if (exported.containsKey(name)) {
            throw new IllegalArgumentException("service " + service + " exports two methods named " + name
                    + "; rename one of them, or export only one");
        }
        exported.put(name, Signature.of(service + "." + name, declarations));
    }

    private static String key(Method method) {
        return method.getName() + parameters(method);
    }

    /** The types of the parameters as a class file has them: {@code (ILjava/lang/String;)}. */
    static String parameters(Method method) {
        var types = new StringBuilder("(");
        for (var type : method.getParameterTypes()) {
            types.append(type.descriptorString());
        }
        return types.append(')').toString();
    }

    private static boolean isExported(Method method) {
        return method.isAnnotationPresent(Exported.class)
                || method.getDeclaringClass().isAnnotationPresent(Exported.class);
    }

    private static boolean isStatic(Method method) {
        return Modifier.isStatic(method.getModifiers());
    }

    /** The type, the classes it extends and all their interfaces, the most special first; without Object, whose methods are nobody's task. */
    static Set<Class<?>> lineage(Class<?> type) {
        var found = new LinkedHashSet<Class<?>>();
        for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
            found.add(at);
        }
        for (var owner : List.copyOf(found)) {
            interfaces(owner).forEach(found::add);
        }
        return found;
    }

    private static Stream<Class<?>> interfaces(Class<?> type) {
        return Arrays.stream(type.getInterfaces()).flatMap(one -> Stream.concat(Stream.of(one), interfaces(one)));
    }
}
