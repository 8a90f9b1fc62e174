package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.store.contract.LifeContract;
import dev.windlass.task.Task;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LifeOnSqliteTest extends LifeContract {
    private static final Task<String, Void> PING = Task.named("ping", String.class);

    @TempDir
    Path directory;

    @Override
    protected Store store() {
        return SqliteStore.at(directory.resolve("life.db"));
    }

    @Override
    protected Store reopened(Store closed) {
        return store();
    }

    @Test
    void an_enqueue_within_a_transaction_of_the_store_is_refused_instead_of_waiting_for_itself() throws Exception {
        var store = SqliteStore.at(directory.resolve("life.db"));
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            assertThatThrownBy(() -> store.transaction(session -> windlass.enqueue(PING, "x")))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use SqliteStore.accept with the session");
            assertThat(windlass.store().jobs().backlog().isEmpty()).isTrue();
            windlass.enqueue(PING, "x");
        }
    }
}
