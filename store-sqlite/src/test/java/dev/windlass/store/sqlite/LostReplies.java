package dev.windlass.store.sqlite;

import dev.windlass.store.LeaseStore;
import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** A store whose first answers to {@code LeaseStore.commit} are lost: what was asked for has happened, and nobody is told. */
final class LostReplies {
    private final Store correct;
    private final AtomicInteger left;
    private final AtomicInteger lost = new AtomicInteger();

    LostReplies(Store correct, int count) {
        this.correct = correct;
        this.left = new AtomicInteger(count);
    }

    int lost() {
        return lost.get();
    }

    Store store() {
        return between(Store.class, (method, arguments) -> {
            var answer = call(correct, method, arguments);
            return answer instanceof LeaseStore leases ? losing(leases) : answer;
        });
    }

    private LeaseStore losing(LeaseStore leases) {
        return between(LeaseStore.class, (method, arguments) -> {
            var answer = call(leases, method, arguments);
            if (method.getName().equals("commit") && left.getAndDecrement() > 0) {
                lost.incrementAndGet();
                throw new StoreException(ErrorCode.STORE_DOWN, "the reply was lost");
            }
            return answer;
        });
    }

    private interface Between {
        Object call(Method method, Object[] arguments) throws Throwable;
    }

    private static Object call(Object behind, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(behind, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T between(Class<T> noun, Between between) {
        return noun.cast(Proxy.newProxyInstance(
                LostReplies.class.getClassLoader(),
                new Class<?>[] {noun},
                (self, method, arguments) -> between.call(method, arguments)));
    }
}
