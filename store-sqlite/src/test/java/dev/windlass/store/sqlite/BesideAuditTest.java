package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Keep;
import dev.windlass.store.Repair;
import dev.windlass.store.WaitReason;
import dev.windlass.task.Due;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import dev.windlass.task.Unique;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Hands on lives, unique keys and limits. */
final class BesideAuditTest extends HandOnRuledFile {
    @Test
    void nothing_is_found_where_jobs_have_all_that_they_can_have() {
        accept(1, KEYED);
        accept(2, ALONE);
        accept(3, ALONE);
        grant();
        accept(4, KEYED.withUnique(Unique.key("other").untilStarted()).withLimit(new LimitKey("alone", "shop-8")));
        accept(5, Terms.NONE.withUnique(Unique.key("timed").lasting(HOUR)).withExpires(Due.in(HOUR)));
        accept(6, Terms.NONE.withLimit(new LimitKey("undeclared", "x")));
        accept(7, KEYED.withUnique(Unique.key("gone")));
        store.jobs().cancel(Jobs.id(7), Jobs.KEEP);
        assertThat(audit()).isEmpty();

        var worker = Jobs.join(store, 1);
        var leases = Jobs.claim(store, worker, 1, 10);
        assertThat(store.jobs().cancel(leases.get(0).key().job(), Jobs.KEEP)).isEqualTo(CancelAnswer.RUNNING);
        assertThat(audit()).isEmpty();

        Jobs.finish(store, worker, 2, leases);
        grant();
        assertThat(audit()).isEmpty();
    }

    @Nested
    class Lives {
        @Test
        void life_that_was_deleted_comes_back_with_all_that_its_job_had() throws SQLException {
            accept(1, KEYED.withLimit(new LimitKey("alone", "shop-9")).withExpires(Due.in(HOUR)));
            grant();
            behindItsBack("delete from windlass_life");

            assertHealed("a job without a life");

            assertThat(store.jobs().find(Jobs.id(1)).orElseThrow().waiting()).contains(WaitReason.KEY);
            assertThat(depth()).isEqualTo(1);
            assertThat(accept(2, KEYED)).contains(Jobs.id(1));
            assertThat(grant()).isEqualTo(1);
            accept(3, ALONE);
            assertThat(grant()).isZero();
            end(1, Jobs.succeed());
            assertThat(grant()).isEqualTo(1);
            assertThat(accept(4, KEYED)).isEmpty();
            assertThat(depth()).isEqualTo(2);
        }

        @Test
        void life_that_was_deleted_does_not_outlive_the_time_to_start_by() throws SQLException {
            accept(1, Terms.NONE.withExpires(Due.in(HOUR)));
            behindItsBack("delete from windlass_life");
            assertHealed("a job without a life");

            clock.advance(HOUR.plusSeconds(1));

            assertThat(store.upkeep().expire(10, Keep.all(Jobs.KEEP))).hasSize(1);
            assertThat(audit()).isEmpty();
        }

        @Test
        void dead_job_that_was_made_ready_by_hand_counts_as_revived() throws SQLException {
            accept(1, KEYED.withLimit(new LimitKey("alone", "shop-9")));
            grant();
            end(1, die());
            assertThat(depth()).isZero();
            behindItsBack("update windlass_life set state = 1");

            assertHealed("an open job that is kept as one that has ended");

            var job = store.jobs().find(Jobs.id(1)).orElseThrow();
            assertThat(job.waiting()).contains(WaitReason.KEY);
            assertThat(job.reason()).isEmpty();
            assertThat(depth()).isEqualTo(1);
            assertThat(accept(2, KEYED)).contains(Jobs.id(1));
            assertThat(grant()).isEqualTo(1);
        }

        @Test
        void job_that_has_forgotten_everything_is_reminded_of_it() throws SQLException {
            accept(1, KEYED.withLimit(new LimitKey("alone", "shop-9")).withExpires(Due.in(HOUR)));
            accept(2, ALONE);
            grant();
            behindItsBack("update windlass_life set marks = 0 where state = 1");

            assertHealed("terms that their job does not know of");

            assertThat(depth()).isEqualTo(2);
            assertThat(grant()).isEqualTo(1);
            end(1, Jobs.succeed());
            assertThat(accept(3, KEYED)).isEmpty();
            assertThat(grant()).isEqualTo(1);
        }

        @Test
        void limited_job_that_has_lost_its_terms_runs_when_it_is_due() throws SQLException {
            store.jobs().accept(List.of(Jobs.due(1, Due.in(HOUR)).withTerms(ALONE)));
            behindItsBack("delete from windlass_terms");
            clock.advance(HOUR);

            assertThat(store.upkeep().promote(10).count()).isEqualTo(1);

            assertThat(Jobs.claim(store, Jobs.join(store, 1), 1, 1)).hasSize(1);
        }
    }

    @Nested
    class UniqueKeys {
        @Test
        void key_of_a_job_that_is_gone_is_free() throws SQLException {
            accept(1, KEYED);
            behindItsBack("delete from windlass_life", "delete from windlass_job");

            assertThat(audit())
                    .extracting(Repair::toString)
                    .anyMatch(
                            repair -> repair.contains(
                                    "a unique key of no job that could give it back (key \"user-42\" of task mail.welcome): free"));

            assertThat(audit()).isEmpty();
            assertThat(accept(2, KEYED)).isEmpty();
        }

