package dev.windlass.store.contract;

import static dev.windlass.task.Options.in;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Call;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.JobQuery;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Exported;
import dev.windlass.task.JobRun;
import dev.windlass.task.JobState;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.provider.Arguments;

/** Methods called as jobs by a typed reference. */
@Timeout(60)
class DeferTest {
    private static final Duration SOON = ofSeconds(20);

    interface Reports {
        @Exported
        String monthly(int year, int month);
    }

    static class Accounting implements Reports {
        final AtomicReference<String> last = new AtomicReference<>("");

        @Override
        public String monthly(int year, int month) {
            return year + "-" + month;
        }

        @Exported
        public void clear() {
            last.set("cleared");
        }

        @Exported
        public String all() {
            return "all";
        }

        @Exported
        public void note(String text) {
            last.set(text);
        }

        @Exported
        public int count(List<String> names) {
            return names.size();
        }

        @Exported
        public String five(int a, long b, boolean c, String d, double e) {
            return a + " " + b + " " + c + " " + d + " " + e;
        }

        @Exported
        public String run(String shop, JobRun run) {
            return shop + " in attempt " + run.attempt();
        }

        @Exported
        public CompletableFuture<String> yearly(int year) {
            return CompletableFuture.completedFuture("all of " + year);
        }

        @Exported
        public String twice(int number) {
            return "number " + number;
        }

        public String twice(String text) {
            return "text " + text;
        }

        public String secret(int number) {
            return "secret " + number;
        }
    }

    static class Sums {
        static final AtomicReference<String> LAST = new AtomicReference<>("");

        private final int number;

        Sums(int number) {
            this.number = number;
        }

        @Exported
        public static int sum(int one, int other) {
            return one + other;
        }

        @Exported
        public static void none() {
            LAST.set("none");
        }

        public static int hidden(int one) {
            return one;
        }

        @Override
        public String toString() {
            return "sum " + number;
        }
    }

    private static WindlassBuilder windlass() {
        return Windlass.on(MemoryStore.open());
    }

    private static Windlass started() {
        return windlass()
                .service("reports", new Accounting())
                .service("sums", Sums.class)
                .start();
    }

    @Nested
    class OfAnObject {
        @Test
        void a_method_of_an_interface_is_called_with_its_values() throws Exception {
            try (var windlass = started()) {
                assertThat(windlass.defer(Reports::monthly, 2026, 11).await(SOON))
                        .isEqualTo("2026-11");
                assertThat(windlass.list(JobQuery.ALL).jobs())
                        .singleElement()
                        .satisfies(job -> assertThat(job.task()).isEqualTo("reports.monthly"));
            }
        }

        @Test
        void a_method_of_the_class_is_the_same_method() throws Exception {
            try (var windlass = started()) {
                assertThat(windlass.defer(Accounting::monthly, 2026, 11).await(SOON))
                        .isEqualTo("2026-11");
            }
        }

        @Test
        void methods_of_no_values_and_of_five_are_called_alike() throws Exception {
            try (var windlass = started()) {
                assertThat(windlass.defer(Accounting::all).await(SOON)).isEqualTo("all");
                assertThat(windlass.defer(Accounting::five, 1, 2L, true, "four", 5.5)
                                .await(SOON))
                        .isEqualTo("1 2 true four 5.5");
                assertThat(windlass.defer(Accounting::count, List.of("a", "b")).await(SOON))
                        .isEqualTo(2);
            }
        }

        @Test
        void a_method_without_a_result_is_called() throws Exception {
            var accounting = new Accounting();
            try (var windlass = windlass().service("reports", accounting).start()) {
                windlass.defer(Accounting::note, "paid").await(SOON);
                assertThat(accounting.last).hasValue("paid");
                windlass.defer(Accounting::clear).await(SOON);
                assertThat(accounting.last).hasValue("cleared");
            }
        }

        @Test
        void the_run_is_handed_in_whatever_was_passed_for_it() throws Exception {
            try (var windlass = started()) {
                assertThat(windlass.defer(Accounting::run, "shop 9", null).await(SOON))
                        .isEqualTo("shop 9 in attempt 1");
            }
        }

