package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ClosingTest {
    private final List<String> done = new ArrayList<>();
    private final Closing closing = new Closing(Path.of("windlass.db"));

    private Closing.Step step(String name) {
        return () -> done.add(name);
    }

    private static Closing.Step failing(Exception failure) {
        return () -> {
            throw failure;
        };
    }

    @Test
    void a_step_that_throws_keeps_no_other_from_happening() {
        closing.inOrder(List.of(
                step("readers"),
                failing(new SQLException("disk full")),
                step("writer"),
                failing(new IllegalStateException("a bug")),
                step("lock")));

        assertThat(done).containsExactly("readers", "writer", "lock");
    }

    @Test
    void an_error_is_thrown_once_all_steps_were_tried() {
        var error = new OutOfMemoryError("no memory");

        assertThatThrownBy(() -> closing.inOrder(List.of(
                        () -> {
                            throw error;
                        },
                        step("lock"))))
                .isSameAs(error);

        assertThat(done).containsExactly("lock");
    }

    @Test
    void a_failure_stays_the_one_to_be_thrown_though_closing_fails_too() {
        var failure = new IllegalArgumentException("no such pragma");
        var second = new IllegalStateException("cannot be closed");

        Closing.after(failure, () -> {
            throw second;
        });

        assertThat(failure).hasMessage("no such pragma").hasSuppressedException(second);
    }
}
