package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.store.postgres.PostgresSchema.Step;
import dev.windlass.task.Given;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be told about a server and the tables on it, beside engines that work there.
 *
 * @param server where it is
 * @param version of PostgreSQL
 * @param refusal why no store opens there, whatever the tables are: too old, a standby, or one on which this user may only read
 * @param steps of the schema, as {@link PostgresSchema#check} tells
 * @param settings of the session, by their names in PostgreSQL
 * @param oldestTransaction for how long the oldest transaction is open, a prepared one included; zero where nobody has one
 * @param deadRows rows of the busy tables that no vacuum has removed yet, by table
 * @param connections how many are in use on the whole server
 * @param mostConnections how many there may be
 * @param isHinting whether NOTIFY reaches who listens, by the way that the options name
 */
public record PostgresReport(
        String server,
        String version,
        Optional<String> refusal,
        String schema,
        List<Step> steps,
        Map<String, String> settings,
        Duration oldestTransaction,
        Map<String, Long> deadRows,
        int connections,
        int mostConnections,
        boolean isHinting) {
    public PostgresReport {
        steps = List.copyOf(steps);
        // In the order given, which is how they are shown.
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        deadRows = Collections.unmodifiableMap(new LinkedHashMap<>(deadRows));
    }

    /**
     * Looks at a server. Changes nothing, and takes a second where NOTIFY does not get through.
     *
     * @throws StoreException if the server cannot be used; the message says why and what to do
     */
    public static PostgresReport of(String url, PostgresOptions options) {
        try (var database = new Database(Given.to("of", "a JDBC URL", url), Given.to("of", "options", options))) {
            return database.alone(transaction -> new Inspection(transaction, database.names()).report(database));
        }
    }
}
