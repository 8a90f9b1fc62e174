package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Commit;
import dev.windlass.store.Lease;
import dev.windlass.store.LogLine;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import dev.windlass.store.Then;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What an attempt says while it runs: progress and a bounded log. */
abstract class NoteContract extends ContractGroup {
    @Test
    void progress_is_seen_while_the_job_runs() {
        var id = accept();
        var lease = worker().claimOne();

        note(lease, new Progress(5, 10));
        assertThat(found(id).progress()).contains(new Progress(5, 10));
        note(lease, new Progress(7, 0));
        assertThat(found(id).progress()).contains(new Progress(7, 0));
    }

    @Test
    void lines_are_kept_in_order_with_time_and_fence() {
        var id = accept();
        var lease = worker().claimOne();
        var fence = lease.key().fence();
        var begin = now();

        note(lease, "one", "two");
        advance(SECOND);
        note(lease, "three");

        assertThat(store.jobs().log(id))
                .containsExactly(
                        new LogLine(begin, fence, "one"),
                        new LogLine(begin, fence, "two"),
                        new LogLine(begin.plus(SECOND), fence, "three"));
    }

    @Test
    void line_that_was_said_before_its_note_was_made_has_the_earlier_time() {
        var id = accept();
        var lease = worker().claimOne();
        advance(SECOND);

        store.leases()
                .note(List.of(new Note(
                        lease.key(),
                        Optional.empty(),
                        List.of(
                                new Note.Line("early", Duration.ofMillis(400)),
                                new Note.Line("late", Duration.ZERO)))));

        assertThat(store.jobs().log(id)).extracting(LogLine::at).containsExactly(now().minusMillis(400), now());
    }

    @Test
    void log_goes_on_with_the_next_attempt() {
        var id = accept();
        var worker = worker();
        var first = worker.claimOne();
        note(first, "first attempt");
        worker.end(first, Ends.slice());
        var second = worker.claimOne();
        note(second, "second attempt");

        assertThat(store.jobs().log(id))
                .extracting(LogLine::fence)
                .containsExactly(first.key().fence(), second.key().fence());
    }

    @Test
    void log_keeps_its_last_lines() {
        var id = accept();
        var lease = worker().claimOne();
        var extra = 50;
        for (var batch = 0; batch * 100 < Note.MOST_LINES + extra; batch++) {
            var from = batch * 100;
            note(
                    lease,
                    IntStream.range(from, from + 100)
                            .mapToObj(Integer::toString)
                            .toArray(String[]::new));
        }

        var log = store.jobs().log(id);
        assertThat(log).hasSize(Note.MOST_LINES);
        assertThat(log.get(0).text()).isEqualTo("100");
        assertThat(log.get(Note.MOST_LINES - 1).text()).isEqualTo("1099");
    }

    @Test
    void one_note_of_too_many_lines_keeps_the_last_ones() {
        var id = accept();
        var lease = worker().claimOne();

        note(
                lease,
                IntStream.range(0, Note.MOST_LINES + 7)
                        .mapToObj(Integer::toString)
                        .toArray(String[]::new));

        var log = store.jobs().log(id);
        assertThat(log).hasSize(Note.MOST_LINES);
        assertThat(log.get(0).text()).isEqualTo("7");
    }

    @Test
    void text_of_any_script_is_kept() {
        var id = accept();
        var line = "𝄞 Größe ✓ \"quoted\" 'single' line\nbreak\ttab";

        note(worker().claimOne(), line, "");

        assertThat(store.jobs().log(id)).extracting(LogLine::text).containsExactly(line, "");
    }

    @Test
    void note_of_a_commit_is_written_with_it() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();

        worker.commit(commit(lease, 1, new Then.GoOn(), Note.of(lease.key(), Optional.empty(), List.of("half"))));
        assertThat(store.jobs().log(id)).extracting(LogLine::text).containsExactly("half");
        var last = Note.of(lease.key(), Optional.of(new Progress(10, 10)), List.of("done"));
        worker.commit(commit(lease, Commit.LAST, Ends.succeed(), last));

        assertThat(store.jobs().log(id)).extracting(LogLine::text).containsExactly("half", "done");
        assertThat(found(id).progress()).contains(new Progress(10, 10));
    }

    private static Commit commit(Lease lease, int ordinal, Then then, Note note) {
        return new Commit(lease.key(), ordinal, then, Optional.empty(), List.of(), Optional.of(note));
    }

    @Test
    void note_after_the_end_is_dropped() {
        var id = accept();
        var worker = worker();
        var lease = worker.claimOne();
        worker.end(lease, Ends.succeed());

        note(lease, "too late");
        note(lease, new Progress(1, 2));

        assertThat(store.jobs().log(id)).isEmpty();
        assertThat(found(id).progress()).isEmpty();
    }

    @Test
    void notes_of_one_call_reach_each_its_job_and_a_stale_one_spoils_nothing() {
        var ids = acceptAll(drafts(3));
        var worker = worker();
        var leases = worker.claim(3);
        worker.end(leases.get(1), Ends.succeed());

        store.leases()
                .note(leases.stream()
                        .map(lease -> Note.of(
                                lease.key(),
                                Optional.empty(),
                                List.of("line of " + lease.key().job())))
                        .toList());

        assertThat(store.jobs().log(ids.get(0))).extracting(LogLine::text).containsExactly("line of " + ids.get(0));
        assertThat(store.jobs().log(ids.get(1))).isEmpty();
        assertThat(store.jobs().log(ids.get(2))).extracting(LogLine::text).containsExactly("line of " + ids.get(2));
    }

    @Test
    void no_notes_are_fine() {
        store.leases().note(List.of());

        assertThat(store.jobs().backlog().isEmpty()).isTrue();
    }

    private void note(Lease lease, String... lines) {
        store.leases().note(List.of(Note.of(lease.key(), Optional.empty(), List.of(lines))));
    }

    private void note(Lease lease, Progress progress) {
        store.leases().note(List.of(Note.of(lease.key(), Optional.of(progress), List.of())));
    }
}