        @Test
        void a_method_that_answers_with_a_future_gives_it_filled() throws Exception {
            try (var windlass = started()) {
                @Nullable
                CompletableFuture<String> yearly =
                        windlass.defer(Accounting::yearly, 2026).await(SOON);
                assertThat(yearly).isCompletedWithValue("all of 2026");
            }
        }
    }

    @Nested
    class OfAClass {
        @Test
        void a_static_method_is_called_with_its_values() throws Exception {
            try (var windlass = started()) {
                assertThat(windlass.defer(Sums::sum, 40, 2).await(SOON)).isEqualTo(42);
            }
        }

        @Test
        void a_static_method_without_values_or_result_is_called() throws Exception {
            try (var windlass = started()) {
                windlass.defer(Sums::none).await(SOON);
                assertThat(Sums.LAST).hasValue("none");
            }
        }
    }

    @Test
    void options_go_before() {
        try (var windlass = started()) {
            var handle = windlass.with(in("1 hour")).defer(Reports::monthly, 2026, 11);
            assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.SCHEDULED);
        }
    }

    @Test
    void what_a_reference_may_not_be_is_refused_and_nothing_is_accepted() {
        try (var windlass = started()) {
            mistakes(windlass)
                    .forEach(mistake -> assertThatThrownBy((ThrowingCallable) mistake.get()[0])
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessage((String) mistake.get()[1]));
            assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
        }
    }

    private static final String ADVICE =
            "defer takes a reference to an exported method, such as Reports::monthly, and this ";
    private static final String ACCOUNTING = Accounting.class.getName();

    private static Stream<Arguments> mistakes(Windlass windlass) {
        var bound = new Accounting();
        return Stream.of(
                mistake(
                        () -> windlass.defer((Integer year) -> "in " + year, 2026),
                        ADVICE + "is a lambda in " + DeferTest.class.getName()
                                + ", which no other process could find; put its code into an exported method"),
                mistake(
                        () -> windlass.defer(bound::monthly, 2026, 11),
                        ADVICE.replace("this ", "this reference to ") + ACCOUNTING
                                + ".monthly is bound to an object, which cannot be stored; write the class before the"
                                + " colons"),
                mistake(
                        () -> windlass.defer(Sums::new, 3),
                        ADVICE + "is a constructor of " + Sums.class.getName()
                                + "; put the call into an exported method"),
                mistake(
                        () -> windlass.defer(new Anonymous(), "x"),
                        ADVICE + "is an object of " + Anonymous.class.getName()),
                mistake(
                        () -> windlass.defer(Accounting::secret, 3),
                        "method " + ACCOUNTING
                                + ".secret is not exported by service reports; write @Exported before it"),
                mistake(
                        () -> windlass.defer(Sums::hidden, 3),
                        "method " + Sums.class.getName()
                                + ".hidden is not exported by service sums; write @Exported before it"),
                mistake(
                        () -> windlass.defer((Call.Gives2<Accounting, String, String>) Accounting::twice, "x"),
                        "method " + ACCOUNTING + ".twice is an overload of the one that is exported, which takes other"
                                + " parameters; rename one of them"),
                mistake(
                        () -> windlass.defer(String::strip),
                        "method java.lang.String.strip belongs to no service here; declare its object with"
                                + " service(name, object)"),
                mistake(
                        () -> windlass.defer(Long::bitCount, 3L),
                        "method java.lang.Long.bitCount belongs to no service here; declare its class with service(name,"
                                + " class)"));
    }

    private static final class Anonymous implements Call.Gives1<String, String> {
        private static final long serialVersionUID = 1L;

        @Override
        public String call(String text) {
            return text;
        }
    }

    private static Arguments mistake(ThrowingCallable call, String sentence) {
        return Arguments.of(call, sentence);
    }

    @Test
    void a_reference_that_may_mean_two_services_is_refused() {
        try (var windlass = windlass()
                .service("reports-us", new Accounting())
                .service("reports-eu", new Accounting())
                .start()) {
            assertThatThrownBy(() -> windlass.defer(Reports::monthly, 2026, 11))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("method " + Reports.class.getName()
                            + ".monthly is exported by the services [reports-eu, reports-us], and a reference cannot say"
                            + " which is meant; call it by a proxy");
        }
    }
}
