package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.store.Store;
import dev.windlass.store.contract.LimitLifeContract;
import dev.windlass.task.Limit;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LimitLifeOnSqliteTest extends LimitLifeContract {
    @TempDir
    Path directory;

    private int files;

    @Override
    protected Store store() {
        return SqliteStore.at(directory.resolve("limits-" + ++files + ".db"), Jobs.PATIENT);
    }

    private Windlass open(Limit declared) {
        return Windlass.on(SqliteStore.at(directory.resolve("kept.db"), Jobs.PATIENT))
                .limit(declared)
                .withoutWorkers()
                .start();
    }

    @Test
    void an_override_wins_over_a_restart_and_over_another_declaration() {
        var five = Limit.named("per-shop").concurrent(5);
        var seven = Limit.named("per-shop").concurrent(7);
        try (var windlass = open(Limit.named("per-shop").concurrent(1))) {
            windlass.limits().override(five);
        }
        try (var windlass = open(seven)) {
            assertThat(windlass.limits().find("per-shop").orElseThrow().inForce())
                    .isEqualTo(five);
            windlass.limits().reset("per-shop");
        }
        try (var windlass = open(seven)) {
            assertThat(windlass.limits().find("per-shop").orElseThrow().inForce())
                    .isEqualTo(seven);
        }
    }
}
