package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Count;
import dev.windlass.store.Ended;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Rescued;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.StoreException;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.store.Times;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class RecorderTest {
    private static final WorkerId HOLDER = new WorkerId(7);
    private static final Duration RAN = Duration.ofMillis(40);
    private static final Ended.Span SPAN = new Ended.Span(Duration.ofSeconds(2), RAN);

    private final Appends store = new Appends();
    private final Membership membership = new Membership(
            new Membership.Card("worker", "host", 1, Map.of()), Settings.DEFAULT, new HandTicker(), new HandChance());
    private final Recorder recorder = new Recorder(store, membership, Observer.NONE);

    /** Remembers what was appended, and is down while it is told to be. */
    private static final class Appends implements StatisticsStore {
        private final List<Long> numbers = new ArrayList<>();
        private final List<List<Count>> appended = new ArrayList<>();
        private boolean down;

        @Override
        public void append(WorkerId worker, long number, List<Count> counts) {
            numbers.add(number);
            if (down) {
                throw new StoreException(ErrorCode.STORE_DOWN, "the store is down");
            }
            appended.add(counts);
        }

        @Override
        public List<Statistic> read(StatisticsQuery query) {
            return List.of();
        }
    }

    private void lose(String task) {
        var lease = new LeaseKey(new JobId(new UUID(0, 1)), 1);
        recorder.rescued(new Rescued(lease, task, "mail", HOLDER, Rescued.Fate.READY));
    }

    private static Count lost(String task, int times) {
        var ran = Times.NONE;
        for (var time = 0; time < times; time++) {
            ran = ran.plus(Times.of(Duration.ZERO));
        }
        return new Count("mail", task, Outcome.LOST, ran, Times.NONE);
    }

    @Test
    void nothing_is_appended_while_nothing_happens() {
        assertThat(recorder.run()).isEqualTo(Next.notBefore(Duration.ofSeconds(10)));

        assertThat(store.appended).isEmpty();
    }

    @Test
    void what_happened_since_the_last_append_is_appended_once() {
        lose("a");
        lose("a");
        recorder.run();
        lose("b");
        recorder.run();
        recorder.run();

        assertThat(store.appended).containsExactly(List.of(lost("a", 2)), List.of(lost("b", 1)));
        assertThat(store.numbers).containsExactly(1L, 2L);
    }

    @Test
    void time_in_a_workers_hands_before_the_call_counts_as_waiting() {
        end(lease(Optional.of(Duration.ofSeconds(3))), Optional.of(SPAN));
        recorder.run();

        assertThat(store.appended).containsExactly(List.of(succeeded(Times.of(RAN), Times.of(Duration.ofSeconds(5)))));
    }

    @Test
    void waits_that_nobody_knows_and_of_tasks_that_were_not_called_are_not_counted() {
        end(lease(Optional.empty()), Optional.of(SPAN));
        end(lease(Optional.of(Duration.ofSeconds(3))), Optional.empty());
        recorder.run();

        var ran = Times.of(RAN).plus(Times.of(Duration.ZERO));
        assertThat(store.appended).containsExactly(List.of(succeeded(ran, Times.NONE)));
    }

    private void end(Lease lease, Optional<Ended.Span> span) {
        var ended = new Ended(Outcome.SUCCEEDED, span, Optional.empty());
        var then = new Then.Succeed(ended, Content.NONE, Duration.ofDays(1));
        recorder.ended(lease, Commit.end(lease.key(), then), CommitAnswer.FINISHED);
    }

    private static Count succeeded(Times ran, Times waited) {
        return new Count("mail", "a", Outcome.SUCCEEDED, ran, waited);
    }

    private static Lease lease(Optional<Duration> waited) {
        return new Lease(
                new LeaseKey(new JobId(new UUID(0, 1)), 1),
                "a",
                "mail",
                Lane.NORMAL,
                Tally.NONE,
                false,
                Duration.ZERO,
                waited,
                Content.NONE,
                Optional.empty(),
                Terms.NONE,
                Lease.Condition.SOUND);
    }

    @Test
    void append_without_an_answer_is_repeated_as_it_was_under_its_number() {
        lose("a");
        store.down = true;
        assertThatThrownBy(recorder::run).isInstanceOf(StoreException.class);
        lose("b");
        store.down = false;
        recorder.run();
        recorder.run();

        assertThat(store.numbers).containsExactly(1L, 1L, 2L);
        assertThat(store.appended).containsExactly(List.of(lost("a", 1)), List.of(lost("b", 1)));
    }

    @Test
    void names_without_end_are_added_up_beyond_a_bound() {
        for (var task = 0; task < 5_000; task++) {
            lose("task" + task);
        }
        recorder.run();

        assertThat(store.appended.get(0)).hasSizeLessThanOrEqualTo(StatisticsStore.MOST_APPENDED);
        assertThat(store.appended.get(0).stream()
                        .mapToLong(count -> count.ran().count())
                        .sum())
                .isEqualTo(5_000);
    }

    @Test
    void every_observation_is_passed_on() {
        assertThat(Arrays.stream(Observer.class.getMethods()).map(Method::getName))
                .allMatch(name -> Arrays.stream(Recorder.class.getDeclaredMethods())
                        .map(Method::getName)
                        .anyMatch(name::equals));
    }
}
