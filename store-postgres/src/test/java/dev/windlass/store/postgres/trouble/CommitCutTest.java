package dev.windlass.store.postgres.trouble;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.windlass.store.Attempt;
import dev.windlass.store.JobQuery;
import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.server.CommitCut;
import dev.windlass.store.postgres.server.Proxy;
import dev.windlass.store.postgres.server.Scissors;
import dev.windlass.store.postgres.server.SpareServer;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections are reset in mid-commit: nobody can know whether it happened, so it is resolved, not guessed. */
@Tag("process")
@Timeout(300)
final class CommitCutTest {
    @RegisterExtension
    static final SpareServer SERVER = new SpareServer();

    private static final int ENGINES = 3;
    private static final int JOBS = Length.of(1_000, 20_000);

    /** Cuts the first commit of a transaction that contains a text. */
    private record Once(String text, CommitCut cut, AtomicInteger seen) implements Scissors {
        @Override
        public Optional<CommitCut> of(List<String> statements) {
            var meant = statements.stream()
                    .anyMatch(sql -> sql.toLowerCase(Locale.ROOT).contains(text));
            return meant && seen.getAndIncrement() == 0 ? Optional.of(cut) : Optional.empty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "job, REQUEST_LOST",
        "job, ANSWER_LOST",
        "job, ANSWERED",
        "job, LATE",
        "lease, REQUEST_LOST",
        "lease, ANSWER_LOST",
        "lease, ANSWERED",
        "lease, LATE",
        "past, REQUEST_LOST",
        "past, ANSWER_LOST",
        "past, ANSWERED",
        "past, LATE"
    })
    void a_job_whose_accept_claim_or_finish_is_ambiguous_is_there_once_and_runs_once(String table, CommitCut cut)
            throws Exception {
        var schema = "cut_" + table + "_" + cut.name().toLowerCase(Locale.ROOT);
        try (var proxy = Proxy.before(SERVER.running().port());
                var crew = Crew.start(1, proxy.url(), PostgresOptions.DEFAULTS.withSchema(schema))) {
            var engine = crew.engines().get(0);
            proxy.cutCommits(new Once("insert into " + schema + "." + table + " ", cut, new AtomicInteger()));
            var job = engine.enqueue(Crew.WORK, 1);

            // A read may meet the connection that was cut; whoever reads is told, and reads again.
            await().ignoreExceptionsInstanceOf(StoreException.class)
                    .until(() -> job.find().orElseThrow().state() == JobState.SUCCEEDED);

            assertThat(proxy.cuts()).containsExactly(cut);
            assertThat(crew.runs()).hasSize(1);
            assertThat(crew.fenced()).isEmpty();
            assertThat(engine.list(JobQuery.ALL).jobs()).hasSize(1);
            assertThat(job.attempts()).extracting(Attempt::outcome).containsExactly(Outcome.SUCCEEDED);
        }
    }

    @Test
    void commits_that_are_cut_all_the_time_leave_no_job_lost_and_none_with_two_outcomes() throws Exception {
        var kinds = EnumSet.complementOf(EnumSet.of(CommitCut.FORGOTTEN)).toArray(CommitCut[]::new);
        var commits = new AtomicInteger();
        try (var proxy = Proxy.before(SERVER.running().port());
                var crew = Crew.start(ENGINES, proxy.url(), PostgresOptions.DEFAULTS.withSchema("cut_often"))) {
            // An odd number that no pattern of ours divides: each kind meets each sort of transaction.
            proxy.cutCommits(statements -> {
                var number = commits.incrementAndGet();
                return number % 13 == 0 ? Optional.of(kinds[number / 13 % kinds.length]) : Optional.empty();
            });
            crew.call();
            await().atMost(Duration.ofMinutes(4)).until(() -> crew.accepted().size() >= JOBS);
            proxy.cutCommits(Scissors.NONE);
            var findings = crew.finish();

            System.out.printf("%d of %d commits cut: %s%n", proxy.cuts().size(), commits.get(), findings);
            assertThat(findings.violations()).isEmpty();
            assertThat(findings.reRuns()).isZero();
            assertThat(findings.lost()).isZero();
            assertThat(crew.fenced()).isEmpty();
            assertThat(proxy.cuts()).contains(kinds);
        }
    }
}
