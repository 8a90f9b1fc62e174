package dev.windlass.store.contract.ordeal;

import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Store;
import dev.windlass.store.WorkerStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;

/** Puts code of a test's around one method of the store port; all others go through. Safe for all threads. */
final class Around {
    private Around() {}

    /** What is done instead of the method. */
    @FunctionalInterface
    interface Instead {
        Object of(Object[] arguments, Proceed proceed) throws Throwable;
    }

    /** The method itself, with one argument of the test's. */
    @FunctionalInterface
    interface Proceed {
        Object with(Object argument) throws Throwable;
    }

    /** One interface of a sound store, to be spoilt. */
    record Real<T>(Class<T> type, T target) {
        T on(String name, Instead instead) {
            return proxy(type, target, (method, arguments) -> {
                if (!method.getName().equals(name)) {
                    return invoke(method, target, arguments);
                }
                return instead.of(arguments, argument -> invoke(method, target, new Object[] {argument}));
            });
        }
    }

    static <T> Real<T> of(Class<T> type, T target) {
        return new Real<>(type, target);
    }

    static Store jobs(Store store, JobStore jobs) {
        return with(store, "jobs", () -> jobs);
    }

    static Store leases(Store store, LeaseStore leases) {
        return with(store, "leases", () -> leases);
    }

    static Store workers(Store store, WorkerStore workers) {
        return with(store, "workers", () -> workers);
    }

    private static Store with(Store store, String name, Supplier<Object> part) {
        return proxy(
                Store.class,
                store,
                (method, arguments) -> method.getName().equals(name) ? part.get() : invoke(method, store, arguments));
    }

    @FunctionalInterface
    private interface Call {
        Object of(Method method, Object[] arguments) throws Throwable;
    }

    private static <T> T proxy(Class<T> type, T target, Call call) {
        var loader = target.getClass().getClassLoader();
        return type.cast(Proxy.newProxyInstance(
                loader,
                new Class<?>[] {type},
                (proxy, method, arguments) -> call.of(method, arguments == null ? new Object[0] : arguments)));
    }

    private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    static <T> List<T> listOf(Class<T> type, Object list) {
        return ((List<?>) list).stream().map(type::cast).toList();
    }

    /** Something that is done again and again. */
    @FunctionalInterface
    interface Turn {
        void run() throws InterruptedException;
    }

    static void daemon(Turn turn) {
        var thread = new Thread(() -> {
            try {
                while (true) {
                    turn.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
