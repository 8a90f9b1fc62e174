package dev.windlass.benchmarks.beside;

import dev.windlass.store.LeaseStore;
import dev.windlass.store.Store;
import dev.windlass.store.contract.simulation.Violation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A store made of several: each call goes to all of them, and what they answer has to be the same. The first one's answer counts.
 *
 * <p>By reflection, so that a method that the port gets is compared as well, without anybody having to think of it here.
 */
final class SideBySide implements InvocationHandler {
    private static final Set<String> OF_THE_FIRST = Set.of("abilities", "hear", "tell");

    private final List<Side> sides;
    private final List<?> targets;
    private final Common common;

    private SideBySide(List<Side> sides, List<?> targets, Common common) {
        this.sides = sides;
        this.targets = targets;
        this.common = common;
    }

    static Store of(List<Side> sides, Common common) {
        return proxy(
                Store.class,
                new SideBySide(sides, sides.stream().map(Side::store).toList(), common));
    }

    private static <T> T proxy(Class<T> type, SideBySide handler) {
        return type.cast(Proxy.newProxyInstance(SideBySide.class.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] given) throws Throwable {
        var arguments = given == null ? new Object[0] : given;
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        if (isNoun(method)) {
            return proxy(method.getReturnType(), nouns(method));
        }
        if (OF_THE_FIRST.contains(method.getName())) {
            return call(0, method, arguments).get();
        }
        return method.getDeclaringClass() == LeaseStore.class
                        && method.getName().equals("commit")
                ? lent(method, arguments).get()
                : compared(method, arguments, side -> call(side, method, arguments))
                        .get();
    }

    private static Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "stores side by side";
        };
    }

    /** Whether it answers one of the interfaces of the port. */
    private static boolean isNoun(Method method) {
        return method.getDeclaringClass() == Store.class
                && method.getParameterCount() == 0
                && method.getReturnType().isInterface()
                && method.getReturnType() != Set.class;
    }

    private SideBySide nouns(Method method) throws Throwable {
        var nouns = new Object[targets.size()];
        for (var side = 0; side < nouns.length; side++) {
            nouns[side] = call(side, method, new Object[0]).get();
        }
        return new SideBySide(sides, Arrays.asList(nouns), common);
    }

    /** The work of a commit runs in the first store only. The others are given what it came to. */
    private Answer lent(Method method, Object[] arguments) {
        var lent = new LentCommit(arguments, common);
        return compared(method, arguments, side -> {
            if (side == 0) {
                return call(0, method, lent.performed());
            }
            var table = sides.get(side).table();
            return table.isPresent()
                    ? call(side, method, lent.repeated(table.get()))
                    : lent.written((LeaseStore) targets.get(side));
        });
    }

    private Answer compared(Method method, Object[] arguments, Function<Integer, Answer> question) {
        var first = question.apply(0);
        for (var side = 1; side < targets.size() && !common.haveParted(); side++) {
            compare(method, arguments, first, question.apply(side), side);
        }
        return first;
    }

    private void compare(Method method, Object[] arguments, Answer first, Answer other, int side) {
        if (other.isLike(first, method.getName())) {
            return;
        }
        if (!other.hasTakenOthers(first)) {
            throw new Violation("%s answers %s, and %s answers %s, to %s%s"
                    .formatted(
                            sides.get(0).name(),
                            first,
                            sides.get(side).name(),
                            other,
                            method.getName(),
                            Arrays.toString(arguments)));
        }
        common.part();
    }

    private Answer call(int side, Method method, Object[] arguments) {
        sides.get(side).time().run();
        try {
            return Answer.of(method.invoke(targets.get(side), arguments));
        } catch (InvocationTargetException e) {
            if (e.getTargetException() instanceof Error error) {
                throw error;
            }
            return Answer.thrown(e.getTargetException());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
