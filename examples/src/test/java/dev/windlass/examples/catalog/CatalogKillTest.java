package dev.windlass.examples.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Attempt;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.io.TempDirFactory;

/** Kills the program again and again. {@code -Dwindlass.kills=N} and {@code -Dwindlass.seed=N} choose how often, and when. */
@Tag("kill")
class CatalogKillTest {
    private static final int KILLS = Integer.getInteger("windlass.kills", 30);
    private static final long SEED = Long.getLong("windlass.seed", 20_261);
    private static final int FILES = 50_000;

    @TempDir(factory = UnderTarget.class, cleanup = CleanupMode.ON_SUCCESS)
    Path folder;

    @Test
    void killed_catalogue_goes_on_where_it_was_and_is_exact() throws Exception {
        var harness = new KillHarness(folder, Main.class, SEED);
        KillTree.make(harness.tree(), FILES, SEED);

        harness.run(KILLS, FILES);

        var trace = KillTrace.read(harness.trace());
        tell(harness, trace);
        assertThat(Program.untyped(Program.rows(harness.out()))).isEqualTo(Expected.of(harness.tree()));
        assertThat(trace.startedAfterDone()).as("done and started again").isEmpty();
        assertThat(trace.files()).as("one job for each file").hasSize(FILES);
        assertAttemptsAddUp(harness.store(), trace);
        assertThat(killsDuringWalk(harness, trace)).isGreaterThanOrEqualTo(Math.min(10, KILLS));
    }

    @Test
    void program_that_forgets_its_store_is_found_out() throws Exception {
        var files = 3_000;
        var harness = new KillHarness(folder, ForgetfulMain.class, SEED);
        KillTree.make(harness.tree(), files, SEED);

        harness.run(4, files);

        assertThat(KillTrace.read(harness.trace()).files()).hasSizeGreaterThan(files);
    }

    @Test
    void job_that_is_started_again_after_its_end_is_found_out() {
        var one = "catalog.file 01a2025b-fc9a-73d1-b2ac-3685b32fac72\n";
        var other = "catalog.file 01a2025b-fc9a-73d1-b2ac-3685b32fac73\n";

        assertThat(KillTrace.of("START " + one + "START " + one + "DONE " + one).startedAfterDone())
                .isEmpty();
        assertThat(KillTrace.of("START " + one + "DONE " + one + "START " + other + "STAR" + "START " + one)
                        .startedAfterDone())
                .containsExactly(one.strip());
    }

    /** The store's own history: the success is each job's last attempt, and every start had a lease of its own. */
    private static void assertAttemptsAddUp(Path file, KillTrace trace) {
        try (var store = SqliteStore.at(file)) {
            var files = Pages.of(store.jobs(), JobQuery.ALL.withTask(Tasks.FILE.name()))
                    .toList();
            assertThat(files).hasSize(FILES).allMatch(job -> job.state() == JobState.SUCCEEDED);
            assertThat(Pages.of(store.jobs(), JobQuery.ALL.withTask(Tasks.RUN.name())))
                    .hasSize(1);
            var starts = trace.starts();
            assertThat(files)
                    .allSatisfy(job -> assertAddsUp(
                            store.jobs(), job.id(), starts.getOrDefault(job.id().toString(), 0)));
        }
    }

    private static void assertAddsUp(JobStore jobs, JobId id, int starts) {
        var outcomes = jobs.attempts(id).stream().map(Attempt::outcome).collect(Collectors.toList());
        assertThat(outcomes.remove(outcomes.size() - 1)).isEqualTo(Outcome.SUCCEEDED);
        assertThat(outcomes).allMatch(outcome -> outcome == Outcome.LOST).hasSizeGreaterThanOrEqualTo(starts - 1);
    }

    private static long killsDuringWalk(KillHarness harness, KillTrace trace) {
        return harness.kills().stream().filter(at -> at < trace.endOfWalk()).count();
    }

    private static void tell(KillHarness harness, KillTrace trace) {
        var again =
                trace.starts().values().stream().mapToInt(starts -> starts - 1).sum();
        System.out.printf(
                "catalogue of %,d files: %d kills, %d of them during the walk; %,d starts of files were cut off and repeated%n",
                FILES, harness.kills().size(), killsDuringWalk(harness, trace), again);
    }

    /** Not the machine's directory for temporary files, which may be memory: a disk is what the promise is about. */
    static final class UnderTarget implements TempDirFactory {
        @Override
        public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context) throws IOException {
            return Files.createTempDirectory(Path.of("target").toAbsolutePath(), "catalog-kill");
        }
    }
}
