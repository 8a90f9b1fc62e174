package dev.windlass.store.sqlite.kill;

import static dev.windlass.store.sqlite.kill.Amount.SEED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.ordeal.AuditReader;
import dev.windlass.store.contract.ordeal.ChildJvm;
import dev.windlass.store.contract.ordeal.Evidence;
import dev.windlass.store.contract.ordeal.Load;
import dev.windlass.store.sqlite.SqliteStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Somebody deletes the lock file under a process that works, and a second engine opens the file. */
@Tag("process")
@Timeout(120)
class TakeoverTest {
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    @Test
    void the_first_engine_writes_nothing_more_and_what_it_had_acknowledged_is_there() throws Exception {
        var orders = FileLaborer.in(directory, Load.alone(SEED, 5_000, 0));
        try (var reader = AuditReader.open(orders.audit());
                var child = ChildJvm.start(directory.resolve("output"), orders.program(), orders.arguments())) {
            var evidence = new Evidence(reader);
            await(() -> evidence.read().starts().size() > 200);
            Files.delete(directory.resolve("windlass.db.lock"));

            try (var second = SqliteStore.at(FileLaborer.file(directory))) {
                await(() -> child.hasPrinted("another engine has opened"));
                var acknowledged = evidence.read().acknowledged().values();
                System.out.printf("takeover: %d jobs were acknowledged by the first engine%n", acknowledged.size());
                assertThat(acknowledged)
                        .allSatisfy(job -> assertThat(second.jobs().find(job)).isPresent());
                child.kill();
                assertThat(evidence.read().acknowledged())
                        .as("acknowledged after the first engine stopped")
                        .hasSameSizeAs(acknowledged);
                assertThat(second.checkIntegrity()).isEqualTo("ok");
            }
        }
    }

    private static void await(Callable<Boolean> so) {
        Awaitility.await()
                .pollInSameThread()
                .pollInterval(Duration.ofMillis(5))
                .atMost(SOON)
                .until(so);
    }
}
