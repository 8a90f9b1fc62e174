package dev.windlass.store.postgres;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * One transaction on one connection. The settings on which its plans rest travel with its first statement and end with it: behind a
 * pooler, settings of a session are somebody else's.
 *
 * <p>Used by one thread.
 */
final class Transaction {
    /**
     * Without these a generic plan made while the tables were empty reads whole tables for ever, and a fresh plan for each call costs
     * more than the call. Whoever runs a database without synchronous commits has them here all the same: what is accepted is durable.
     */
    private static final String PIN = """
            select set_config('plan_cache_mode', 'force_generic_plan', true),
                   set_config('enable_seqscan', 'off', true),
                   set_config('enable_bitmapscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true),
                   set_config('jit', 'off', true),
                   set_config('lock_timeout', '5s', true),
                   case when current_setting('synchronous_commit') = 'off'
                        then set_config('synchronous_commit', 'on', true) end;
            """;

    private final Connection connection;
    private final Names names;
    private boolean pinned;

    Transaction(Connection connection, Names names) {
        this.connection = connection;
        this.names = names;
    }

    Connection connection() {
        return connection;
    }

    /** The first call brings the settings along, in the same round trip. */
    Call call(String sql) throws SQLException {
        if (pinned) {
            return plain(sql);
        }
        pinned = true;
        return Call.second(connection, PIN + names.in(sql));
    }

    /** A statement under the settings of whoever owns the session: for the transactions of users. */
    Call plain(String sql) throws SQLException {
        return Call.only(connection, names.in(sql));
    }
}
