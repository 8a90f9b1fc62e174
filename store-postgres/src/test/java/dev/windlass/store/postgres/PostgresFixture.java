package dev.windlass.store.postgres;

import dev.windlass.store.Store;
import dev.windlass.store.contract.SteerableClock;
import dev.windlass.store.contract.StoreFixture;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A schema of its own on the shared server. */
final class PostgresFixture implements StoreFixture {
    private static final String STEER = """
            create table SCHEMA.steered (at timestamptz not null);
            insert into SCHEMA.steered values ('%s');
            create or replace function SCHEMA.windlass_now() returns timestamptz language sql volatile
              as 'select at from SCHEMA.steered';
            """.formatted(SteerableClock.BEGINNING);

    private static final int MOST_NAME = 20;

    private final PostgresServer.Running server;
    private final String url;
    private final String schema =
            "t" + UUID.randomUUID().toString().replace("-", "").substring(0, MOST_NAME);
    private final List<Store> handles = new ArrayList<>();

    private PostgresFixture(PostgresServer.Running server, String url, String time) {
        this.server = server;
        this.url = url;
        another();
        execute(time.replace("SCHEMA", schema));
    }

    /** A store whose windlass_now() reads a row that only {@link #advance} changes. */
    static PostgresFixture steered(PostgresServer.Running server) {
        return steered(server, server.url());
    }

    /** The same, by another way to the server. */
    static PostgresFixture steered(PostgresServer.Running server, String url) {
        return new PostgresFixture(server, url, STEER);
    }

    /** A store on the server's own time, as it is in production. */
    static PostgresFixture timed(PostgresServer.Running server) {
        return new PostgresFixture(server, server.url(), "");
    }

    @Override
    public Store store() {
        return handles.get(0);
    }

    @Override
    public Store another() {
        handles.add(PostgresStore.at(url, options()));
        return handles.get(handles.size() - 1);
    }

    @Override
    public Store reopen() {
        store().close();
        handles.set(0, PostgresStore.at(url, options()));
        return store();
    }

    @Override
    public void advance(Duration by) {
        execute("update %s.steered set at = at + interval '%s'".formatted(schema, by));
    }

    @Override
    public void damage(JobId id) {
        execute("update %s.job set payload = set_byte(payload, 0, get_byte(payload, 0) # 1) where id = '%s'"
                .formatted(schema, id));
    }

    /** Without hints, which most tests neither need nor wait for. */
    private PostgresOptions options() {
        return PostgresOptions.DEFAULTS.withSchema(schema).withHints(PostgresOptions.Hinting.POLL);
    }

    /** The statistics say that all tables are empty, and go on saying so. */
    void forgetStatistics() {
        execute("vacuum analyze");
        execute("""
                do $$
                declare name text;
                begin
                  for name in select relname from pg_class where relnamespace = '%1$s'::regnamespace and relkind = 'r' loop
                    execute format('alter table %1$s.%%I set (autovacuum_enabled = off)', name);
                  end loop;
                end $$
                """.formatted(schema));
    }

    String schema() {
        return schema;
    }

    /** Rows that statements have looked at, by table, through indexes or not. */
    Map<String, Long> rowsRead(String... tables) throws SQLException {
        var sql = "select relname, coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0)"
                + " from pg_stat_user_tables where schemaname = ? and relname = any (?)";
        try (var connection = server.connect();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, schema);
            statement.setArray(2, connection.createArrayOf("text", tables));
            var rows = new TreeMap<String, Long>();
            try (var result = statement.executeQuery()) {
                while (result.next()) {
                    rows.put(result.getString(1), result.getLong(2));
                }
            }
            return rows;
        }
    }

    void execute(String sql) {
        try (var connection = server.connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("the fixture cannot run: " + sql, e);
        }
    }

    @Override
    public void close() {
        handles.forEach(Store::close);
        execute("drop schema " + schema + " cascade");
    }
}
