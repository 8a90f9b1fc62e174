package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Expired;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Keep;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.PartList;
import dev.windlass.store.Repair;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Hands that write past the store, and what the auditor makes of it. */
// Long because it has a test for each fault, and they share the hands that make them.
final class PostgresAuditTest {
    private static final WorkerId WORKER = new WorkerId(7);
    private static final Duration DAY = Duration.ofDays(1);

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;
    private Store store;
    private long claims;

    @BeforeEach
    void openFixture() throws IOException {
        fixture = PostgresFixture.steered(SERVER.running());
        store = fixture.store();
        store.workers().join(new NewWorker(WORKER, "w", "h", 1, DAY, Map.of()));
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    private static JobId id(int number) {
        return new JobId(new UUID(number, 0));
    }

    private static NewJob job(int number, Due due) {
        return new NewJob(id(number), "mail.welcome", "mail", Lane.NORMAL, due, Content.NONE, Optional.empty());
    }

    private void accept(int... numbers) {
        store.jobs()
                .accept(IntStream.of(numbers)
                        .mapToObj(number -> job(number, Due.NOW))
                        .toList());
    }

    private Lease claim() {
        var plan = ClaimPlan.of("mail", Lane.NORMAL, ClaimPlan.Kind.SOUND, 1);
        return store.leases()
                .exchange(new Exchange.Ask(WORKER, ++claims, List.of(), plan))
                .claimed()
                .get(0);
    }

    private CommitAnswer finish(Lease lease, Then then) {
        var commits = List.of(Commit.end(lease.key(), then));
        return store.leases()
                .exchange(new Exchange.Ask(WORKER, claims, commits, ClaimPlan.NOTHING))
                .answers()
                .get(0);
    }

    private static Then succeed() {
        return new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.NONE, DAY);
    }

    private void behindItsBack(String... statements) {
        for (var statement : statements) {
            fixture.execute(statement.replace("windlass.", fixture.schema() + "."));
        }
    }

    private List<Repair> audit() {
        return audit(1_000);
    }

    private List<Repair> audit(int limit) {
        var repairs = new ArrayList<Repair>();
        var audited = store.audits().audit(limit);
        repairs.addAll(audited.repairs());
        while (audited.behind()) {
            audited = store.audits().audit(limit);
            repairs.addAll(audited.repairs());
        }
        return repairs;
    }

    /** All of it in one round: the next one finds nothing. */
    private void assertHealed(String fault) {
        assertThat(audit()).extracting(Repair::fault).containsOnly(fault);
        assertThat(audit()).isEmpty();
    }

    private JobState state(int number) {
        return store.jobs().find(id(number)).orElseThrow().state();
    }

