package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.windlass.store.Count;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.Times;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many counts are kept, and how large they may become. */
final class PostgresStatisticsTest {
    private static final WorkerId WORKER = new WorkerId(7);
    private static final StatisticsQuery LAST_HOUR = new StatisticsQuery(Duration.ofHours(1), Duration.ofHours(1));

    /** More than are kept by 500. */
    private static final String FILL = """
            insert into %s.count (at, worker, append, count, ran, most, waits, waited, waited_most, outcome, within,
                                  waited_within, queue, task)
            select at, 1, n, 1, 1, 1, 1, 1, 1, 1, array[1, 0, 0, 0, 0, 0, 0, 0], array[1, 0, 0, 0, 0, 0, 0, 0], 'mail', 'old'
            from generate_series(1, 200500) as n, %s.steered
            order by n
            """;

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;

    @BeforeEach
    void openFixture() throws IOException {
        fixture = PostgresFixture.steered(SERVER.running());
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void only_the_last_counts_are_kept() {
        fixture.execute(FILL.formatted(fixture.schema(), fixture.schema()));

        append(1, Times.of(Duration.ofMillis(5)));

        assertThat(read())
                .extracting(Count::task, count -> count.ran().count())
                .containsExactly(tuple("mail.welcome", 1L), tuple("old", 199_999L));
    }

    @Test
    void sums_that_no_machine_can_reach_are_kept_to_the_microsecond() {
        var centuries = Duration.ofDays(100_000).plusNanos(1_000);

        append(1, Times.of(centuries));
        append(2, Times.of(centuries));

        assertThat(read()).singleElement().satisfies(count -> {
            assertThat(count.ran().sum()).isEqualTo(centuries.multipliedBy(2));
            assertThat(count.ran().longest()).isEqualTo(centuries);
        });
    }

    private void append(long number, Times ran) {
        fixture.store()
                .statistics()
                .append(WORKER, number, List.of(new Count("mail", "mail.welcome", Outcome.SUCCEEDED, ran, Times.NONE)));
    }

    private List<Count> read() {
        return fixture.store().statistics().read(LAST_HOUR).stream()
                .map(Statistic::count)
                .toList();
    }
}
