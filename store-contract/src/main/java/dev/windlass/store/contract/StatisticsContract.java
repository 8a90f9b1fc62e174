package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Count;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Times;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Due;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers: appended once each, added up over time, and not kept for ever. */
public abstract class StatisticsContract extends ContractGroup {
    private static final WorkerId WORKER = new WorkerId(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final StatisticsQuery LAST_HOUR = new StatisticsQuery(Duration.ofHours(1), MINUTE);

    private static Count count(Outcome outcome, long... millis) {
        return new Count(JobDraft.QUEUE, JobDraft.TASK, outcome, times(millis), Times.NONE);
    }

    private static Times times(long... millis) {
        var times = Times.NONE;
        for (var length : millis) {
            times = times.plus(Times.of(Duration.ofMillis(length)));
        }
        return times;
    }

    private void append(WorkerId worker, long number, Count... counts) {
        store.statistics().append(worker, number, List.of(counts));
    }

    private List<Statistic> read() {
        return store.statistics().read(LAST_HOUR);
    }

    @Test
    void counts_of_all_workers_are_added_up_by_kind() {
        append(WORKER, 1, count(Outcome.SUCCEEDED, 5, 7), count(Outcome.FAILED, 2_000));
        append(new WorkerId(2), 1, count(Outcome.SUCCEEDED, 90));

        assertThat(read())
                .extracting(Statistic::count)
                .containsExactly(count(Outcome.SUCCEEDED, 5, 7, 90), count(Outcome.FAILED, 2_000));
    }

    @Test
    void waits_are_added_up_apart_from_runs() {
        append(WORKER, 1, waited(times(5, 7), times(2_000)));
        append(WORKER, 2, waited(times(9), times(60_001)));

        assertThat(read()).extracting(Statistic::count).containsExactly(waited(times(5, 7, 9), times(2_000, 60_001)));
    }

    @Test
    void lease_tells_how_long_its_job_had_stood_ready() {
        accept(draft().due(Due.in(MINUTE)));
        advance(MINUTE.plus(SECOND));
        promote();
        advance(Duration.ofMillis(1_500));
        var worker = worker();
        var lease = worker.claimOne();
        assertThat(lease.waited()).contains(Duration.ofMillis(1_500));

        advance(SECOND);
        worker.end(lease, Ends.release());
        advance(Duration.ofSeconds(2));

        assertThat(worker.claimOne().waited()).contains(Duration.ofSeconds(2));
    }

    private static Count waited(Times ran, Times waited) {
        return new Count(JobDraft.QUEUE, JobDraft.TASK, Outcome.SUCCEEDED, ran, waited);
    }

    @Test
    void slices_begin_at_multiples_of_their_length() {
        append(WORKER, 1, count(Outcome.SUCCEEDED, 5));
        var first = now();
        advance(MINUTE);
        append(WORKER, 2, count(Outcome.SUCCEEDED, 7));

        assertThat(read())
                .containsExactly(
                        new Statistic(minuteOf(first), count(Outcome.SUCCEEDED, 5)),
                        new Statistic(minuteOf(now()), count(Outcome.SUCCEEDED, 7)));
    }

    private static Instant minuteOf(Instant at) {
        return Instant.ofEpochSecond(at.getEpochSecond() / 60 * 60);
    }

    @Test
    void repeated_append_is_counted_once() {
        append(WORKER, 1, count(Outcome.SUCCEEDED, 5));
        advance(SECOND);
        append(WORKER, 1, count(Outcome.SUCCEEDED, 5));

        assertThat(read()).extracting(Statistic::count).containsExactly(count(Outcome.SUCCEEDED, 5));
    }

    @Test
    void counts_before_the_time_of_the_query_are_left_out() {
        append(WORKER, 1, count(Outcome.SUCCEEDED, 5));
        advance(Duration.ofHours(2));

        assertThat(read()).isEmpty();
        assertThat(store.statistics().read(new StatisticsQuery(Duration.ofHours(3), MINUTE)))
                .hasSize(1);
    }

    @Test
    void counts_are_not_kept_longer_than_they_can_be_asked_for() {
        append(WORKER, 1, count(Outcome.SUCCEEDED, 5));
        advance(StatisticsQuery.LONGEST.plus(SECOND));
        append(WORKER, 2, count(Outcome.FAILED, 5));

        assertThat(store.statistics().read(new StatisticsQuery(StatisticsQuery.LONGEST, StatisticsQuery.LONGEST)))
                .extracting(statistic -> statistic.count().outcome())
                .containsExactly(Outcome.FAILED);
    }

    @Test
    void append_of_too_many_counts_is_refused_whole() {
        var many = Collections.nCopies(StatisticsStore.MOST_APPENDED + 1, count(Outcome.SUCCEEDED, 1));

        assertThatThrownBy(() -> store.statistics().append(WORKER, 1, many))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an append has 1001 counts, the limit is 1000; add some up");
        assertThat(read()).isEmpty();
    }
}
