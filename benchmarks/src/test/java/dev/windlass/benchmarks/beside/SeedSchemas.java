package dev.windlass.benchmarks.beside;

import dev.windlass.store.StoreClock;
import dev.windlass.store.postgres.PostgresOptions;
import dev.windlass.store.postgres.PostgresStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** The PostgreSQL stores of seeds, each in a schema of its own. The server syncs nothing: the simulation cuts no power. */
final class SeedSchemas implements AutoCloseable {
    /**
     * Time is a row that the test writes. And fences are of the first generation, as those of the others: what a server adds to them that
     * was promoted or restored has tests of its own.
     */
    private static final String STEERED = """
            create table SCHEMA.steered (at timestamptz not null);
            insert into SCHEMA.steered values ('epoch');
            create or replace function SCHEMA.windlass_now() returns timestamptz language sql volatile
              as 'select at from SCHEMA.steered';
            create or replace function SCHEMA.windlass_generation() returns bigint language sql volatile
              as 'select 1::bigint';
            """;

    /** Ephemeral ports begin above: another process may take one of them between the look and the start. */
    private static final int FIRST_PORT = 26_432;

    private static final int LAST_PORT = 32_767;

    private final EmbeddedPostgres server;
    private final AtomicInteger seeds = new AtomicInteger();

    private SeedSchemas(EmbeddedPostgres server) {
        this.server = server;
    }

    static SeedSchemas start() throws IOException {
        return new SeedSchemas(EmbeddedPostgres.builder()
                .setPort(freePort())
                .setServerConfig("fsync", "off")
                .setServerConfig("full_page_writes", "off")
                .start());
    }

    private static int freePort() throws IOException {
        for (var port = FIRST_PORT; port < LAST_PORT; port++) {
            if (isFree(port)) {
                return port;
            }
        }
        throw new IOException("no port is free from " + FIRST_PORT + " to " + LAST_PORT);
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    Side open(StoreClock clock) {
        var schema = "seed" + seeds.incrementAndGet();
        var options =
                PostgresOptions.DEFAULTS.withSchema(schema).withConnections(2).withHints(PostgresOptions.Hinting.POLL);
        var store = PostgresStore.at(server.getJdbcUrl("postgres", "postgres"), options);
        var time = new RowOfTime(clock, schema);
        time.execute(STEERED.replace("SCHEMA", schema));
        time.tell();
        var table = ReceiptTable.create(schema + ".receipts", store::transaction);
        return new Side("PostgreSQL", store, Optional.of(table), time::tell, time::remove);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** The clock of a seed as its server reads it. */
    private final class RowOfTime {
        private final StoreClock clock;
        private final String schema;
        private final Connection connection;
        private Instant told = Instant.EPOCH;

        RowOfTime(StoreClock clock, String schema) {
            this.clock = clock;
            this.schema = schema;
            try {
                this.connection = server.getPostgresDatabase().getConnection();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        void tell() {
            var now = clock.now();
            if (!now.equals(told)) {
                told = now;
                execute("update %s.steered set at = '%s'".formatted(schema, now));
            }
        }

        void remove() {
            execute("drop schema " + schema + " cascade");
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        private void execute(String sql) {
            try (var statement = connection.createStatement()) {
                statement.execute(sql);
            } catch (SQLException e) {
                throw new IllegalStateException("the fixture cannot run: " + sql, e);
            }
        }
    }
}
