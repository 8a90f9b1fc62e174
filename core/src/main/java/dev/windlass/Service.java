package dev.windlass;

import dev.windlass.task.Arguments;
import dev.windlass.task.JobRun;
import dev.windlass.task.Performer;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An object, or the static methods of a class, whose exported methods are tasks. Immutable, and as safe for threads as the object is.
 *
 * @param object empty where static methods are called
 * @param exported by the name of the method
 * @param hidden names of public methods that are not exported
 */
record Service(
        String name, Class<?> type, Optional<Object> object, Map<String, Signature> exported, Set<String> hidden) {
    static Service of(String name, Object object) {
        var found = Exports.ofInstance(name, object.getClass());
        return opened(new Service(name, object.getClass(), Optional.of(object), found.exported(), found.hidden()));
    }

    static Service ofStatics(String name, Class<?> type) {
        var found = Exports.ofStatics(name, type);
        return opened(new Service(name, type, Optional.empty(), found.exported(), found.hidden()));
    }

    /** A public method of a class that is not public can be called only so; a module that forbids it is told of at the start. */
    private static Service opened(Service service) {
        for (var signature : service.exported().values()) {
            if (signature.method().getReturnType() == JobHandle.class) {
                throw new IllegalArgumentException(
                        "method " + signature.task().name()
                                + " cannot be a task: a JobHandle is no result; let it return the value or a CompletableFuture");
            }
            try {
                signature.method().setAccessible(true);
            } catch (InaccessibleObjectException e) {
                throw new IllegalArgumentException(
                        "method " + signature.task().name() + " cannot be called: "
                                + signature.method().getDeclaringClass().getName()
                                + " lies in a module that does not open its package; open it to dev.windlass.core",
                        e);
            }
        }
        return service;
    }

    /** Whether a reference with this class before its colons may mean a method of this service. */
    boolean mayHold(MethodReference reference) {
        return reference.isStatic() == object.isEmpty()
                && Exports.lineage(type).stream().anyMatch(one -> one.getName().equals(reference.owner()));
    }

    Performer<Arguments, Object> performer(Signature signature) {
        return (arguments, run) -> settled(call(signature, arguments, run));
    }

    @SuppressWarnings("NullAway") // A static method is called on nothing, and reflection calls that null.
    private @Nullable Object call(Signature signature, Arguments arguments, JobRun run) throws Exception {
        try {
            return signature.method().invoke(object.orElse(null), signature.values(arguments, run));
        } catch (InvocationTargetException e) {
            throw thrown(e, e.getCause());
        }
    }

    /** A method may answer with a future; its job ends when the future does. */
    private static @Nullable Object settled(@Nullable Object answer) throws Exception {
        if (!(answer instanceof CompletionStage<?> stage)) {
            return answer;
        }
        try {
            return stage.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw thrown(e, e.getCause());
        }
    }

    /** What the method threw itself: retries and FatalException go by its type. */
    private static Exception thrown(Exception wrapper, @Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof Exception known ? known : wrapper;
    }
}
