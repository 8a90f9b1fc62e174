package dev.windlass.store.sqlite.kill;

import static dev.windlass.store.sqlite.kill.Amount.SEED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.contract.ordeal.ChildJvm;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One job takes its process down, whenever it runs, and somebody starts the process again and again. */
@Tag("process")
@Timeout(300)
class PoisonTest {
    private static final int HEALTHY = 200;
    private static final int MOST_STARTS = 20;
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    @Test
    void a_job_that_halts_its_process_is_quarantined_and_its_two_hundred_neighbours_succeed() throws Exception {
        var poison = new Random(SEED).nextInt(HEALTHY + 1);
        var halts = 0;
        while (start(poison, halts == 0) == Poisoned.HALTED) {
            halts++;
            assertThat(halts).as("halts of the process").isLessThan(MOST_STARTS);
        }
        var jobs = jobs();
        var dead = jobs.stream().filter(job -> job.state() == JobState.DEAD).toList();
        System.out.printf(
                "poison as job %d of %d, seed %d: %d restarts, %d succeeded, %d dead%n",
                poison + 1, HEALTHY + 1, SEED, halts, jobs.size() - dead.size(), dead.size());
        assertThat(jobs).filteredOn(job -> job.state() == JobState.SUCCEEDED).hasSize(HEALTHY);
        assertThat(dead)
                .singleElement()
                .satisfies(job -> assertThat(job.reason()).contains(DeadReason.QUARANTINED));
    }

    private int start(int poison, boolean first) throws IOException, InterruptedException {
        var arguments = List.of(
                directory.resolve("windlass.db").toString(),
                Integer.toString(HEALTHY + 1),
                Integer.toString(poison),
                Boolean.toString(first));
        try (var child = ChildJvm.start(directory.resolve("output"), Poisoned.class, arguments)) {
            var code = child.awaitExit(LIMIT);
            assertThat(code).as(child.printed()).isIn(0, Poisoned.HALTED);
            return code;
        }
    }

    private List<Job> jobs() {
        try (var store = SqliteStore.at(directory.resolve("windlass.db"))) {
            return store.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST)).jobs();
        }
    }
}
