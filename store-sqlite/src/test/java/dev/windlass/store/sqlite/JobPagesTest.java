package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Lease;
import dev.windlass.store.Then;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JobPagesTest {
    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.inline(directory.resolve("windlass.db"), new SteerableClock());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void accept(int count) {
        for (var from = 0; from < count; from += 1_000) {
            store.jobs().accept(Jobs.jobs(from, Math.min(count, from + 1_000)));
        }
    }

    private List<Lease> claim(int count) {
        return Jobs.claim(store, Jobs.join(store, 1), 1, count);
    }

    @Test
    void filter_that_fits_nothing_looks_at_a_bounded_part_and_says_where_to_go_on() {
        accept(JobPages.MOST_SEEN + 500);

        var page = store.jobs().list(JobQuery.ALL.withState(JobState.CANCELLED));

        assertThat(page.jobs()).isEmpty();
        assertThat(page.next()).contains(Jobs.id(JobPages.MOST_SEEN - 1));
        var next = store.jobs()
                .list(JobQuery.ALL
                        .withState(JobState.CANCELLED)
                        .withAfter(page.next().orElseThrow()));
        assertThat(next.jobs()).isEmpty();
        assertThat(next.next()).isEmpty();
    }

    @Test
    void all_jobs_are_listed_once_over_all_pages() {
        accept(2_500);

        var seen = new ArrayList<Job>();
        var query = JobQuery.ALL.withLimit(1_000);
        var page = store.jobs().list(query);
        seen.addAll(page.jobs());
        while (page.next().isPresent()) {
            page = store.jobs().list(query.withAfter(page.next().get()));
            seen.addAll(page.jobs());
        }

        assertThat(seen).extracting(Job::id).hasSize(2_500).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void dead_letters_are_found_at_once_however_many_other_jobs_there_are() {
        accept(JobPages.MOST_SEEN + 500);
        var die = new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, Jobs.KEEP);
        var commits =
                claim(3).stream().map(lease -> Commit.end(lease.key(), die)).toList();
        store.leases().exchange(new Exchange.Ask(Jobs.join(store, 1), 2, commits, ClaimPlan.NOTHING));

        var page = store.jobs().list(JobQuery.ALL.withState(JobState.DEAD).withLimit(2));

        assertThat(page.jobs()).extracting(Job::id).containsExactly(Jobs.id(0), Jobs.id(1));
        assertThat(page.next()).contains(Jobs.id(1));
        var last = store.jobs().list(JobQuery.ALL.withState(JobState.DEAD).withAfter(Jobs.id(1)));
        assertThat(last.jobs()).extracting(Job::id).containsExactly(Jobs.id(2));
        assertThat(last.next()).isEmpty();
    }

    @Test
    void name_that_no_job_has_lists_nothing() {
        accept(1);

        assertThat(store.jobs().list(JobQuery.ALL.withQueue("absent")).jobs()).isEmpty();
        assertThat(store.jobs().list(JobQuery.ALL.withTask("absent")).jobs()).isEmpty();
    }
}
