package dev.windlass;

import dev.windlass.task.Alias;
import dev.windlass.task.Arguments;
import dev.windlass.task.Codec;
import dev.windlass.task.Describe;
import dev.windlass.task.JobRun;
import dev.windlass.task.Name;
import dev.windlass.task.OneLine;
import dev.windlass.task.Parameter;
import dev.windlass.task.Secret;
import dev.windlass.task.Task;
import java.lang.annotation.Annotation;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A method as a task: its parameters are fields of a JSON object, its result is JSON. A parameter of type {@link JobRun} is given the
 * run and is no field. Immutable.
 */
record Signature(Task<Arguments, Object> task, Method method, List<Parameter> parameters, String help) {
    /** A method of which there may be several declarations, the one to call first: an annotation on any of them counts. */
    static Signature of(String task, List<Method> declarations) {
        Task.requireName(task);
        var method = declarations.get(0);
        if (method.isVarArgs()) {
            throw new IllegalArgumentException(
                    "method " + task + " takes any number of values, which JSON cannot name; let it take a list");
        }
        var parameters = parameters(task, declarations);
        var result = result(method);
        var named = Task.named(task, Arguments.class, boxed(rawOf(result)))
                .withCodec(codec(task, parameters, result))
                .withSecrets(secrets(parameters));
        return new Signature(aliased(named, declarations), method, parameters, described(declarations));
    }

    private static Task<Arguments, Object> aliased(Task<Arguments, Object> task, List<Method> declarations) {
        var all = task;
        for (var former : declared(declarations, Alias.class).map(Alias::value).orElse(new String[0])) {
            all = all.alias(former);
        }
        return all;
    }

    private static Codec codec(String task, List<Parameter> parameters, Type result) {
        try {
            return Codec.arguments(parameters, result);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("method " + task + " cannot be a task: " + e.getMessage(), e);
        }
    }

    private static List<Parameter> parameters(String task, List<Method> declarations) {
        var parameters = new ArrayList<Parameter>();
        var names = new HashSet<String>();
        var types = declarations.get(0).getParameterTypes();
        for (var at = 0; at < types.length; at++) {
            if (types[at] != JobRun.class) {
                var parameter = parameter(task, declarations, at);
                if (!names.add(parameter.name())) {
                    throw new IllegalArgumentException("method " + task + " has two parameters named "
                            + OneLine.quoted(parameter.name()) + "; give each a name of its own");
                }
                parameters.add(parameter);
            }
        }
        return List.copyOf(parameters);
    }

    private static Parameter parameter(String task, List<Method> declarations, int at) {
        var first = declarations.get(0);
        var name = annotation(declarations, at, Name.class)
                .map(Name::value)
                .or(() -> declarations.stream()
                        .map(method -> method.getParameters()[at])
                        .filter(java.lang.reflect.Parameter::isNamePresent)
                        .map(java.lang.reflect.Parameter::getName)
                        .findFirst())
                .orElseThrow(() -> new IllegalArgumentException("parameter " + (at + 1) + " of method " + task
                        + " has no name in its class file; compile it with -parameters, or write @Name(\"...\") before"
                        + " it"));
        var help = annotation(declarations, at, Describe.class).map(Describe::value);
        var optional = declarations.stream()
                .flatMap(method -> Arrays.stream(method.getAnnotatedParameterTypes()[at].getAnnotations()))
                .anyMatch(mark -> mark.annotationType().getSimpleName().equals("Nullable"));
        var parameter = new Parameter(name, first.getGenericParameterTypes()[at], optional, help.orElse(""));
        return annotation(declarations, at, Secret.class).isPresent() ? parameter.asSecret() : parameter;
    }

    /** Parameters that are marked, and marked fields within their types. */
    private static String[] secrets(List<Parameter> parameters) {
        var names = new HashSet<String>();
        for (var parameter : parameters) {
            names.addAll(parameter.secrets());
        }
        return names.toArray(String[]::new);
    }

    private static <A extends Annotation> Optional<A> annotation(List<Method> declarations, int at, Class<A> type) {
        return declarations.stream()
                .map(method -> Optional.ofNullable(method.getParameters()[at].getAnnotation(type)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String described(List<Method> declarations) {
        return declared(declarations, Describe.class).map(Describe::value).orElse("");
    }

    private static <A extends Annotation> Optional<A> declared(List<Method> declarations, Class<A> type) {
        return declarations.stream()
                .map(method -> Optional.ofNullable(method.getAnnotation(type)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /** What the job gives: a method that answers with a future gives what the future does. */
    private static Type result(Method method) {
        var type = method.getGenericReturnType();
        if (type == void.class) {
            return Void.class;
        }
        var wrapped = method.getReturnType() == CompletableFuture.class
                || method.getReturnType() == CompletionStage.class
                || method.getReturnType() == JobHandle.class;
        if (!wrapped) {
            return type;
        }
        return type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : Object.class;
    }

    private static Class<?> rawOf(Type type) {
        if (type instanceof Class<?> known) {
            return known;
        }
        return type instanceof ParameterizedType generic ? (Class<?>) generic.getRawType() : Object.class;
    }

    @SuppressWarnings("unchecked") // Nobody reads results by this class: the codec knows the full type.
    private static Class<Object> boxed(Class<?> type) {
        return (Class<Object>) MethodType.methodType(type).wrap().returnType();
    }

    /** The task for a caller who awaits exactly what the method declares. */
    Task<Arguments, Object> deferred() {
        return Answer.of(method.getReturnType()) == Answer.FUTURE
                ? task.withCodec(new FutureCodec(task.codec()))
                : task;
    }

    /** The payload of a call with these values, one for each parameter of the method. */
    Arguments arguments(@Nullable Object[] values) {
        var given = new ArrayList<@Nullable Object>();
        var types = method.getParameterTypes();
        for (var at = 0; at < types.length; at++) {
            if (types[at] != JobRun.class) {
                given.add(values[at]);
            }
        }
        return new Arguments(given);
    }

    /** The values to call the method with. */
    @Nullable
    Object[] values(Arguments arguments, JobRun run) {
        var given = arguments.values().iterator();
        return Arrays.stream(method.getParameterTypes())
                .map(type -> type == JobRun.class ? run : given.next())
                .toArray();
    }
}
