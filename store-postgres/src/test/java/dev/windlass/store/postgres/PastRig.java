package dev.windlass.store.postgres;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** A store on the steered clock, and shortcuts for jobs that end in it. The clock begins on Thursday, 1 January 2026. */
final class PastRig implements AutoCloseable {
    static final Duration DAY = Duration.ofDays(1);
    static final Duration WEEK = Duration.ofDays(7);
    static final Duration MINUTE = Duration.ofMinutes(1);

    private static final WorkerId WORKER = new WorkerId(7);

    private final PostgresServer.Running server;
    private final PostgresFixture fixture;
    private Store store;
    private long claims;
    private int jobs;

    PastRig(PostgresServer.Running server) {
        this.server = server;
        this.fixture = PostgresFixture.steered(server);
        this.store = fixture.store();
        store.workers().join(new NewWorker(WORKER, "w", "h", 1, Duration.ofDays(1_000), Map.of()));
    }

    Store store() {
        return store;
    }

    /** From now on by this one. */
    void use(Store other) {
        store = other;
    }

    PostgresFixture fixture() {
        return fixture;
    }

    JobId accept() {
        var id = new JobId(new UUID(0, ++jobs));
        store.jobs()
                .accept(List.of(new NewJob(
                        id,
                        "mail.welcome",
                        "mail",
                        Lane.NORMAL,
                        Due.NOW,
                        Content.NONE,
                        Optional.empty(),
                        Terms.NONE.withTag("import"))));
        return id;
    }

    Lease claim() {
        return exchange(List.of(), ClaimPlan.of("mail", Lane.NORMAL, ClaimPlan.Kind.SOUND, 1))
                .get(0);
    }

    List<Lease> exchange(List<Commit> commits, ClaimPlan plan) {
        return store.leases()
                .exchange(new Exchange.Ask(WORKER, ++claims, commits, plan))
                .claimed();
    }

    JobId end(Then.End then) {
        var id = accept();
        exchange(List.of(Commit.end(claim().key(), then)), ClaimPlan.NOTHING);
        return id;
    }

    JobId ended(Duration keep) {
        return end(new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.NONE, keep));
    }

    JobId died(Duration keep) {
        return end(new Then.Die(Ended.of(Outcome.FATAL), DeadReason.FATAL, keep));
    }

    void prune() {
        while (store.upkeep().prune(100).behind()) {
            // Each call removes some, so this ends.
        }
    }

    boolean exists(JobId id) {
        return store.jobs().find(id).isPresent();
    }

    List<String> read(String sql) {
        try (var connection = server.connect()) {
            return read(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    List<String> read(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql.replace("windlass.", fixture.schema() + "."))) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    /** Those of the steered time; others were made when the store was opened, at that of the machine. */
    List<String> partitions(String like) {
        return read(
                "select relname from pg_class where relnamespace = '%s'::regnamespace and relname like '%s' and relkind = 'r' order by 1"
                        .formatted(fixture.schema(), like));
    }

    String tableOf(JobId id) {
        return read("select tableoid::regclass from windlass.past where job = '%s'".formatted(id.value()))
                .get(0)
                .replace(fixture.schema() + ".", "");
    }

    @Override
    public void close() {
        fixture.close();
    }
}
