package dev.windlass.store.postgres;

import dev.windlass.store.Count;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.Times;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Numbers about runs. */
final class PostgresStatistics implements StatisticsStore {
    /** A repeat of an append meets its rows. Counts of times within each bound come one after the other, all of a row together. */
    private static final String APPEND = """
            insert into windlass.count (at, worker, append, queue, task, outcome, count, ran, most, within,
                                        waits, waited, waited_most, waited_within)
            select (select windlass.windlass_now()), ?, ?, queue, task, outcome, count, ran, most, within::bigint[],
                   waits, waited, waited_most, waited_within::bigint[]
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
                        ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
                 as i(queue, task, outcome, count, ran, most, within, waits, waited, waited_most, waited_within)
            on conflict (worker, append, queue, task, outcome) do nothing
            """;

    /** Most rows that one append removes of each kind: more than it can have brought, so that removing keeps up. */
    private static final int MOST_REMOVED = 2 * MOST_APPENDED;

    /** Many workers append at once, and each row is removed by one of them. */
    private static final String OVER = """
            with over as materialized (
              select ctid as tid
              from windlass.count
              where at < windlass.windlass_after((select windlass.windlass_now()), ?)
              order by at
              limit ?
              for update skip locked)
            delete from windlass.count where ctid = any (array(select tid from over))
            """;

    /** Numbers are given one after the other, so the last tells how many there can be. */
    private static final String MANY = """
            with over as materialized (
              select ctid as tid
              from windlass.count
              where number <= (select max(number) from windlass.count) - ?
              order by number
              limit ?
              for update skip locked)
            delete from windlass.count where ctid = any (array(select tid from over))
            """;

    /** From the beginning of a slice on, so that none is shown in part. */
    private static final String READ = """
            with slice as materialized (select ? * interval '1 microsecond' as length),
            since as materialized (
              select date_bin(length, windlass.windlass_after((select windlass.windlass_now()), ?), 'epoch') as at from slice)
            select date_bin(length, at, 'epoch') as begins, queue, task, outcome,
                   sum(count)::bigint as count, sum(ran)::bigint as ran, max(most) as most, %s as within,
                   sum(waits)::bigint as waits, sum(waited)::bigint as waited, max(waited_most) as waited_most,
                   %s as waited_within
            from windlass.count, slice
            where at >= (select at from since)
            group by 1, 2, 3, 4
            order by 1, 2, 3, 4
            """.formatted(sums("within"), sums("waited_within"));

    private final Database database;

    PostgresStatistics(Database database) {
        this.database = database;
    }

    private static String sums(String column) {
        return IntStream.rangeClosed(1, Times.NONE.within().size())
                .mapToObj(part -> "sum(" + column + "[" + part + "])")
                .collect(Collectors.joining(", ", "array[", "]::bigint[]"));
    }

    @Override
    public void append(WorkerId worker, long number, List<Count> counts) {
        StatisticsStore.requireWithinLimits(counts);
        database.run(transaction -> {
            append(transaction, worker, number, counts);
            cut(transaction);
        });
    }

    private static void append(Transaction transaction, WorkerId worker, long number, List<Count> counts)
            throws SQLException {
        try (var call = transaction.call(APPEND)) {
            call.number(worker.value())
                    .number(number)
                    .texts(counts, Count::queue)
                    .texts(counts, Count::task)
                    .numbers(counts, count -> count.outcome().code());
            bind(call, counts.stream().map(Count::ran).toList());
            bind(call, counts.stream().map(Count::waited).toList());
            call.run();
        }
    }

    /** An array of arrays would be taken apart into all its numbers, so each of them travels as its text. */
    private static void bind(Call call, List<Times> times) throws SQLException {
        call.numbers(times, Times::count)
                .numbers(times, time -> Call.micros(time.sum()))
                .numbers(times, time -> Call.micros(time.longest()))
                .texts(
                        times,
                        time -> time.within().stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}")));
    }

    private static void cut(Transaction transaction) throws SQLException {
        try (var over = transaction.call(OVER);
                var many = transaction.call(MANY)) {
            over.number(-Call.micros(StatisticsQuery.LONGEST))
                    .number(MOST_REMOVED)
                    .run();
            many.number(MOST_COUNTS).number(MOST_REMOVED).run();
        }
    }

    @Override
    public List<Statistic> read(StatisticsQuery query) {
        return database.transact(transaction -> {
            try (var call = transaction.call(READ)) {
                return call.duration(query.slice())
                        .number(-Call.micros(query.last()))
                        .list(PostgresStatistics::statistic);
            }
        });
    }

    private static Statistic statistic(Row row) throws SQLException {
        var ran = new Times(row.number("count"), micros(row, "ran"), micros(row, "most"), row.numbers("within"));
        var waited = new Times(
                row.number("waits"), micros(row, "waited"), micros(row, "waited_most"), row.numbers("waited_within"));
        var count = new Count(row.text("queue"), row.text("task"), Outcome.of(row.integer("outcome")), ran, waited);
        return new Statistic(row.instant("begins"), count);
    }

    private static Duration micros(Row row, String column) throws SQLException {
        return Duration.of(row.number(column), ChronoUnit.MICROS);
    }
}
