package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Depth;
import dev.windlass.store.Edit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.JobStore;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Outcome;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What stands in a bounded queue is counted anew in bounded calls, while it moves. */
final class DepthAuditTest extends HandOnFile {
    private static final int LIMIT = 1_000;

    @BeforeEach
    void declare() {
        store.queues().declare(List.of(Queue.named(Jobs.QUEUE).depth(1_000_000)));
    }

    private void fill(int jobs) {
        for (var from = 0; from < jobs; from += JobStore.MOST_JOBS) {
            store.jobs().accept(Jobs.jobs(from, Math.min(jobs, from + JobStore.MOST_JOBS)));
        }
    }

    private Depth depth() {
        return store.queues().list().get(0).depth().orElseThrow();
    }

    /** Calls until something was repaired. */
    private int callsUntilARepair() {
        var calls = 1;
        while (store.audits().audit(LIMIT).repairs().isEmpty()) {
            calls++;
        }
        return calls;
    }

    @Nested
    class Crowd {
        private static final int JOBS = 200_000;

        @BeforeEach
        void fillUp() {
            fill(JOBS);
        }

        @Test
        void no_call_counts_more_jobs_than_it_may() throws SQLException {
            var before = depth();
            behindItsBack("update windlass_queue set jobs = 99, bytes = 0");

            assertThat(callsUntilARepair()).isGreaterThan(JOBS / LIMIT);
            assertThat(depth()).isEqualTo(before);
            assertThat(audit()).as("repairs of another round").isEmpty();
        }

        @Test
        void no_transaction_heals_more_jobs_than_a_call_may_look_at() throws SQLException {
            var before = depth();
            behindItsBack("update windlass_life set marks = 0", "update windlass_queue set jobs = 0, bytes = 0");

            callsUntilARepair();
            assertThat(depth().jobs()).isEqualTo(LIMIT);
            assertThat(audit()).as("of one queue it is told once").isEmpty();
            assertThat(depth()).isEqualTo(before);
        }
    }

    /** Whenever something happens in a round, the round finds nothing wrong. */
    @Nested
    class Moving {
        private static final int FEW = 10;
        private static final int JOBS = 60;

        /** More than a round takes. */
        private static final int CALLS = 25;

        @BeforeEach
        void fillUp() {
            fill(JOBS);
        }

        private void assertUnnoticed(LongConsumer move) {
            for (var calls = 0; calls < CALLS; calls++) {
                for (var call = 0; call < calls; call++) {
                    assertThat(store.audits().audit(FEW).repairs()).isEmpty();
                }
                move.accept(calls);
                assertThat(audit(store.audits(), FEW))
                        .as("after %s calls", calls)
                        .isEmpty();
            }
        }

        @Test
        void jobs_end_and_others_come() {
            var worker = Jobs.join(store, 1);

            assertUnnoticed(round -> {
                Jobs.finish(store, worker, 2 * round + 2, Jobs.claim(store, worker, 2 * round + 1, 1));
                Jobs.accept(store, 100 + round);
            });
        }

        @Test
        void job_gets_another_payload() {
            assertUnnoticed(round -> store.jobs()
                    .edit(Jobs.id(round), Edit.NOTHING.withPayload(Content.json("\"" + "x".repeat(100) + "\""))));
        }

        @Test
        void dead_letter_is_revived() {
            store.jobs().accept(List.of(Jobs.job(JOBS)));
            var worker = Jobs.join(store, 1);
            var leases = Jobs.claim(store, worker, 1, 30);
            var deaths = leases.stream()
                    .map(lease ->
                            Commit.end(lease.key(), new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, Jobs.KEEP)))
                    .toList();
            store.leases().exchange(new Exchange.Ask(worker, 2, deaths, ClaimPlan.NOTHING));

            assertUnnoticed(round ->
                    store.jobs().revive(leases.get(Math.toIntExact(round)).key().job()));
        }

        @Test
        void end_of_a_job_is_undone() {
            assertUnnoticed(round -> {
                sql("""
                        create trigger stop before update of marks on windlass_life when new.state >= 4
                        begin
                            select raise(abort, 'no');
                        end
                        """);
                assertThatThrownBy(() -> store.jobs().cancel(Jobs.id(round), Jobs.KEEP))
                        .hasMessageContaining("no");
                sql("drop trigger stop");
            });
        }

        private void sql(String statement) {
            try {
                run(statement);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Test
        void replacing_job_of_a_transaction_is_undone_with_its_savepoint() {
            var keyed = Terms.NONE.withUnique(Unique.key("user-42").replacing());
            store.jobs().accept(List.of(Jobs.job(JOBS).withTerms(keyed)));
            fillFrom(JOBS + 1);

            assertUnnoticed(round -> replaceAndGoBack(keyed, 1_000 + round));
        }

        @Test
        void replacing_job_of_a_transaction_after_every_call_lets_the_round_end() {
            var keyed = Terms.NONE.withUnique(Unique.key("user-42").replacing());
            store.jobs().accept(List.of(Jobs.job(JOBS).withTerms(keyed)));
            fillFrom(JOBS + 1);

            var calls = 0L;
            while (store.audits().audit(FEW).behind()) {
                replaceAndGoBack(keyed, 1_000 + calls);
                assertThat(++calls).isLessThan(200);
            }

            assertThat(audit(store.audits(), FEW)).as("of a round in peace").isEmpty();
        }

        private void fillFrom(long first) {
            store.jobs().accept(Jobs.jobs(first, first + 20));
        }

        private void replaceAndGoBack(Terms keyed, long number) {
            var longer = Jobs.job(number, Content.json("\"" + "x".repeat(100) + "\""))
                    .withTerms(keyed);
            try {
                store.transaction(session -> {
                    var connection = session.as(Connection.class);
                    try (var statement = connection.createStatement()) {
                        statement.execute("savepoint mine");
                        store.accept(session, List.of(longer));
                        statement.execute("rollback to mine");
                        statement.execute("release mine");
                    }
                    return number;
                });
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
