package dev.windlass.store.sqlite;

import dev.windlass.store.Count;
import dev.windlass.store.RunTimes;
import dev.windlass.store.Statistic;
import dev.windlass.store.StatisticsQuery;
import dev.windlass.store.StatisticsStore;
import dev.windlass.store.StoreClock;
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
                within_0, within_1, within_2, within_3, within_4, within_5, within_6, within_7)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (worker, append, queue, task, outcome) do nothing
            """;

    private static final int FIRST_WITHIN = 10;

    static final String OVER = "delete from windlass_count where at < ?";

    /** Numbers are given one after the other, so the last tells how many there can be. */
    static final String MANY =
            "delete from windlass_count where number <= (select max(number) from windlass_count) - ?";

    static final String READ = """
            select at / ?1 * ?1, queue, task, outcome, sum(count), sum(ran), max(most), sum(within_0), sum(within_1),
                sum(within_2), sum(within_3), sum(within_4), sum(within_5), sum(within_6), sum(within_7)
            from windlass_count
            where at >= ?2
            group by 1, 2, 3, 4
            order by 1, 2, 3, 4
            """;
    private static final int FIRST_SUM = 8;

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
        insert.setLong(7, count.ran().count());
        insert.setLong(8, Micros.of(count.ran().sum()));
        insert.setLong(9, Micros.of(count.ran().longest()));
        var within = count.ran().within();
        for (var part = 0; part < within.size(); part++) {
            insert.setLong(FIRST_WITHIN + part, within.get(part));
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
        var within = new ArrayList<Long>();
        for (var part = 0; part < RunTimes.NONE.within().size(); part++) {
            within.add(row.getLong(FIRST_SUM + part));
        }
        var ran =
                new RunTimes(row.getLong(5), Micros.duration(row.getLong(6)), Micros.duration(row.getLong(7)), within);
        return new Statistic(
                Micros.instant(row.getLong(1)),
                new Count(reader.text(row.getInt(2)), reader.text(row.getInt(3)), Outcome.of(row.getInt(4)), ran));
    }
}
