package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.JobQuery;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.Import;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link DiskFullTest} on a disk that is really full: a memory disk of 3 MiB, which only root can mount. */
@EnabledIf(value = "mayMount", disabledReason = "only root can mount a small disk")
final class SmallDiskTest {
    private static final Content LARGE = Content.of("application/octet-stream", 1, new byte[50_000]);

    private static final Content MEDIUM = Content.of("application/octet-stream", 1, new byte[1_000]);

    @TempDir
    Path directory;

    @TempDir
    Path elsewhere;

    static boolean mayMount() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/bin/mount"));
    }

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", directory.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", directory.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    @Test
    void nothing_acknowledged_is_lost_and_the_store_goes_on_once_there_is_space() throws IOException {
        var ballast = directory.resolve("ballast");
        Files.write(ballast, new byte[500_000]);
        var file = directory.resolve("windlass.db");
        long accepted;
        try (var store = SqliteStore.at(file)) {
            accepted = fill(store, 0);
            assertThat(accepted).isPositive();
            Files.delete(ballast);

            var more = fill(store, accepted);

            assertThat(more).isGreaterThan(accepted);
            accepted = more;
        }
        try (var store = SqliteStore.at(file)) {
            assertThat(store.jobs().list(JobQuery.ALL.withLimit(1_000)).jobs()).hasSize((int) accepted);
            assertThat(store.checkIntegrity()).isEqualTo("ok");
        }
    }

    @Test
    void an_import_that_breaks_off_says_how_many_jobs_are_there_and_goes_on_from_them() throws IOException {
        var exported = elsewhere.resolve("jobs.jsonl");
        try (var source = SqliteStore.at(elsewhere.resolve("source.db"));
                var out = Files.newOutputStream(exported)) {
            source.jobs()
                    .accept(LongStream.range(0, 900)
                            .mapToObj(number -> Jobs.job(number, MEDIUM))
                            .toList());
            Export.of(source).to(out);
        }
        var ballast = directory.resolve("ballast");
        try (var store = SqliteStore.at(directory.resolve("windlass.db"))) {
            var load = Import.from(() -> Files.newInputStream(exported));
            Files.write(ballast, new byte[(int) (directory.toFile().getUsableSpace() - 700_000)]);

            assertThatThrownBy(() -> load.into(store)).isInstanceOfSatisfying(StoreException.class, full -> {
                var there =
                        store.jobs().list(JobQuery.ALL.withLimit(1_000)).jobs().size();
                assertThat(there).isBetween(1, 899);
                assertThat(full.code()).isEqualTo(ErrorCode.STORE_FULL);
                assertThat(full)
                        .hasMessage(
                                "the import broke off, " + there
                                        + " of its jobs are imported and no space is left; free some and import again: what is there stays");
            });
            Files.delete(ballast);

            var imported = load.into(store);
            assertThat(imported.written()).isPositive();
            assertThat(imported.written() + imported.known()).isEqualTo(900);
        }
    }

    private static long fill(SqliteStore store, long from) {
        for (var number = from; ; number++) {
            try {
                store.jobs().accept(List.of(Jobs.job(number, LARGE)));
            } catch (StoreException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.STORE_FULL);
                return number;
            }
        }
    }
}
