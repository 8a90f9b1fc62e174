package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Backlog;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Looking: pages, filters, and what is left to do. */
abstract class ReadContract extends ContractGroup {
    @Test
    void jobs_are_listed_in_the_unsigned_order_of_their_ids() {
        var ids = acceptAll(drafts(50));

        var page = store.jobs().list(JobQuery.ALL);

        assertThat(page.jobs())
                .extracting(Job::id)
                .containsExactlyElementsOf(ids.stream().sorted().toList());
        assertThat(page.next()).isEmpty();
    }

    @Test
    void listed_job_is_the_job_that_is_found() {
        var id = accept();
        var worker = worker();
        worker.end(worker.claimOne(), Ends.fail(SECOND));

        assertThat(store.jobs().list(JobQuery.ALL).jobs()).containsExactly(found(id));
    }

    @Test
    void pages_follow_each_other_without_gap_or_overlap() {
        var ids = acceptAll(drafts(23));

        assertThat(everyPage(JobQuery.ALL.withLimit(5)))
                .extracting(Job::id)
                .containsExactlyElementsOf(ids.stream().sorted().toList());
    }

    @Test
    void last_page_has_no_next_even_if_it_is_full() {
        acceptAll(drafts(10));

        var first = store.jobs().list(JobQuery.ALL.withLimit(5));
        assertThat(first.next()).contains(first.jobs().get(4).id());
        var second = store.jobs()
                .list(JobQuery.ALL.withLimit(5).withAfter(first.next().orElseThrow()));
        assertThat(second.jobs()).hasSize(5);
        assertThat(second.next()).isEmpty();
    }

    @Test
    void page_of_nothing_is_empty() {
        var page = store.jobs().list(JobQuery.ALL);

        assertThat(page.jobs()).isEmpty();
        assertThat(page.next()).isEmpty();
    }

    @Test
    void jobs_that_arrive_between_two_pages_do_not_shift_them() {
        var ids = acceptAll(drafts(10));
        var first = store.jobs().list(JobQuery.ALL.withLimit(5));

        acceptAll(drafts(20));

        var rest = everyPage(JobQuery.ALL.withLimit(5).withAfter(first.next().orElseThrow()));
        assertThat(rest)
                .extracting(Job::id)
                .doesNotContainAnyElementsOf(first.jobs().stream().map(Job::id).toList());
        assertThat(rest)
                .extracting(Job::id)
                .containsAll(ids.stream().sorted().skip(5).toList());
    }

    @Test
    void list_is_narrowed_by_state() {
        var running = accept();
        worker().claimOne();
        var ready = accept();
        var scheduled = accept(draft().due(Due.in(SECOND)));

        assertThat(idsOf(JobQuery.ALL.withState(JobState.RUNNING))).containsExactly(running);
        assertThat(idsOf(JobQuery.ALL.withState(JobState.READY))).containsExactly(ready);
        assertThat(idsOf(JobQuery.ALL.withState(JobState.SCHEDULED))).containsExactly(scheduled);
        assertThat(idsOf(JobQuery.ALL.withState(JobState.DEAD))).isEmpty();
    }

    @Test
    void list_is_narrowed_by_queue_task_and_state_together() {
        var wanted = accept(draft().queue("reports").task("report.monthly"));
        accept(draft().queue("reports"));
        accept(draft().task("report.monthly"));
        accept(draft().queue("reports").task("report.monthly").due(Due.in(SECOND)));

        assertThat(idsOf(JobQuery.ALL
                        .withQueue("reports")
                        .withTask("report.monthly")
                        .withState(JobState.READY)))
                .containsExactly(wanted);
        assertThat(idsOf(JobQuery.ALL.withQueue("reports"))).hasSize(3);
        assertThat(idsOf(JobQuery.ALL.withTask("report.monthly"))).hasSize(3);
    }

    @Test
    void filter_that_matches_few_of_many_finds_them_all_page_by_page() {
        var wanted = new ArrayList<JobId>();
        IntStream.range(0, 60)
                .mapToObj(n -> n % 20 == 0 ? draft().queue("rare") : draft())
                .forEach(draft -> {
                    accept(draft);
                    if (draft.job().queue().equals("rare")) {
                        wanted.add(draft.id());
                    }
                });

        assertThat(everyPage(JobQuery.ALL.withQueue("rare").withLimit(2)))
                .extracting(Job::id)
                .containsExactlyElementsOf(wanted.stream().sorted().toList());
    }

    @Test
    void backlog_of_an_empty_store_is_empty() {
        assertThat(store.jobs().backlog()).isEqualTo(new Backlog(false, false, false, false));
    }

    @Test
    void backlog_tells_which_kinds_of_work_are_left() {
        accept(draft().due(Due.in(SECOND)));
        assertThat(backlog()).isEqualTo(new Backlog(false, false, true, false));
        advance(SECOND);
        promote();
        assertThat(backlog()).isEqualTo(new Backlog(true, false, false, false));
        var worker = worker();
        var lease = worker.claimOne();
        assertThat(backlog()).isEqualTo(new Backlog(false, true, false, false));
        worker.end(lease, Ends.succeed());
        assertThat(backlog().isEmpty()).isTrue();
    }

    @Test
    void backlog_counts_suspects_and_jobs_of_vanished_workers() {
        accept();
        worker().claimOne();
        advance(PAST_LEASE);
        assertThat(backlog().running()).isTrue();
        rescue();
        lose();

        assertThat(backlog()).isEqualTo(new Backlog(true, false, false, false));
    }

    @Test
    void backlog_is_not_empty_while_children_are_still_to_come() {
        accept();
        var worker = worker();
        worker.send(endWith(worker.claimOne(), Ends.succeed(), draft()));

        assertThat(store.jobs().backlog().isEmpty()).isFalse();
    }

    @Test
    void ended_jobs_are_no_backlog() {
        var worker = worker();
        accept();
        worker.end(worker.claimOne(), Ends.exhaust());
        accept();
        worker.end(worker.claimOne(), Ends.cancel());
        store.jobs().cancel(accept(), Ends.KEEP);

        assertThat(backlog().isEmpty()).isTrue();
    }

    @Test
    void store_time_follows_its_clock() {
        var before = now();

        advance(SECOND);

        assertThat(now()).isEqualTo(before.plus(SECOND));
    }

    private Backlog backlog() {
        settled();
        return store.jobs().backlog();
    }

    private List<JobId> idsOf(JobQuery query) {
        settled();
        return store.jobs().list(query).jobs().stream().map(Job::id).toList();
    }

    private List<Job> everyPage(JobQuery query) {
        settled();
        var jobs = new ArrayList<Job>();
        var next = Optional.of(query);
        while (next.isPresent()) {
            var page = store.jobs().list(next.get());
            assertThat(page.jobs()).hasSizeLessThanOrEqualTo(query.limit());
            jobs.addAll(page.jobs());
            next = page.next().map(query::withAfter);
        }
        return jobs;
    }
}
