package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Keep;
import dev.windlass.store.PartList;
import dev.windlass.store.Repair;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Hands on times to start by, cancels, parts of payloads and depths of queues. */
final class RowsAuditTest extends HandOnRuledFile {
    @Nested
    class TimesAndCancels {
        @Test
        void time_to_start_by_that_was_deleted_is_given_back() throws SQLException {
            accept(1, Terms.NONE.withExpires(Due.in(HOUR)));
            behindItsBack("delete from windlass_expiry");

            assertHealed("a job that has lost the time by which it must start");

            clock.advance(HOUR);
            assertThat(store.upkeep().expire(10, Keep.all(Jobs.KEEP))).hasSize(1);
            assertThat(state(1)).isEqualTo(JobState.DEAD);
        }

        @Test
        void time_to_start_by_that_no_terms_tell_of_any_more_is_lost() throws SQLException {
            accept(1, Terms.NONE.withExpires(Due.in(HOUR)));
            behindItsBack("delete from windlass_expiry", "delete from windlass_terms");

            assertThat(audit())
                    .extracting(Repair::fault)
                    .contains("a job that has lost the time by which it must start");

            clock.advance(HOUR);
            assertThat(store.upkeep().expire(10, Keep.all(Jobs.KEEP))).isEmpty();
            assertThat(Jobs.claim(store, Jobs.join(store, 1), 1, 1)).hasSize(1);
        }

        @Test
        void time_to_start_by_that_its_job_has_forgotten_goes_with_its_end() throws SQLException {
            accept(1, Terms.NONE.withExpires(Due.in(HOUR)));
            behindItsBack("update windlass_life set marks = marks & ~2048");

            assertHealed("a time to start by that its job does not know of");

            end(1, Jobs.succeed());
            assertThat(audit()).isEmpty();
        }

        @Test
        void time_to_start_by_of_nobody_is_removed() throws SQLException {
            accept(1, Terms.NONE);
            end(1, Jobs.succeed());
            behindItsBack("insert into windlass_expiry (job, at) select number, 1 from windlass_job");

            assertHealed("a time to start by of no job that waits");
        }

        @Test
        void cancel_that_its_job_has_forgotten_still_reaches_it() throws SQLException {
            accept(1, Terms.NONE);
            var worker = Jobs.join(store, 1);
            var lease = Jobs.claim(store, worker, 1, 1).get(0);
            store.jobs().cancel(Jobs.id(1), Jobs.KEEP);
            behindItsBack("update windlass_life set marks = marks & ~64");

            assertHealed("a cancel that its job does not know of");

            var later = new Then.Later(Ended.of(Outcome.FAILED), HOUR);
            store.leases()
                    .exchange(new Exchange.Ask(worker, 2, List.of(Commit.end(lease.key(), later)), ClaimPlan.NOTHING));
            assertThat(state(1)).isEqualTo(JobState.CANCELLED);
        }

        @Test
        void cancel_that_was_deleted_can_be_asked_again() throws SQLException {
            accept(1, Terms.NONE);
            var worker = Jobs.join(store, 1);
            Jobs.claim(store, worker, 1, 1);
            store.jobs().cancel(Jobs.id(1), Jobs.KEEP);
            behindItsBack("delete from windlass_cancel");

            assertHealed("a job that has lost its cancel");

            assertThat(store.jobs().cancel(Jobs.id(1), Jobs.KEEP)).isEqualTo(CancelAnswer.RUNNING);
            assertThat(store.leases().cancels(worker, 10)).hasSize(1);
        }

        @Test
        void cancel_of_nobody_is_removed() throws SQLException {
            accept(1, Terms.NONE);
            end(1, Jobs.succeed());
            behindItsBack("insert into windlass_cancel (job, keep) select number, 1 from windlass_job");

            assertHealed("a cancel of no job that runs");
        }
    }

    @Nested
    class Payloads {
        private final JobId large = Jobs.id(1);

        private void acceptLarge() {
            store.parts().stage(large, 0, Content.json("0"));
            store.parts().stage(large, 1, Content.json("1"));
            store.jobs().accept(List.of(Jobs.job(1, new PartList(2, 2, 0).content())));
        }

        private void prune() {
            while (store.upkeep().prune(1_000).behind()) {
                // Each call removes some, so this ends.
            }
        }

        @Test
        void parts_whose_job_is_gone_are_removed() throws SQLException {
            acceptLarge();
            behindItsBack("delete from windlass_life", "delete from windlass_job");

            assertThat(audit()).extracting(Repair::fault).contains("parts of a payload whose job is gone");
            prune();

            assertThat(store.parts().find(large, 0)).isEmpty();
            assertThat(audit()).isEmpty();
        }

        @Test
        void parts_that_would_be_removed_from_their_job_are_kept() throws SQLException {
            acceptLarge();
            behindItsBack("update windlass_pile set loose = 0");

            assertHealed("parts of a payload that would be removed from their job");
            prune();

            assertThat(store.parts().find(large, 1)).isPresent();
        }

        @Test
        void parts_of_no_payload_are_removed() throws SQLException {
            acceptLarge();
            behindItsBack("delete from windlass_pile");

            assertHealed("parts of no payload");
            prune();

            assertThat(parts()).isZero();
            assertThat(audit()).isEmpty();
        }

        @Test
        void parts_of_no_payload_are_removed_some_at_a_turn() throws SQLException {
            for (var part = 0; part < 100; part++) {
                store.parts().stage(large, part, Content.json("0"));
            }
            behindItsBack("delete from windlass_pile");

            audit();
            assertThat(parts()).as("after the audit").isEqualTo(100);
            store.upkeep().prune(1_000);
            assertThat(parts()).as("after a turn of the pruner").isEqualTo(68);
            prune();
            assertThat(parts()).isZero();
        }

        private int parts() throws SQLException {
            return count("windlass_part");
        }

        @Test
        void staged_parts_are_nobodys_yet_and_stay() {
            store.parts().stage(Jobs.id(9), 0, Content.json("0"));

            assertThat(audit()).isEmpty();
        }
    }

    @Nested
    class Depths {
        @Test
        void depth_that_is_not_that_of_the_jobs_is_counted_anew() throws SQLException {
            accept(1, Terms.NONE);
            accept(2, KEYED);
            var before = store.queues().list().get(0).depth();
            behindItsBack("update windlass_queue set jobs = 99, bytes = 0");

            assertHealed("a queue that is said to hold other jobs than it does");

            assertThat(store.queues().list().get(0).depth()).isEqualTo(before);
            assertThat(store.audits().repairs(1)).extracting(Repair::subject).containsExactly("queue " + Jobs.QUEUE);
        }

        @Test
        void jobs_that_are_not_counted_are() throws SQLException {
            accept(1, Terms.NONE);
            accept(2, Terms.NONE);
            var before = store.queues().list().get(0).depth();
            behindItsBack("update windlass_life set marks = 0 where number = (select max(number) from windlass_job)");

            assertHealed("a queue that is said to hold other jobs than it does");

            assertThat(store.queues().list().get(0).depth()).isEqualTo(before);
            end(1, Jobs.succeed());
            assertThat(depth()).isEqualTo(1);
        }
    }
}
