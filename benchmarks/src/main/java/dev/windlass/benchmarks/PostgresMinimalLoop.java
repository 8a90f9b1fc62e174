package dev.windlass.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The least that can be called a durable queue on PostgreSQL: claim, fenced finish, history. One table for jobs, a narrow one each
 * for what is ready and what is held, one for what became of them; one connection, synchronous commits.
 *
 * <p>It stands for the bare price of the database and is never changed, whatever happens to the store: that is how numbers of
 * different years can be compared. Used by one thread.
 */
final class PostgresMinimalLoop implements BareLoop {
    static final Kind KIND = new Kind() {
        @Override
        public void prepare(Address database) throws SQLException {
            try (var connection = database.connect()) {
                Script.execute(connection, SCHEMA);
            }
        }

        @Override
        public BareLoop open(Address database) throws SQLException {
            return new PostgresMinimalLoop(database.connect());
        }
    };

    private static final String SCHEMA = """
            create sequence line;
            create table job (number bigint primary key, payload bytea not null);
            create table ready (number bigint primary key, fence bigint not null);
            create table lease (number bigint primary key, fence bigint not null);
            create table history (
                job bigint not null,
                fence bigint not null,
                ended timestamptz not null,
                result bytea,
                primary key (job, fence));
            """;
    private static final String ACCEPT = """
            with accepted as (
                insert into job (number, payload)
                select nextval('line'), u.payload
                from unnest(?::bytea[]) as u (payload)
                returning number)
            insert into ready (number, fence)
            select number, 0
            from accepted
            """;
    private static final String CLAIM = """
            with taken as (
                delete from ready
                where number = any (array(
                    select number
                    from ready
                    order by number
                    limit 512
                    for update skip locked))
                returning number, fence + 1 as fence),
            held as (
                insert into lease (number, fence)
                select number, fence
                from taken)
            select t.number, t.fence, j.payload
            from taken t
                join job j on j.number = t.number
            """;
    private static final String FINISH = """
            with ended as (
                delete from lease l
                using unnest(?::bigint[], ?::bigint[]) as u (number, fence)
                where l.number = u.number
                    and l.fence = u.fence
                returning l.number, l.fence)
            insert into history (job, fence, ended, result)
            select number, fence, clock_timestamp(), ?
            from ended
            """;

    /** Without statistics the planner would walk over all of a table that it takes for small. */
    private static final String PLANS = """
            set enable_seqscan = off;
            set enable_hashjoin = off;
            set enable_mergejoin = off;
            set plan_cache_mode = force_generic_plan
            """;

    private static final int BATCH = 512;

    private final Connection connection;
    private final PreparedStatement accept;
    private final PreparedStatement claim;
    private final PreparedStatement finish;
    private final byte[] payload = Letter.payload();
    private final byte[] result = Letter.result();

    /** What a claim gave, in the form in which the finish needs it. */
    private record Held(List<Long> numbers, List<Long> fences) {}

    private PostgresMinimalLoop(Connection connection) throws SQLException {
        this.connection = connection;
        connection.setAutoCommit(false);
        Script.execute(connection, PLANS);
        connection.commit();
        this.accept = connection.prepareStatement(ACCEPT);
        this.claim = connection.prepareStatement(CLAIM);
        this.finish = connection.prepareStatement(FINISH);
    }

    @Override
    public void accept(int jobs) throws SQLException {
        var payloads = new byte[jobs][];
        Arrays.fill(payloads, payload);
        accept.setArray(1, connection.createArrayOf("bytea", payloads));
        accept.executeUpdate();
        connection.commit();
    }

    @Override
    public int drain() throws SQLException {
        var finished = 0;
        var held = new Held(List.of(), List.of());
        do {
            finished += finish(held);
            held = claim();
            connection.commit();
        } while (!held.numbers.isEmpty());
        return finished;
    }

    private int finish(Held held) throws SQLException {
        if (held.numbers.isEmpty()) {
            return 0;
        }
        finish.setArray(1, connection.createArrayOf("bigint", held.numbers.toArray()));
        finish.setArray(2, connection.createArrayOf("bigint", held.fences.toArray()));
        finish.setBytes(3, result);
        return finish.executeUpdate();
    }

    private Held claim() throws SQLException {
        var numbers = new ArrayList<Long>(BATCH);
        var fences = new ArrayList<Long>(BATCH);
        try (var row = claim.executeQuery()) {
            while (row.next()) {
                numbers.add(row.getLong(1));
                fences.add(row.getLong(2));
                row.getBytes(3);
            }
        }
        return new Held(numbers, fences);
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