    /** Jobs of every state, with what hangs on them. */
    private void fill() {
        accept(1, 2, 3, 4, 8);
        finish(claim(), succeed());
        finish(claim(), new Then.Later(Ended.of(Outcome.FAILED), DAY));
        finish(claim(), new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, DAY));
        claim();
        store.jobs().accept(List.of(job(5, Due.in(DAY))));
        store.jobs().cancel(id(5), DAY);
        var large = job(6, Due.NOW).withPayload(new PartList(1, 1, 0).content());
        store.parts().stage(large.id(), 0, Content.NONE);
        store.jobs().accept(List.of(large));
        store.parts().stage(id(7), 0, Content.NONE);
    }

    @Test
    void nothing_is_found_in_a_store_that_nobody_has_touched() {
        fill();

        assertThat(audit()).isEmpty();
        assertThat(store.audits().repairs(10)).isEmpty();
    }

    @Nested
    class States {
        @ParameterizedTest
        @ValueSource(strings = {"ready", "lease", "scheduled", "past", "dead"})
        void state_of_no_job_is_removed(String table) {
            fill();
            behindItsBack("delete from windlass.job where id in (select job from windlass.%s)".formatted(table));

            assertThat(audit()).extracting(Repair::fault).contains("a state of no job");

            assertThat(audit()).isEmpty();
        }

        @Test
        void job_whose_state_was_deleted_runs_again_and_its_holder_is_fenced() {
            accept(1);
            var before = claim();
            behindItsBack("delete from windlass.lease");

            assertHealed("a job in no state");

            assertThat(finish(before, succeed())).isEqualTo(CommitAnswer.FENCED);
            var after = claim();
            assertThat(after.key().fence()).isGreaterThan(before.key().fence());
            assertThat(finish(after, succeed())).isEqualTo(CommitAnswer.FINISHED);
        }

        @Test
        void job_that_had_been_cancelled_by_its_history_is_not_run_again() {
            accept(1);
            finish(claim(), new Then.Cancel(Ended.of(Outcome.CANCELLED), DAY));
            behindItsBack("""
                    insert into windlass.attempt (job, fence, worker, ended, ordinal, number, outcome, host)
                    select job, fence, worker, since, 0, number, outcome, host from windlass.past
                    """, "delete from windlass.past");

            assertHealed("a job in no state");

            assertThat(state(1)).isEqualTo(JobState.CANCELLED);
        }

        @Test
        void job_that_has_ended_and_runs_has_ended() {
            accept(1);
            claim();
            behindItsBack("""
                    insert into windlass.past (job, fence, since, keep_until, failures, losses, releases, state)
                    select job, fence, claimed, claimed + interval '1 day', 0, 0, 0, 4 from windlass.lease
                    """);

            assertHealed("a job in two states");

            assertThat(state(1)).isEqualTo(JobState.SUCCEEDED);
            assertThat(store.leases().held(WORKER, 10)).isEmpty();
        }

        @Test
        void job_that_has_died_and_has_succeeded_has_succeeded() {
            accept(1);
            finish(claim(), succeed());
            behindItsBack("""
                    insert into windlass.dead (job, fence, since, keep_until, failures, losses, releases, reason)
                    select job, fence, since, keep_until, 0, 0, 0, 3 from windlass.past
                    """, """
                    insert into windlass.past (job, fence, since, keep_until, failures, losses, releases, state)
                    select job, fence - 1, since, keep_until, 0, 0, 0, 5 from windlass.past
                    """);

            assertHealed("a job in two states");

            assertThat(state(1)).isEqualTo(JobState.SUCCEEDED);
        }

        @Test
        void job_that_runs_and_is_ready_runs() {
            accept(1);
            claim();
            behindItsBack("""
                    insert into windlass.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
                    select position, job, fence, claimed, 0, 0, 0, 0, 0, 2, queue from windlass.lease
                    """);

            assertHealed("a job in two states");

            assertThat(state(1)).isEqualTo(JobState.RUNNING);
        }

        @Test
        void job_that_waits_for_nothing_runs() {
            accept(1);
            behindItsBack("""
                    insert into windlass.waiting (job, fence, since, failures, losses, releases, weight, marks, reason, line, queue)
                    select job, fence, since, 0, 0, 0, weight, 0, 9, line, queue from windlass.ready
                    """, "delete from windlass.ready");

            assertHealed("a WAITING job that waits for nothing");

            assertThat(claim().key().job()).isEqualTo(id(1));
        }

        @Test
        void ended_job_in_no_state_is_dead_for_people_to_look_at() {
            accept(1);
            finish(claim(), succeed());
            behindItsBack("update windlass.past set state = 9");

            assertHealed("an ended job in no state that there is");

            assertThat(store.jobs().find(id(1)).orElseThrow().reason()).contains(DeadReason.EXHAUSTED);
        }

        @Test
        void dead_job_without_a_reason_is_exhausted() {
            accept(1);
            finish(claim(), new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, DAY));
            behindItsBack("update windlass.dead set reason = null");

            assertHealed("a DEAD job without a reason");

            assertThat(store.jobs().find(id(1)).orElseThrow().reason()).contains(DeadReason.EXHAUSTED);
        }
    }

    @Nested
    class Belongings {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "attempt | (job, fence, worker, ended, ordinal, number, outcome, host) values (ID, 1, 1, now(), 0, 1, 2, '')",
                    "checkpoint | (job, version, crc, type, bytes) values (ID, 1, 1, '', '')",
                    "progress | (job, done, total) values (ID, 1, 2)",
                    "log | (job, fence, at, text) values (ID, 1, now(), '')",
                    "terms | (job, text) values (ID, '{}')",
                    "tag | (job, tag) values (ID, 'import')"
                },
                quoteCharacter = '"')
        void what_belongs_to_no_job_is_removed(String table, String values) {
            behindItsBack("insert into windlass." + table + values.replace("ID", "'" + id(9).value() + "'"));

            assertHealed("what belongs to no job: " + table);
        }

        @Test
        void time_to_start_by_of_nobody_is_removed() {
            accept(1);
            finish(claim(), succeed());
            behindItsBack("insert into windlass.expiry (job, at) select job, since from windlass.past");

            assertHealed("a time to start by of no job that waits");
        }

        @Test
        void key_of_a_job_that_has_ended_is_free() {
            accept(1);
            finish(claim(), succeed());
            behindItsBack(
                    "insert into windlass.unique_key (job, task, key) select job, 'mail.welcome', 'user-42' from windlass.past");

            assertThat(audit())
                    .extracting(Repair::toString)
                    .containsExactly(
                            "a unique key of no job that could give it back (key \"user-42\" of task mail.welcome): free");
            assertThat(audit()).isEmpty();
        }

        @Test
        void key_that_is_held_for_a_time_outlives_its_job() {
            behindItsBack(
                    "insert into windlass.unique_key (job, task, key, until) values ('%s', 'mail.welcome', 'a', now())"
                            .formatted(id(9).value()));

            assertThat(audit()).isEmpty();
        }
    }

    @Nested
    class Marks {
        private static final Terms TERMS =
                Terms.NONE.withUnique(Unique.key("user-42")).withTag("import").withExpires(Due.in(Duration.ofHours(1)));
        private static final String FAULT = "a job whose marks are not those of what it has";

        private Map<JobId, JobId> acceptKeyed(int number) {
            return store.jobs()
                    .accept(List.of(job(number, Due.NOW).withTerms(TERMS)))
                    .firsts();
        }

        private List<Expired> expire() {
            return store.upkeep().expire(10, Keep.all(DAY));
        }

        @Test
        void nothing_is_found_where_jobs_have_all_that_they_can_have() {
            acceptKeyed(1);
            assertThat(audit()).isEmpty();
            var lease = claim();
            assertThat(audit()).isEmpty();
            finish(lease, new Then.Later(Ended.of(Outcome.FAILED), DAY));
            assertThat(audit()).isEmpty();
            store.jobs().cancel(id(1), DAY);
            assertThat(audit()).isEmpty();
        }

        @Test
        void job_that_started_and_is_late_has_lost_nothing() {
            acceptKeyed(1);
            var ran = Optional.of(new Ended.Span(Duration.ZERO, Duration.ofSeconds(1)));
            finish(claim(), new Then.Later(new Ended(Outcome.FAILED, ran, Optional.empty()), DAY));
            fixture.advance(Duration.ofHours(2));
            assertThat(expire()).isEmpty();

            assertThat(audit()).isEmpty();
        }

        @Test
        void job_that_has_forgotten_everything_is_reminded_of_it() {
            acceptKeyed(1);
            behindItsBack("update windlass.ready set marks = 0");

            assertHealed(FAULT);

            assertThat(store.jobs().find(id(1)).orElseThrow().terms().tags()).containsExactly("import");
            assertThat(acceptKeyed(2)).containsValue(id(1));
            finish(claim(), succeed());
            assertThat(acceptKeyed(3)).isEmpty();
        }

        @Test
        void job_whose_state_was_deleted_has_its_key_and_its_time_again() {
            acceptKeyed(1);
            behindItsBack("delete from windlass.ready");

            assertThat(audit()).extracting(Repair::fault).containsExactly("a job in no state", FAULT);

            assertThat(acceptKeyed(2)).containsValue(id(1));
            fixture.advance(Duration.ofHours(1));
            assertThat(expire()).hasSize(1);
            assertThat(audit()).isEmpty();
        }

        @Test
        void key_that_was_deleted_is_held_again() {
            acceptKeyed(1);
            behindItsBack("delete from windlass.unique_key");

            assertHealed(FAULT);

            assertThat(acceptKeyed(2)).containsValue(id(1));
        }

        @Test
        void key_that_another_job_has_taken_meanwhile_stays_with_that_one() {
            acceptKeyed(1);
            behindItsBack("delete from windlass.unique_key");
            assertThat(acceptKeyed(2)).isEmpty();

            assertHealed(FAULT);

            finish(claim(), succeed());
            assertThat(acceptKeyed(3)).containsValue(id(2));
        }

        @Test
        void time_to_start_by_that_was_deleted_is_given_back() {
            acceptKeyed(1);
            behindItsBack("delete from windlass.expiry");

            assertHealed(FAULT);

            fixture.advance(Duration.ofHours(1));
            assertThat(expire()).hasSize(1);
        }

        @Test
        void job_that_has_lost_its_terms_goes_on_without() {
            acceptKeyed(1);
            behindItsBack("delete from windlass.terms");

            assertHealed(FAULT);

            assertThat(store.jobs().find(id(1)).orElseThrow().terms()).isEqualTo(Terms.NONE);
            assertThat(acceptKeyed(2)).isEmpty();
        }
    }

    @Nested
    class Limits {
        private static final Terms ALONE = Terms.NONE.withLimit(new LimitKey("alone", "shop-9"));

        @BeforeEach
        void declare() {
            store.limits().declare(List.of(Limit.named("alone").mutex()));
        }

        private void acceptLimited(int... numbers) {
            store.jobs()
                    .accept(IntStream.of(numbers)
                            .mapToObj(number -> job(number, Due.NOW).withTerms(ALONE))
                            .toList());
        }

        private int grant() {
            return store.limits().grant(new GrantPlan(Map.of("mail", 10), 10)).count();
        }

        @Test
        void nothing_is_found_where_jobs_wait_hold_and_back_off() {
            acceptLimited(1, 2, 3);
            assertThat(audit()).isEmpty();
            assertThat(grant()).isOne();
            assertThat(audit()).isEmpty();
            finish(claim(), new Then.Later(Ended.of(Outcome.FAILED), DAY));
            assertThat(audit()).isEmpty();
            assertThat(grant()).isOne();
            finish(claim(), succeed());
            assertThat(grant()).isOne();
            assertThat(audit()).isEmpty();
        }

        @Test
        void key_at_which_nobody_would_look_is_looked_at() {
            acceptLimited(1);
            behindItsBack("delete from windlass.look", "delete from windlass.turn");
            assertThat(grant()).isZero();

            assertHealed("a key of a limit at which nobody would look again");

            assertThat(grant()).isOne();
        }

        @Test
        void key_that_no_job_uses_is_removed() {
            behindItsBack("insert into windlass.limit_key (name, text) values ('alone', 'shop-9')");

            assertThat(audit())
                    .extracting(Repair::toString)
                    .containsExactly("a key of a limit that no job uses (limit alone, key shop-9):"
                            + " removed, once it has all its tokens again");

            grant();
            assertThat(store.limits().keys("alone", "", 10)).isEmpty();
            assertThat(audit()).isEmpty();
        }

        @Test
        void permit_of_a_job_that_has_ended_is_given_back() {
            acceptLimited(1, 2);
            grant();
            behindItsBack("""
                    insert into windlass.past (job, fence, since, keep_until, failures, losses, releases, marks, state)
                    select job, fence, since, since + interval '1 day', 0, 0, 0, 1, 5 from windlass.ready
                    """, "delete from windlass.ready");

            assertHealed("permits or places in lines that do not fit their job");

            assertThat(grant()).isOne();
        }
    }

    @Nested
    class Payloads {
        private void acceptLarge() {
            var large = job(1, Due.NOW).withPayload(new PartList(2, 2, 0).content());
            store.parts().stage(large.id(), 0, Content.json("0"));
            store.parts().stage(large.id(), 1, Content.json("1"));
            store.jobs().accept(List.of(large));
        }

        private void prune() {
            while (store.upkeep().prune(1_000).behind()) {
                // Each call removes some, so this ends.
            }
        }

        @Test
        void parts_whose_job_is_gone_are_removed() {
            acceptLarge();
            behindItsBack("delete from windlass.ready", "delete from windlass.job");

            assertHealed("parts of a payload whose job is gone");
            prune();

            assertThat(store.parts().find(id(1), 0)).isEmpty();
        }

        @Test
        void parts_that_would_be_removed_from_their_job_are_kept() {
            acceptLarge();
            behindItsBack("update windlass.pile set loose = now() - interval '10 years'");

            assertHealed("parts of a payload that would be removed from their job");
            prune();

            assertThat(store.parts().find(id(1), 1)).isPresent();
        }

        @Test
        void parts_of_no_payload_are_removed() {
            acceptLarge();
            behindItsBack("delete from windlass.pile", "delete from windlass.ready", "delete from windlass.job");

            assertHealed("parts of no payload");
            prune();

            assertThat(store.parts().find(id(1), 0)).isEmpty();
        }
    }

    @Nested
    class Rounds {
        private void damage(int jobs) {
            accept(IntStream.rangeClosed(1, jobs).toArray());
            behindItsBack("delete from windlass.ready");
        }

        @Test
        void large_table_is_looked_at_in_bounded_calls() {
            damage(25);

            assertThat(store.audits().audit(10).repairs()).hasSize(10);
            assertThat(store.audits().audit(10).repairs()).hasSize(10);
            assertThat(audit(10)).hasSize(5);

            assertThat(audit(10)).isEmpty();
        }

        @Test
        void call_looks_at_a_stretch_of_each_table_and_not_at_all() throws SQLException {
            behindItsBack("""
                    insert into windlass.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
                    select n, gen_random_uuid(), 0, now(), 0, 0, 0, 4, 0, 0, 'mail' from generate_series(1, 20000) as n
                    """, """
                    insert into windlass.job (id, number, accepted, payload_crc, payload_version, lane, task, queue, payload_type, payload)
                    select job, position, since, 0, 1, 0, 'mail.welcome', 'mail', 'application/json', 'null' from windlass.ready
                    """);
            var filled = 20_000;

            assertThat(store.audits().audit(100).repairs()).isEmpty();

            // Backends report what they read when they end.
            store.close();
            assertThat(fixture.rowsRead("job", "ready"))
                    .hasSize(2)
                    .allSatisfy((table, rows) -> assertThat(rows).as(table).isLessThan(filled + 2_000));
        }

        @Test
        void repairs_are_kept_for_people_the_youngest_first() {
            damage(1);
            var healed = audit();
            fixture.advance(DAY);
            behindItsBack("delete from windlass.ready");
            var again = audit();

            assertThat(store.audits().repairs(10)).containsExactly(again.get(0), healed.get(0));
            assertThat(healed.get(0).toString())
                    .isEqualTo("a job in no state (job " + id(1) + "): put back as its history says");
        }

        @Test
        void row_that_cannot_be_healed_keeps_no_other_from_being_healed() {
            damage(3);
            behindItsBack(
                    "alter table windlass.ready add constraint refused check (job <> '%s')".formatted(id(2).value()));

            assertThat(audit()).extracting(Repair::subject).containsExactly("job " + id(1), "job " + id(3));

            behindItsBack("alter table windlass.ready drop constraint refused");
            assertThat(audit()).extracting(Repair::subject).containsExactly("job " + id(2));
        }

        @Test
        void table_that_cannot_be_read_keeps_no_other_from_being_looked_at() {
            damage(1);
            behindItsBack("alter table windlass.tag rename to elsewhere");

            assertThat(audit()).hasSize(1);

            behindItsBack("alter table windlass.elsewhere rename to tag");
            assertThat(audit()).isEmpty();
        }

        @Test
        void one_process_audits_and_another_takes_over_when_it_is_silent() {
            damage(1);
            audit();
            behindItsBack("delete from windlass.ready");
            var other = fixture.another();

            assertThat(other.audits().audit(1_000).repairs()).isEmpty();

            fixture.advance(Duration.ofMinutes(3));
            assertThat(other.audits().audit(1_000).repairs()).hasSize(1);
            behindItsBack("delete from windlass.ready");
            assertThat(store.audits().audit(1_000).repairs()).isEmpty();
        }
    }
}
