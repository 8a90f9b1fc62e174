package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.JobQuery;
import dev.windlass.store.NewJob;
import dev.windlass.store.Store;
import dev.windlass.store.contract.LifeContract;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.Lane;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeOnSqliteTest extends LifeContract {
    private static final Task<String, Void> PING = Task.named("ping", String.class);

    @TempDir
    Path directory;

    @Override
    protected Store store() {
        return SqliteStore.at(directory.resolve("life.db"), Jobs.PATIENT);
    }

    @Override
    protected Store reopened(Store closed) {
        return store();
    }

    @Test
    void a_job_that_is_enqueued_within_a_transaction_exists_if_and_only_if_it_commits() throws Exception {
        var store = SqliteStore.at(directory.resolve("life.db"), Jobs.PATIENT);
        try (var windlass =
                Windlass.on(store).performVoid(PING, (text, run) -> {}).start()) {
            var handle = store.transaction(session -> windlass.within(session).enqueue(PING, "committed"));
            handle.await(Duration.ofSeconds(20));
            assertThatThrownBy(() -> store.transaction(session -> {
                        windlass.within(session).enqueue(PING, "undone");
                        throw new IllegalStateException("changed my mind");
                    }))
                    .hasMessage("changed my mind");
            assertThat(windlass.list(JobQuery.ALL).jobs()).hasSize(1);
        }
    }

    @Test
    void a_session_accepts_no_job_that_the_engine_would_refuse() throws Exception {
        var store = SqliteStore.at(directory.resolve("life.db"), Jobs.PATIENT);
        try (var windlass = Windlass.on(store).withoutWorkers().maxPayload(100).start()) {
            assertThatThrownBy(() -> store.transaction(
                            session -> windlass.within(session).enqueue(PING, "x", Options.on("mial"))))
                    .hasMessageStartingWith("queue \"mial\" is not declared here");
            assertThatThrownBy(() -> store.transaction(
                            session -> windlass.within(session).enqueue(PING, "x".repeat(200))))
                    .hasMessageStartingWith("the payload of task ping is 202 bytes, the limit is 100");
            assertThatThrownBy(() -> store.transaction(session -> store.accept(
                            session,
                            List.of(new NewJob(
                                    Jobs.id(1),
                                    "no such task!",
                                    "default",
                                    Lane.NORMAL,
                                    Due.NOW,
                                    Content.NONE,
                                    Optional.empty())))))
                    .hasMessageStartingWith("task name \"no such task!\" must match");
            assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
        }
    }

    @Test
    void an_enqueue_within_a_transaction_of_the_store_is_refused_instead_of_waiting_for_itself() throws Exception {
        var store = SqliteStore.at(directory.resolve("life.db"), Jobs.PATIENT);
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            assertThatThrownBy(() -> store.transaction(session -> windlass.enqueue(PING, "x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use Windlass.within(session)");
            assertThat(windlass.store().jobs().backlog().isEmpty()).isTrue();
            windlass.enqueue(PING, "x");
        }
    }
}
