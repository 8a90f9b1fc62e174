package dev.windlass.store.sqlite;

import dev.windlass.store.Count;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.StoreClock;
import dev.windlass.store.Times;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Numbers about runs. */
final class SqliteStatistics implements StatisticsStore {
    /** A repeat of an append meets its rows. */
    private static final String APPEND = """
            insert into windlass_count (at, worker, append, queue, task, outcome, count, ran, most,
                within_0, within_1, within_2, within_3, within_4, within_5, within_6, within_7,
                waits, waited, waited_most, waited_0, waited_1, waited_2, waited_3, waited_4, waited_5, waited_6, waited_7)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (worker, append, queue, task, outcome) do nothing
            """;

    /** Where the columns of each kind of times begin, in the statements above and below. */
    private static final int BIND_RAN = 7;

    private static final int BIND_WAITED = 18;

    static final String OVER = "delete from windlass_count where at < ?";

    /** Numbers are given one after the other, so the last tells how many there can be. */
    static final String MANY =
            "delete from windlass_count where number <= (select max(number) from windlass_count) - ?";

    static final String READ = """
            select at / ?1 * ?1, queue, task, outcome, sum(count), sum(ran), max(most), sum(within_0), sum(within_1),
                sum(within_2), sum(within_3), sum(within_4), sum(within_5), sum(within_6), sum(within_7),
                sum(waits), sum(waited), max(waited_most), sum(waited_0), sum(waited_1), sum(waited_2), sum(waited_3),
                sum(waited_4), sum(waited_5), sum(waited_6), sum(waited_7)
            from windlass_count
            where at >= ?2
            group by 1, 2, 3, 4
            order by 1, 2, 3, 4
            """;
    private static final int READ_RAN = 5;
    private static final int READ_WAITED = 16;

    private final Writes writes;
    private final Readers readers;
    private final StoreClock clock;

    SqliteStatistics(Writes writes, Readers readers, StoreClock clock) {
        this.writes = writes;
        this.readers = readers;
        this.clock = clock;
    }

    @Override
    public void append(WorkerId worker, long number, List<Count> counts) {
        StatisticsStore.requireWithinLimits(counts);
        writes.write(turn -> {
            var insert = turn.statement(APPEND);
            for (var count : counts) {
                insert.setLong(1, turn.micros());
                insert.setLong(2, worker.value());
                insert.setLong(3, number);
                bind(turn, insert, count);
                insert.addBatch();
            }
            insert.executeBatch();
            return cut(turn);
        });
    }

    private static void bind(Turn turn, PreparedStatement insert, Count count) throws SQLException {
        insert.setInt(4, turn.number(count.queue()));
        insert.setInt(5, turn.number(count.task()));
        insert.setInt(6, count.outcome().code());
        bind(insert, BIND_RAN, count.ran());
        bind(insert, BIND_WAITED, count.waited());
    }

    private static void bind(PreparedStatement insert, int first, Times times) throws SQLException {
        insert.setLong(first, times.count());
        insert.setLong(first + 1, Micros.of(times.sum()));
        insert.setLong(first + 2, Micros.of(times.longest()));
        for (var part = 0; part < times.within().size(); part++) {
            insert.setLong(first + 3 + part, times.within().get(part));
        }
    }

    private static int cut(Turn turn) throws SQLException {
        var over = turn.statement(OVER);
        over.setLong(1, turn.micros() - Micros.of(StatisticsQuery.LONGEST));
        var many = turn.statement(MANY);
        many.setInt(1, MOST_COUNTS);
        return over.executeUpdate() + many.executeUpdate();
    }

    @Override
    public List<Statistic> read(StatisticsQuery query) {
        var slice = Micros.of(query.slice());
        var since = Micros.floor(clock.now()) - Micros.of(query.last());
        return readers.read(reader -> {
            var select = reader.statement(READ);
            select.setLong(1, slice);
            // From the beginning of a slice on, so that none is shown in part.
            select.setLong(2, since / slice * slice);
            var found = new ArrayList<Statistic>();
            try (var row = select.executeQuery()) {
                while (row.next()) {
                    found.add(statistic(reader, row));
                }
            }
            return found;
        });
    }

    private static Statistic statistic(Reader reader, ResultSet row) throws SQLException {
        var count = new Count(
                reader.text(row.getInt(2)),
                reader.text(row.getInt(3)),
                Outcome.of(row.getInt(4)),
                times(row, READ_RAN),
                times(row, READ_WAITED));
        return new Statistic(Micros.instant(row.getLong(1)), count);
    }

    private static Times times(ResultSet row, int first) throws SQLException {
        var within = new ArrayList<Long>();
        for (var part = 0; part < Times.NONE.within().size(); part++) {
            within.add(row.getLong(first + 3 + part));
        }
        return new Times(
                row.getLong(first),
                Micros.duration(row.getLong(first + 1)),
                Micros.duration(row.getLong(first + 2)),
                within);
    }
}
