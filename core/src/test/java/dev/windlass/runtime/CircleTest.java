package dev.windlass.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.engine.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class CircleTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private long nanos = -5;
    private final List<String> turns = new ArrayList<>();

    private void pass(Duration time) {
        nanos += time.toNanos();
    }

    private Next turn(String name, Next next) {
        turns.add(name);
        return next;
    }

    private List<String> turnsOf(Circle circle) {
        turns.clear();
        circle.run();
        return List.copyOf(turns);
    }

    @Nested
    class Time {
        @Test
        void each_duty_is_called_when_its_own_time_has_come() {
            var circle = new Circle(
                    List.of(
                            () -> turn("often", Next.after(SECOND)),
                            () -> turn("seldom", Next.after(SECOND.multipliedBy(3)))),
                    () -> nanos);

            assertThat(turnsOf(circle)).containsExactly("often", "seldom");
            assertThat(turnsOf(circle)).isEmpty();
            pass(SECOND);
            assertThat(turnsOf(circle)).containsExactly("often");
            pass(SECOND.multipliedBy(2));
            assertThat(turnsOf(circle)).containsExactly("often", "seldom");
        }

        @Test
        void circle_rests_until_the_first_of_its_duties_is_due() {
            var circle = new Circle(
                    List.of(() -> Next.after(SECOND.multipliedBy(3)), () -> Next.notBefore(SECOND)), () -> nanos);

            assertThat(circle.run()).isEqualTo(Next.after(SECOND));
            pass(SECOND.dividedBy(4));
            assertThat(circle.run()).isEqualTo(Next.after(SECOND.dividedBy(4).multipliedBy(3)));
        }

        @Test
        void duty_that_has_more_to_do_does_not_wait() {
            var circle = new Circle(List.of(Next::now, () -> Next.after(SECOND)), () -> nanos);

            assertThat(circle.run().isNow()).isTrue();
        }
    }

    @Nested
    class Hinted {
        @Test
        void hint_calls_the_duties_it_is_for_and_no_others() {
            var circle = new Circle(
                    List.of(() -> turn("promoter", Next.after(SECOND)), () -> turn("pruner", Next.notBefore(SECOND))),
                    () -> nanos);
            circle.run();

            circle.hint();

            assertThat(turnsOf(circle)).containsExactly("promoter");
            assertThat(turnsOf(circle)).as("one hint, one turn").isEmpty();
        }

        @Test
        void hint_that_comes_during_a_turn_counts_for_the_next() {
            var hinting = new ArrayList<Circle>();
            var circle = new Circle(
                    List.of(() -> {
                        hinting.forEach(Circle::hint);
                        hinting.clear();
                        return turn("promoter", Next.after(SECOND));
                    }),
                    () -> nanos);
            hinting.add(circle);

            assertThat(turnsOf(circle)).containsExactly("promoter");
            assertThat(turnsOf(circle)).containsExactly("promoter");
            assertThat(turnsOf(circle)).isEmpty();
        }

        @Test
        void hint_does_not_hammer_on_a_store_that_has_to_recover() {
            var circle = new Circle(List.of(() -> turn("promoter", Next.notBefore(SECOND))), () -> nanos);
            circle.run();

            circle.hint();

            assertThat(turnsOf(circle)).isEmpty();
            pass(SECOND);
            assertThat(turnsOf(circle)).containsExactly("promoter");
        }
    }

    @Test
    void duty_that_breaks_keeps_no_other_from_its_turn_and_is_called_again() {
        var circle = new Circle(
                List.of(
                        () -> {
                            turns.add("broken");
                            throw new IllegalStateException("a bug");
                        },
                        () -> turn("sound", Next.after(SECOND))),
                () -> nanos);

        assertThat(turnsOf(circle)).containsExactly("broken", "sound");
        circle.hint();
        assertThat(turnsOf(circle)).containsExactly("sound");
        pass(DutyThread.AFTER_A_BUG);
        assertThat(turnsOf(circle)).contains("broken");
    }
}