        @Test
        void key_of_a_job_that_has_ended_is_free() throws SQLException {
            accept(1, Terms.NONE);
            end(1, Jobs.succeed());
            behindItsBack("insert into windlass_key (task, key, first) select task, 'user-42', id from windlass_job");

            assertHealed("a unique key of no job that could give it back");

            assertThat(accept(2, KEYED)).isEmpty();
        }

        @Test
        void key_that_its_job_has_forgotten_is_given_back_at_its_end() throws SQLException {
            accept(1, KEYED);
            behindItsBack("update windlass_life set marks = marks & ~2");

            assertHealed("a unique key that its job does not know of");

            end(1, Jobs.succeed());
            assertThat(accept(2, KEYED)).isEmpty();
        }

        @Test
        void key_that_was_deleted_is_held_again() throws SQLException {
            accept(1, Terms.NONE.withUnique(Unique.key("user-42").untilStarted()));
            behindItsBack("delete from windlass_key");

            assertHealed("a job that has lost its unique key");

            assertThat(accept(2, KEYED)).contains(Jobs.id(1));
            Jobs.claim(store, Jobs.join(store, 1), 1, 1);
            assertThat(accept(3, KEYED)).isEmpty();
        }

        @Test
        void key_that_another_job_has_taken_meanwhile_stays_with_that_one() throws SQLException {
            accept(1, KEYED);
            behindItsBack("delete from windlass_key");
            accept(2, KEYED);

            assertHealed("a job that has lost its unique key");

            store.jobs().cancel(Jobs.id(1), Jobs.KEEP);
            assertThat(accept(3, KEYED)).contains(Jobs.id(2));
        }
    }

    @Nested
    class Limits {
        @Test
        void key_at_which_nobody_would_look_is_looked_at() throws SQLException {
            accept(1, ALONE);
            behindItsBack("delete from windlass_look");
            assertThat(grant()).isZero();

            assertHealed("a key of a limit at which nobody would look again");

            assertThat(grant()).isEqualTo(1);
        }

        @Test
        void key_that_no_job_uses_is_removed_once_it_has_all_its_tokens() throws SQLException {
            var named = "(select number from windlass_name where text = 'alone')";
            behindItsBack(
                    "insert into windlass_limit_key (name, text) values (" + named + ", 'gone')",
                    "insert into windlass_limit_key (name, text, full) values (" + named + ", 'spent', "
                            + Micros.ceil(clock.now().plus(HOUR)) + ")");

            assertHealed("a key of a limit that no job uses");
            assertThat(count("windlass_limit_key"))
                    .as("of a rate that is not full")
                    .isEqualTo(1);

            clock.advance(HOUR);
            grant();
            assertThat(count("windlass_limit_key")).isZero();
        }

        @Test
        void line_behind_a_permit_needs_no_look() {
            accept(1, ALONE);
            accept(2, ALONE);
            grant();

            assertThat(audit()).isEmpty();
        }

        @Test
        void key_whose_row_has_another_number_stays_one_key() throws SQLException {
            accept(1, ALONE);
            accept(2, ALONE);
            grant();
            behindItsBack("update windlass_limit_key set number = number + 100");
            accept(3, ALONE);
            grant();

            assertThat(audit())
                    .extracting(Repair::fault)
                    .containsOnly("permits or places in lines that do not fit their job");
            assertThat(audit()).isEmpty();

            var worker = Jobs.join(store, 1);
            var held = Jobs.claim(store, worker, 1, 10);
            Jobs.finish(store, worker, 2, held);
            for (var claim = 3; grant() > 0; claim += 2) {
                var next = Jobs.claim(store, worker, claim, 10);
                assertThat(next).hasSize(1);
                Jobs.finish(store, worker, claim + 1, next);
            }
            assertThat(store.jobs().backlog().isEmpty()).isTrue();
        }

        @Test
        void key_whose_row_was_deleted_comes_back() throws SQLException {
            accept(1, ALONE);
            accept(2, ALONE);
            grant();
            behindItsBack("delete from windlass_limit_key");

            assertHealed("permits or places in lines that do not fit their job");

            accept(3, ALONE);
            assertThat(grant()).isZero();
            end(1, Jobs.succeed());
            assertThat(grant()).isEqualTo(1);
        }

        @Test
        void job_that_stands_in_no_line_is_put_into_its_line() throws SQLException {
            accept(1, ALONE);
            behindItsBack("delete from windlass_use");

            assertHealed("permits or places in lines that do not fit their job");

            assertThat(store.audits().repairs(1)).extracting(Repair::subject).containsExactly("job " + Jobs.id(1));
            assertThat(grant()).isEqualTo(1);
        }

        @Test
        void permit_of_a_job_that_has_ended_is_given_back() throws SQLException {
            accept(1, ALONE);
            accept(2, ALONE);
            grant();
            behindItsBack(
                    "update windlass_life set state = 5, marks = 1, keep_until = since + 1000000 where state = 1");

            assertThat(audit())
                    .extracting(Repair::fault)
                    .contains("permits or places in lines that do not fit their job");

            assertThat(grant()).isEqualTo(1);
        }
    }
}
