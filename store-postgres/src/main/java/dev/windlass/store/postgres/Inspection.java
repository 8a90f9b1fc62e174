package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.PGConnection;

/** Looks at a server and the tables on it. Used by one thread, in one transaction. */
final class Inspection {
    /** How long a hint may take that gets through at all. */
    private static final Duration PROBE = Duration.ofSeconds(1);

    private static final String SETTINGS = """
            select name, setting from pg_settings
            where name in ('autovacuum', 'default_transaction_isolation', 'fsync', 'full_page_writes', 'synchronous_commit')
            order by name
            """;

    /**
     * Ours is left out. Who may not see what others do is told of his own sessions alone; a member of pg_read_all_stats sees all.
     */
    private static final String OLDEST = """
            select coalesce((extract(epoch from clock_timestamp() - min(began)) * 1000000)::bigint, 0) as micros
            from (select xact_start as began from pg_stat_activity
                  where (backend_xmin is not null or backend_xid is not null)
                    and backend_type = 'client backend' and pid <> pg_backend_pid()
                  union all
                  select prepared from pg_prepared_xacts) as open
            """;

    private static final String DEAD = """
            select relname, n_dead_tup from pg_stat_user_tables
            where schemaname = ? and relname = any (?)
            order by n_dead_tup desc, relname
            """;

    private static final String CONNECTIONS = """
            select (select count(*) from pg_stat_activity where backend_type = 'client backend') as used,
                   current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int as most
            """;

    private record Sessions(int used, int most) {}

    private final Transaction transaction;
    private final Names names;

    Inspection(Transaction transaction, Names names) {
        this.transaction = transaction;
        this.names = names;
    }

    PostgresReport report(Database database) throws SQLException {
        var sessions = sessions();
        var refusal = Opening.objection(database, transaction).map(StoreException::getMessage);
        return new PostgresReport(
                database.address().server(),
                transaction.connection().getMetaData().getDatabaseProductVersion(),
                refusal,
                names.schema(),
                Schema.in(transaction, names).steps(),
                settings(),
                oldest(),
                deadRows(transaction, names),
                sessions.used(),
                sessions.most(),
                refusal.isEmpty() && isHinting(database));
    }

    private Sessions sessions() throws SQLException {
        try (var call = transaction.plain(CONNECTIONS)) {
            return call.get(row -> new Sessions(row.integer("used"), row.integer("most")));
        }
    }

    private Map<String, String> settings() throws SQLException {
        var settings = new LinkedHashMap<String, String>();
        try (var call = transaction.plain(SETTINGS)) {
            call.list(row -> settings.put(row.text("name"), row.text("setting")));
        }
        return settings;
    }

    private Duration oldest() throws SQLException {
        try (var call = transaction.plain(OLDEST)) {
            return call.get(row -> Duration.ofNanos(row.number("micros") * 1_000));
        }
    }

    /** As the statistics have it, by table, most first. */
    static Map<String, Long> deadRows(Transaction transaction, Names names) throws SQLException {
        var rows = new LinkedHashMap<String, Long>();
        try (var call = transaction.plain(DEAD)) {
            call.text(names.schema())
                    .texts(names.busy())
                    .list(row -> rows.put(row.text("relname"), row.number("n_dead_tup")));
        }
        return rows;
    }

    /** Listens on one connection and notifies on another, as engines do. */
    private static boolean isHinting(Database database) throws SQLException {
        var channel = Notifications.channel(database.names());
        var words = Outside.name() + " " + Notifications.PROBING;
        try (var listener = database.connect();
                var speaker = database.connect();
                var listen = listener.createStatement();
                var notify = speaker.prepareStatement("select pg_notify(?, ?)")) {
            listen.execute("listen " + channel);
            notify.setString(1, channel);
            notify.setString(2, words);
            notify.execute();
            var end = Outside.nanos() + PROBE.toNanos();
            for (var left = PROBE.toMillis(); left > 0; left = (end - Outside.nanos()) / 1_000_000) {
                for (var heard : listener.unwrap(PGConnection.class).getNotifications((int) left)) {
                    if (heard.getParameter().equals(words)) {
                        return true;
                    }
                }
            }
            return false;
        }
    }
}
