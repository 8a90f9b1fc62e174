package dev.windlass.store.postgres.server;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/** A primary whose commits return only when its standby has them on disk, and that standby. Used by one thread. */
public final class SynchronousPair implements AutoCloseable {
    private static final String STANDBY = "standby";
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final OwnServer primary;
    private final OwnServer standby;

    private SynchronousPair(OwnServer primary, OwnServer standby) {
        this.primary = primary;
        this.standby = standby;
    }

    /** Starts both. The standby is named to the primary only when it follows: until then every commit would wait for it. */
    public static SynchronousPair start(Path directory) throws IOException, SQLException {
        var primary =
                OwnServer.start(Binaries.ofSystem(), directory.resolve("primary"), Map.of("wal_level", "replica"));
        primary.execute("select pg_create_physical_replication_slot('" + STANDBY + "')");
        var standby = primary.copy(STANDBY);
        var pair = new SynchronousPair(primary, standby);
        standby.start();
        primary.execute("alter system set synchronous_standby_names = '" + STANDBY + "'");
        primary.execute("select pg_reload_conf()");
        await().pollInSameThread()
                .atMost(LIMIT)
                .until(() -> primary.count("select count(*) from pg_stat_replication where sync_state = 'sync'") == 1);
        return pair;
    }

    public OwnServer primary() {
        return primary;
    }

    public OwnServer standby() {
        return standby;
    }

    /** Makes the standby a primary; answers when it takes writes. */
    public void promote() throws SQLException {
        standby.execute("select pg_promote()");
    }

    /** Both servers, of which the driver takes the one that takes writes. */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres?user=postgres&targetServerType=primary"
                .formatted(primary.port(), standby.port());
    }

    @Override
    public void close() throws IOException {
        try (primary) {
            standby.close();
        }
    }
}
