package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.JobState;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.Import;
import dev.windlass.transfer.Imported;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file into memory and back, through an exported file. */
final class MovingTest {
    @TempDir
    Path directory;

    private Path exported() {
        return directory.resolve("jobs.jsonl");
    }

    private void export(Store store) throws IOException {
        try (var out = Files.newOutputStream(exported())) {
            Export.of(store).to(out);
        }
    }

    private Imported load(Store store) throws IOException {
        return Import.from(() -> Files.newInputStream(exported())).into(store);
    }

    @Test
    void jobs_go_from_a_file_into_memory_and_into_another_file() throws IOException {
        try (var store = SqliteStore.at(directory.resolve("one.db"))) {
            store.jobs().accept(Jobs.jobs(0, 10));
            var worker = Jobs.join(store, 1);
            Jobs.finish(store, worker, 2, Jobs.claim(store, worker, 1, 4));
            export(store);
        }
        try (var memory = MemoryStore.open()) {
            assertThat(load(memory)).isEqualTo(new Imported(10, 0, 0, Map.of(), 0, 0, Map.of()));
            export(memory);
        }
        try (var store = SqliteStore.at(directory.resolve("two.db"))) {
            assertThat(load(store)).isEqualTo(new Imported(10, 0, 0, Map.of(), 0, 0, Map.of()));

            assertThat(store.jobs()
                            .list(JobQuery.ALL.withState(JobState.SUCCEEDED))
                            .jobs())
                    .hasSize(4);
            assertThat(store.jobs().result(Jobs.id(0))).isPresent();
            assertThat(Jobs.claim(store, Jobs.join(store, 2), 1, 100)).hasSize(6);
            assertThat(store.checkIntegrity()).isEqualTo("ok");
        }
    }

    @Test
    void a_reader_exports_beside_the_engine() throws IOException {
        try (var store = SqliteStore.at(directory.resolve("one.db"));
                var reader = SqliteStore.reader(directory.resolve("one.db"));
                var memory = MemoryStore.open()) {
            store.jobs().accept(Jobs.jobs(0, 10));

            export(reader);

            assertThat(load(memory)).isEqualTo(new Imported(10, 0, 0, Map.of(), 0, 0, Map.of()));
        }
    }
}
