package dev.windlass.store.sqlite.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.windlass.JobHandle;
import dev.windlass.Windlass;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobState;
import dev.windlass.task.Options;
import dev.windlass.task.Task;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** An engine whose disk, 8 MiB of memory that only root can mount, runs full while its jobs run, and stays so past their lease. */
@Tag("process")
@Timeout(120)
@EnabledIf(value = "mayMount", disabledReason = "only root can mount a small disk")
class FullDiskTest {
    /** Its results are large: a small outcome still finds room where a refused transaction had reached. */
    private static final Task<String, String> HOLD = Task.named("hold", String.class, String.class);

    private static final Task<String, Void> STORE = Task.named("store", String.class);
    private static final String LARGE = "x".repeat(50_000);
    private static final Duration LEASE = Duration.ofSeconds(1);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final int HELD = 3;
    private static final int RESERVE = 2 << 20;

    @TempDir
    Path disk;

    private final CountDownLatch hold = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();

    static boolean mayMount() {
        return System.getProperty("user.name").equals("root") && Files.isExecutable(Path.of("/bin/mount"));
    }

    @BeforeEach
    void mount() throws Exception {
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", disk.toString());
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", disk.toString());
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }

    @Test
    void enqueues_are_refused_and_what_ran_is_finished_once_there_is_space_without_a_restart() throws Exception {
        Files.write(disk.resolve("reserve"), new byte[RESERVE]);
        try (var windlass = start()) {
            var held = IntStream.range(0, HELD)
                    .mapToObj(number -> windlass.enqueue(HOLD, "job " + number))
                    .toList();
            await().atMost(SOON).until(() -> runs.get() == HELD);
            var accepted = enqueueUntilFull(windlass);
            fill();
            hold.countDown();

            assertRefused(windlass);
            await().atMost(SOON).until(() -> !windlass.health().isEmpty());
            await().pollDelay(LEASE.multipliedBy(2)).until(() -> true);
            assertThat(held).allSatisfy(job -> assertThat(state(job)).isEqualTo(JobState.RUNNING));

            Files.delete(disk.resolve("reserve"));
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(held)
                            .allSatisfy(job -> assertThat(state(job)).isEqualTo(JobState.SUCCEEDED)));
            assertThat(windlass.enqueue(STORE, "again").await(SOON)).isNull();
            await().atMost(SOON).until(() -> windlass.health().isEmpty());
            assertThat(runs).as("runs of %d jobs", HELD).hasValue(HELD);
            assertThat(held)
                    .allSatisfy(job -> assertThat(windlass.store().jobs().attempts(job.id()))
                            .hasSize(1));
            assertThat(accepted)
                    .isNotEmpty()
                    .allSatisfy(job -> assertThat(job.find()).isPresent());
            System.out.printf("full disk: %d jobs accepted before, all of them there after%n", accepted.size());
        }
    }

    private Windlass start() {
        return Windlass.on(SqliteStore.at(disk.resolve("windlass.db")))
                .perform(HOLD, (text, run) -> {
                    runs.incrementAndGet();
                    hold.await();
                    return "x".repeat(200_000);
                })
                .perform(STORE, (text, run) -> null)
                .lease(LEASE)
                .start();
    }

    private static List<JobHandle<Void>> enqueueUntilFull(Windlass windlass) {
        var accepted = new ArrayList<JobHandle<Void>>();
        while (true) {
            try {
                accepted.add(windlass.enqueue(STORE, LARGE, Options.in("1 hour")));
            } catch (WindlassException e) {
                assertThat(e.code()).as(e.getMessage()).isEqualTo(ErrorCode.STORE_FULL);
                return accepted;
            }
        }
    }

    /** Takes what little is left. */
    private void fill() throws IOException {
        try (var file = Files.newOutputStream(disk.resolve("ballast"))) {
            while (true) {
                file.write(new byte[512]);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
    }

    private static void assertRefused(Windlass windlass) {
        var refusal = catchThrowableOfType(WindlassException.class, () -> windlass.enqueue(STORE, LARGE));
        assertThat(refusal.code()).isEqualTo(ErrorCode.STORE_FULL);
        assertThat(refusal).hasMessageContaining("no space is left");
    }

    private static JobState state(JobHandle<?> job) {
        return job.find().orElseThrow().state();
    }
}
