package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.JobQuery;
import dev.windlass.store.StoreException;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The same as {@link DiskFullTest} on a disk that is really full: a memory disk of 3 MiB, which only root can mount. */
@EnabledIf(value = "mayMount", disabledReason = "only root can mount a small disk")
final class SmallDiskTest {
    private static final Content LARGE = Content.of("application/octet-stream", 1, new byte[50_000]);

    @TempDir
    Path directory;

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
