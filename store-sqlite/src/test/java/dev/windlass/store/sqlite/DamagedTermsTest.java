package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Ended;
import dev.windlass.store.Lease;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.store.Then;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferStore;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Outcome;
import dev.windlass.task.Secrets;
import dev.windlass.task.Terms;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.ExportReport;
import dev.windlass.transfer.Import;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Terms that a hand or the disk has made unreadable, met by everything that reads them. */
@Timeout(
        value = 60,
        threadMode =
                Timeout.ThreadMode.SEPARATE_THREAD) // a loose end that nothing ties is a loop that no interrupt ends
final class DamagedTermsTest extends HandOnRuledFile {
    private static final Terms TAGGED = Terms.NONE.withTag("import");

    private void damage(long number) throws SQLException {
        behindItsBack("update windlass_terms set text = 'x' where job = " + row(number));
    }

    private static String row(long number) {
        return "(select number from windlass_job where id = x'"
                + HexFormat.of().formatHex(Jobs.id(number).bytes()) + "')";
    }

    /** All that can be claimed, by a worker that is new each time. */
    private List<Lease> claim(long worker) {
        return Jobs.claim(store, Jobs.join(store, worker), 1, 100);
    }

    private void assertClaimedAsDamaged(long worker) {
        assertThat(claim(worker)).extracting(Lease::condition).containsExactly(Lease.Condition.TERMS_DAMAGED);
    }

    @Test
    void neighbours_are_claimed_with_the_job_and_are_sound() throws SQLException {
        accept(1, TAGGED);
        accept(2, TAGGED);
        accept(3, Terms.NONE);
        damage(1);

        assertThat(claim(1))
                .extracting(Lease::condition)
                .containsExactly(Lease.Condition.TERMS_DAMAGED, Lease.Condition.SOUND, Lease.Condition.SOUND);
    }

    @Test
    void nobody_is_shown_a_value_of_the_job_since_the_names_of_its_secret_fields_are_lost() throws SQLException {
        accept(1, Terms.NONE.withHeader(Secrets.HEADER, "number"));
        damage(1);

        var shown = store.jobs().find(Jobs.id(1)).orElseThrow();

        assertThat(Secrets.shown(Jobs.job(1).payload(), shown.terms().headers()))
                .isEqualTo("{\"number\":\"***\"}");
    }

    @Test
    void revived_job_is_as_damaged_as_before() throws SQLException {
        accept(1, KEYED);
        damage(1);
        end(1, die());

        assertThat(store.jobs().revive(Jobs.id(1))).isEqualTo(ReviveAnswer.REVIVED);

        assertClaimedAsDamaged(2);
    }

    @Nested
    final class WithLimits {
        private static final int TO_PROMOTE = 100;

        /** Nothing of a limit is kept for a job that will not run. */
        private void assertBoundByNothing() throws SQLException {
            assertThat(state(1)).isEqualTo(JobState.READY);
            assertThat(count("windlass_use")).isZero();
        }

        @Test
        void due_job_holds_up_none_that_is_due_beside_it() throws SQLException {
            store.jobs().accept(List.of(Jobs.due(1, Due.in(HOUR)).withTerms(ALONE), Jobs.due(2, Due.in(HOUR))));
            damage(1);
            clock.advance(HOUR);

            store.upkeep().promote(TO_PROMOTE);

            assertBoundByNothing();
            assertThat(claim(1))
                    .extracting(Lease::condition)
                    .containsExactly(Lease.Condition.TERMS_DAMAGED, Lease.Condition.SOUND);
        }

        @Test
        void job_that_comes_back_after_a_start_under_a_rate_stands_ready() throws SQLException {
            store.limits().declare(List.of(Limit.named("slow").rate(10, Duration.ofMinutes(1))));
            accept(1, Terms.NONE.withLimit(new LimitKey("slow", "shop-9")));
            grant();
            damage(1);

            end(1, new Then.Release(Ended.of(Outcome.RELEASED)));

            assertBoundByNothing();
            assertClaimedAsDamaged(2);
        }

        @Test
        void granted_job_gives_its_permit_back_when_its_queue_is_paused() throws SQLException {
            accept(1, ALONE);
            grant();
            damage(1);
            store.queues().pause(Jobs.QUEUE);

            grant();

            assertBoundByNothing();
        }

        @Test
        void sequence_goes_on_behind_the_job() throws SQLException {
            store.limits().declare(List.of(Limit.named("ordered").sequence()));
            var ordered = Terms.NONE.withLimit(new LimitKey("ordered", "shop-9"));
            accept(1, ordered);
            accept(2, ordered);
            damage(1);
            grant();

            end(1, die());
            grant();

            assertThat(state(2)).isEqualTo(JobState.READY);
        }
    }

    @Nested
    final class Exported {
        @Test
        void job_is_left_out_and_named_and_the_others_arrive() throws IOException, SQLException {
            accept(1, Terms.NONE);
            accept(2, ALONE);
            accept(3, TAGGED);
            damage(2);
            var file = new ByteArrayOutputStream();

            var report = Export.of(store).to(file);

            assertThat(report).isEqualTo(new ExportReport(2, 1, List.of(Jobs.id(2))));
            var there = MemoryStore.on(clock);
            Import.from(() -> new ByteArrayInputStream(file.toByteArray())).into(there);
            assertThat(there.jobs().find(Jobs.id(2))).isEmpty();
            assertThat(there.jobs().find(Jobs.id(3)).orElseThrow().terms()).isEqualTo(TAGGED);
        }

        /** A job that is left out, or whose life is lost, is not the end of its page. */
        @Test
        void pages_go_on_behind_what_is_missing() throws SQLException {
            for (var number = 1; number <= 6; number++) {
                accept(number, TAGGED);
            }
            damage(2);
            behindItsBack("delete from windlass_life where number = " + row(4));

            assertThat(read(2)).containsExactly(Jobs.id(1), Jobs.id(3), Jobs.id(5), Jobs.id(6));
        }

        private List<JobId> read(int limit) {
            var found = new ArrayList<JobId>();
            var page = store.transfers().read(TransferStore.BEGINNING, limit);
            page.jobs().stream().map(Transfer::job).forEach(job -> found.add(job.id()));
            while (page.next().isPresent()) {
                page = store.transfers().read(page.next().getAsLong(), limit);
                page.jobs().stream().map(Transfer::job).forEach(job -> found.add(job.id()));
            }
            return found;
        }
    }
}
