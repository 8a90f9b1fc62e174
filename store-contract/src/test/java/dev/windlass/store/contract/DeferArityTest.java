package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Exported;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Methods of each number of values, of objects and of classes, with a result and without, called by a typed reference. */
@Timeout(60)
class DeferArityTest {
    private static final Duration SOON = ofSeconds(20);

    static class Accounting {
        final AtomicReference<String> last = new AtomicReference<>("");

        @Exported
        public String two(int a, long b) {
            return a + " " + b;
        }

        @Exported
        public String three(int a, long b, boolean c) {
            return a + " " + b + " " + c;
        }

        @Exported
        public String four(int a, long b, boolean c, String d) {
            return a + " " + b + " " + c + " " + d;
        }

        @Exported
        public void write(int a, long b) {
            last.set(two(a, b));
        }

        @Exported
        public void writeThree(int a, long b, boolean c) {
            last.set(three(a, b, c));
        }

        @Exported
        public void writeFour(int a, long b, boolean c, String d) {
            last.set(four(a, b, c, d));
        }

        @Exported
        public void writeFive(int a, long b, boolean c, String d, double e) {
            last.set(five(a, b, c, d, e));
        }

        @Exported
        public String five(int a, long b, boolean c, String d, double e) {
            return a + " " + b + " " + c + " " + d + " " + e;
        }
    }

    static final class Sums {
        static final AtomicReference<String> LAST = new AtomicReference<>("");

        private Sums() {}

        @Exported
        public static String zero() {
            return "zero";
        }

        @Exported
        public static String join(int a) {
            return String.valueOf(a);
        }

        @Exported
        public static String joinThree(int a, int b, int c) {
            return a + " " + b + " " + c;
        }

        @Exported
        public static String joinFour(int a, int b, int c, int d) {
            return joinThree(a, b, c) + " " + d;
        }

        @Exported
        public static String joinFive(int a, int b, int c, int d, int e) {
            return joinFour(a, b, c, d) + " " + e;
        }

        @Exported
        public static void keep(int a) {
            LAST.set(join(a));
        }

        @Exported
        public static void keepTwo(int a, int b) {
            LAST.set(a + " " + b);
        }

        @Exported
        public static void keepThree(int a, int b, int c) {
            LAST.set(joinThree(a, b, c));
        }

        @Exported
        public static void keepFour(int a, int b, int c, int d) {
            LAST.set(joinFour(a, b, c, d));
        }

        @Exported
        public static void keepFive(int a, int b, int c, int d, int e) {
            LAST.set(joinFive(a, b, c, d, e));
        }
    }

    private static Windlass started() {
        return Windlass.on(MemoryStore.open())
                .service("reports", new Accounting())
                .service("sums", Sums.class)
                .start();
    }

    @Test
    void methods_of_two_three_and_four_values_are_called_alike() throws Exception {
        try (var windlass = started()) {
            assertThat(windlass.defer(Accounting::two, 1, 2L).await(SOON)).isEqualTo("1 2");
            assertThat(windlass.defer(Accounting::three, 1, 2L, true).await(SOON))
                    .isEqualTo("1 2 true");
            assertThat(windlass.defer(Accounting::four, 1, 2L, true, "four").await(SOON))
                    .isEqualTo("1 2 true four");
        }
    }

    @Test
    void methods_of_any_number_of_values_and_no_result_are_called_alike() throws Exception {
        var accounting = new Accounting();
        try (var windlass =
                Windlass.on(MemoryStore.open()).service("reports", accounting).start()) {
            windlass.defer(Accounting::write, 1, 2L).await(SOON);
            assertThat(accounting.last).hasValue("1 2");
            windlass.defer(Accounting::writeThree, 1, 2L, true).await(SOON);
            assertThat(accounting.last).hasValue("1 2 true");
            windlass.defer(Accounting::writeFour, 1, 2L, true, "four").await(SOON);
            assertThat(accounting.last).hasValue("1 2 true four");
            windlass.defer(Accounting::writeFive, 1, 2L, true, "four", 5.5).await(SOON);
            assertThat(accounting.last).hasValue("1 2 true four 5.5");
        }
    }

    @Test
    void static_methods_of_any_number_of_values_are_called_alike() throws Exception {
        try (var windlass = started()) {
            assertThat(windlass.defer(Sums::zero).await(SOON)).isEqualTo("zero");
            assertThat(windlass.defer(Sums::join, 1).await(SOON)).isEqualTo("1");
            assertThat(windlass.defer(Sums::joinThree, 1, 2, 3).await(SOON)).isEqualTo("1 2 3");
            assertThat(windlass.defer(Sums::joinFour, 1, 2, 3, 4).await(SOON)).isEqualTo("1 2 3 4");
            assertThat(windlass.defer(Sums::joinFive, 1, 2, 3, 4, 5).await(SOON))
                    .isEqualTo("1 2 3 4 5");
        }
    }

    @Test
    void static_methods_of_any_number_of_values_and_no_result_are_called_alike() throws Exception {
        try (var windlass = started()) {
            windlass.defer(Sums::keep, 1).await(SOON);
            assertThat(Sums.LAST).hasValue("1");
            windlass.defer(Sums::keepTwo, 1, 2).await(SOON);
            assertThat(Sums.LAST).hasValue("1 2");
            windlass.defer(Sums::keepThree, 1, 2, 3).await(SOON);
            assertThat(Sums.LAST).hasValue("1 2 3");
            windlass.defer(Sums::keepFour, 1, 2, 3, 4).await(SOON);
            assertThat(Sums.LAST).hasValue("1 2 3 4");
            windlass.defer(Sums::keepFive, 1, 2, 3, 4, 5).await(SOON);
            assertThat(Sums.LAST).hasValue("1 2 3 4 5");
        }
    }
}
