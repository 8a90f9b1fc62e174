package dev.windlass;

import dev.windlass.task.Arguments;
import dev.windlass.task.Options;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service as its callers see it, wherever it is performed: each call of the interface is a job. Safe for all threads. */
final class Proxied implements InvocationHandler {
    private final Windlass windlass;
    private final String name;
    private final Map<String, Signature> signatures;
    private final Duration limit;

    private Proxied(Windlass windlass, String name, Map<String, Signature> signatures, Duration limit) {
        this.windlass = windlass;
        this.name = name;
        this.signatures = signatures;
        this.limit = limit;
    }

    static <T> T of(Windlass windlass, String name, Class<T> type, Duration limit) {
        if (!type.isInterface()) {
            throw new IllegalArgumentException(
                    type.getName() + " is not an interface; make the proxy of service " + name + " of one");
        }
        var proxied = new Proxied(windlass, name, Exports.ofProxied(name, type).exported(), limit);
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, proxied));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] values) {
        var given = values == null ? new Object[0] : values;
        var signature = signatures.get(method.getName());
        return signature == null || method.getDeclaringClass() == Object.class
                ? ofObject(proxy, method, given)
                : call(signature, method, given);
    }

    private @Nullable Object call(Signature signature, Method method, @Nullable Object[] values) {
        var task = signature.task();
        Arguments arguments = signature.arguments(values);
        return switch (Answer.of(method.getReturnType())) {
            case HANDLE -> windlass.enqueue(task, arguments);
            case FUTURE ->
                windlass.enqueueAsync(task, arguments, Options.DEFAULT)
                        .thenCompose(handle -> handle.awaitAsync(limit))
                        .toCompletableFuture();
            case RESULT -> Answer.await(windlass.enqueue(task, arguments), limit);
        };
    }

    /** The three methods of Object that reach a proxy: they are asked of it, not of the service. */
    private Object ofObject(Object proxy, Method method, @Nullable Object[] values) {
        return switch (method.getName()) {
            case "equals" -> proxy == values[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "proxy of service " + name;
        };
    }
}
