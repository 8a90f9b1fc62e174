package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.windlass.JobHandle;
import dev.windlass.Limits;
import dev.windlass.Queues;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.Within;
import dev.windlass.WorkerPlan;
import dev.windlass.store.Edit;
import dev.windlass.store.JobQuery;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.WorkerId;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.Encryption;
import dev.windlass.task.JobRun;
import dev.windlass.task.KeyRing;
import dev.windlass.task.Lane;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Rate;
import dev.windlass.task.Retry;
import dev.windlass.task.Session;
import dev.windlass.task.Task;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.lang.reflect.TypeVariable;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every public method of what users hold, called with null in the place of each thing that it needs. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NothingGivenTest {
    private static final Task<String, String> ECHO = Task.named("echo", String.class, String.class);

    private final Windlass windlass =
            Windlass.on(MemoryStore.open()).perform(ECHO, (text, run) -> text).start();

    private final JobHandle<String> job = windlass.enqueue(ECHO, "a");

    /** Of each class the object whose methods are called. */
    private final Map<Class<?>, Object> held = new HashMap<>();

    /** Of each type a value for the parameters that are given. */
    private final Map<Class<?>, Object> values = new HashMap<>();

    /** A method and the number of the parameter that is null. */
    record Without(Object held, Method method, int missing) {
        /** A call speaks for itself, and a value by the word for it. */
        String speaker() {
            return held instanceof JobRun || !isValue() ? method.getName() : "[a-zA-Z ]+";
        }

        private boolean isValue() {
            return held instanceof Record || !held.getClass().getPackage().equals(Windlass.class.getPackage());
        }

        @Override
        public String toString() {
            return method.getDeclaringClass().getSimpleName() + "." + method.getName() + " without "
                    + method.getParameters()[missing];
        }
    }

    @BeforeAll
    void holdWhatIsCalled() throws Exception {
        held.put(Windlass.class, windlass);
        held.put(WindlassBuilder.class, Windlass.on(MemoryStore.open()));
        held.put(Queues.class, windlass.queues());
        held.put(Limits.class, windlass.limits());
        held.put(Within.class, windlass.within((Session) stub(Session.class)));
        held.put(JobHandle.class, job);
        held.put(JobRun.class, someRun());
    }

    @BeforeAll
    void holdValuesThatAreChanged() {
        Stream.of(
                        Options.DEFAULT,
                        Terms.NONE,
                        ECHO,
                        Queue.named("some"),
                        Retry.standard(),
                        Rate.of(1, ofSeconds(1)),
                        Limit.named("some"),
                        Limit.named("some").mutex(),
                        Unique.key("some"),
                        KeyRing.of("another", new byte[32]),
                        Encryption.with(KeyRing.of("some", new byte[32])),
                        WorkerPlan.named("some"),
                        Edit.NOTHING,
                        JobQuery.ALL)
                .forEach(value -> held.put(value.getClass(), value));
        held.put(Bulk.class, Bulk.of(new byte[0]));
    }

    @BeforeAll
    void give() {
        for (var value : new Object[] {
            "some",
            Runnable.class,
            ofSeconds(1),
            Options.DEFAULT,
            ECHO,
            job.id(),
            WorkerPlan.named("some"),
            Queue.named("some"),
            Limit.named("some").mutex(),
            Encryption.with(KeyRing.of("some", new byte[32])),
            Edit.NOTHING,
            JobQuery.ALL,
            new StatisticsQuery(Duration.ofHours(1), Duration.ofMinutes(1)),
            new WorkerId(1),
            Retry.standard(),
            KeyRing.of("some", new byte[32]),
            Lane.HIGH
        }) {
            values.put(value.getClass(), value);
        }
        values.put(Object.class, "some");
        values.put(Due.class, Due.NOW);
        values.put(Content.class, Content.NONE);
        values.put(byte[].class, new byte[32]);
        values.put(int.class, 1);
        values.put(long.class, 1L);
        values.put(double.class, 0.5);
    }

    /** That of an attempt which has ended: what is missing is told before that. */
    private static JobRun someRun() throws Exception {
        var seen = new CompletableFuture<JobRun>();
        try (var other = Windlass.on(MemoryStore.open())
                .perform(ECHO, (text, run) -> {
                    seen.complete(run);
                    return text;
                })
                .start()) {
            other.enqueue(ECHO, "a").await(ofSeconds(20));
        }
        return seen.join();
    }

    @AfterAll
    void close() {
        windlass.close();
    }

    Stream<Without> calls() {
        return held.entrySet().stream()
                .flatMap(entry -> Arrays.stream(entry.getKey().getMethods())
                        .filter(method -> method.getDeclaringClass() != Object.class)
                        .filter(method -> !method.getName().equals("equals"))
                        .flatMap(method -> IntStream.range(0, method.getParameterCount())
                                .filter(at -> isNeeded(method.getParameters()[at]))
                                .mapToObj(at -> new Without(entry.getValue(), method, at))));
    }

    /** A payload may be null, where its task takes none. */
    private static boolean isNeeded(Parameter parameter) {
        return !parameter.getType().isPrimitive()
                && !(parameter.getParameterizedType() instanceof TypeVariable<?>)
                && !parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    @ParameterizedTest
    @MethodSource("calls")
    void one_sentence_names_the_call_and_what_it_needs(Without call) {
        var types = call.method().getParameterTypes();
        var given = IntStream.range(0, types.length)
                .mapToObj(at -> at == call.missing() ? nothing() : value(types[at]))
                .toArray();

        assertThat(catchThrowable(() -> invoke(call, given)))
                .as("%s", call)
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .matches(call.speaker() + " needs [a-zA-Z ]+, and got null");
    }

    private static void invoke(Without call, Object[] given) throws Throwable {
        try {
            call.method().invoke(call.held(), given);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @SuppressWarnings("NullAway") // What a caller without a checker of nulls may pass.
    private static Object nothing() {
        return null;
    }

    private Object value(Class<?> type) {
        return values.computeIfAbsent(type, unknown -> stub(unknown));
    }

    private static Object stub(Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, values) -> {
            throw new AssertionError("nothing is asked of a stub");
        });
    }
}
