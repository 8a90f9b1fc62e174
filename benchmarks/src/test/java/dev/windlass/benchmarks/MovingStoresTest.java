package dev.windlass.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Attempt;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Lease;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Note;
import dev.windlass.store.PartList;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.store.postgres.PostgresStore;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.Import;
import dev.windlass.transfer.Imported;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a file into PostgreSQL and back, through exported files: this module is the one that knows both. */
class MovingStoresTest {
    private static final Duration DAY = Duration.ofDays(1);
    private static final WorkerId WORKER = new WorkerId(7);
    private static final Imported ALL = new Imported(7, 0, 0, Map.of(), 0, 0, Map.of());
    private static final Content PART = Content.of("application/octet-stream", 1, new byte[] {0, -1, 10});

    @TempDir
    Path directory;

    private long claims;

    private record Seen(
            Job job, Optional<Content> payload, Optional<Content> result, List<Attempt> attempts, List<LogLine> log) {}

    @Test
    void jobs_go_from_a_file_into_postgres_and_into_another_file() throws IOException {
        var exported = directory.resolve("jobs.jsonl");
        List<Seen> there;
        try (var store = SqliteStore.at(directory.resolve("one.db"))) {
            fill(store);
            there = seen(store);
            export(store, exported);
        }
        try (var server = EmbeddedPostgres.builder().start();
                var store = PostgresStore.at(server.getJdbcUrl("postgres", "postgres"))) {
            assertThat(load(exported, store)).isEqualTo(ALL);
            assertThat(load(exported, store)).isEqualTo(new Imported(0, 7, 0, Map.of(), 0, 0, Map.of()));
            assertSame(store, there);
            export(store, exported);
        }
        try (var store = SqliteStore.at(directory.resolve("two.db"))) {
            assertThat(load(exported, store)).isEqualTo(ALL);
            assertSame(store, there);
            assertThat(claim(store).checkpoint()).contains(Content.json("\"half way\""));
        }
    }

    /** The one that ran is ready, and has been since it arrived. */
    private static void assertSame(Store store, List<Seen> there) {
        assertThat(seen(store)).hasSameSizeAs(there).zipSatisfy(there, (seen, before) -> {
            assertThat(seen.job().state())
                    .isEqualTo(
                            before.job().state() == JobState.RUNNING
                                    ? JobState.READY
                                    : before.job().state());
            assertThat(List.of(
                            seen.job().terms(),
                            seen.job().tally(),
                            seen.job().fence(),
                            seen.job().accepted()))
                    .isEqualTo(List.of(
                            before.job().terms(),
                            before.job().tally(),
                            before.job().fence(),
                            before.job().accepted()));
            assertThat(seen.job().due()).isEqualTo(before.job().due());
            assertThat(seen.job().error()).isEqualTo(before.job().error());
            assertThat(seen.payload()).isEqualTo(before.payload());
            assertThat(seen.result()).isEqualTo(before.result());
            assertThat(seen.attempts()).isEqualTo(before.attempts());
            assertThat(seen.log()).isEqualTo(before.log());
        });
        assertThat(store.parts().find(id(5), 0)).contains(PART);
    }

    private static List<Seen> seen(Store store) {
        return store.jobs().list(JobQuery.ALL).jobs().stream()
                .map(job -> new Seen(
                        job,
                        store.jobs().payload(job.id()),
                        store.jobs().result(job.id()),
                        store.jobs().attempts(job.id()),
                        store.jobs().log(job.id())))
                .toList();
    }

    /** Jobs of every state, with what can hang on them. */
    private void fill(Store store) {
        var keyed =
                Terms.NONE.withUnique(Unique.key("user-42")).withTag("import").withHeader("trace", "47\u2028");
        accept(store, job(1), job(2), job(3), job(4));
        end(store, claim(store), new Then.Succeed(Ended.of(Outcome.SUCCEEDED), PART, DAY));
        end(store, claim(store), new Then.Later(failed("once"), DAY));
        end(store, claim(store), new Then.Die(failed("for good"), DeadReason.EXHAUSTED, DAY));
        var running = claim(store);
        store.leases().note(List.of(Note.of(running.key(), Optional.empty(), List.of("so far"))));
        commit(
                store,
                new Commit(
                        running.key(),
                        1,
                        new Then.GoOn(),
                        Optional.of(Content.json("\"half way\"")),
                        List.of(),
                        Optional.empty()));
        store.parts().stage(id(5), 0, PART);
        accept(store, due(job(5).withPayload(new PartList(PART.size(), 1, PART.crc()).content())));
        accept(store, due(job(6).withTerms(keyed)), due(job(7)));
        store.jobs().cancel(id(7), DAY);
    }

    private static Ended failed(String error) {
        return new Ended(Outcome.FAILED, Optional.empty(), Optional.of(error));
    }

    private static JobId id(int number) {
        return new JobId(new UUID(number, 0));
    }

    private static NewJob job(int number) {
        return new NewJob(id(number), "mail.welcome", "mail", Lane.NORMAL, Due.NOW, Content.NONE, Optional.empty());
    }

    private static NewJob due(NewJob job) {
        var tomorrow = Instant.now().plus(DAY).truncatedTo(ChronoUnit.SECONDS);
        return new NewJob(
                job.id(),
                job.task(),
                job.queue(),
                job.lane(),
                Due.at(tomorrow),
                job.payload(),
                job.parent(),
                job.terms());
    }

    private static void accept(Store store, NewJob... jobs) {
        store.jobs().accept(List.of(jobs));
    }

    private Lease claim(Store store) {
        store.workers().join(new NewWorker(WORKER, "w", "h", 1, DAY, Map.of()));
        var plan = ClaimPlan.of("mail", Lane.NORMAL, ClaimPlan.Kind.SOUND, 1);
        return store.leases()
                .exchange(new Exchange.Ask(WORKER, ++claims, List.of(), plan))
                .claimed()
                .get(0);
    }

    private void end(Store store, Lease lease, Then then) {
        commit(store, Commit.end(lease.key(), then));
    }

    private void commit(Store store, Commit commit) {
        store.leases().exchange(new Exchange.Ask(WORKER, claims, List.of(commit), ClaimPlan.NOTHING));
    }

    private static void export(Store store, Path file) throws IOException {
        try (var out = Files.newOutputStream(file)) {
            Export.of(store).to(out);
        }
    }

    private static Imported load(Path file, Store store) throws IOException {
        return Import.from(() -> Files.newInputStream(file)).into(store);
    }
}
