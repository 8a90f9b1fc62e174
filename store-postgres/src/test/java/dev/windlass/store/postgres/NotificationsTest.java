package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Hint;
import dev.windlass.store.NewJob;
import dev.windlass.store.postgres.PostgresOptions.Hinting;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What processes on one database tell each other. */
final class NotificationsTest {
    /** Longer than any machine takes, shorter than anybody wants to wait for a red test. */
    private static final long PATIENCE_SECONDS = 30;

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private final BlockingQueue<Hint> heard = new LinkedBlockingQueue<>();

    private PostgresFixture fixture;
    private PostgresStore teller;
    private PostgresStore listener;

    @BeforeEach
    void openStores() throws InterruptedException {
        fixture = PostgresFixture.timed(SERVER.running());
        teller = open(Hinting.NOTIFY);
        listener = open(Hinting.NOTIFY);
        listener.hear(heard::add);
        // Told once it listens: what went before may have been missed.
        assertThat(next()).isEqualTo(Hint.READY);
    }

    @AfterEach
    void closeStores() {
        teller.close();
        listener.close();
        fixture.close();
    }

    private PostgresStore open(Hinting hints) {
        return PostgresStore.at(
                SERVER.running().url(),
                PostgresOptions.DEFAULTS.withSchema(fixture.schema()).withHints(hints));
    }

    private Hint next() throws InterruptedException {
        var hint = heard.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(hint).as("a hint within %s s", PATIENCE_SECONDS).isNotNull();
        return hint;
    }

    private static NewJob job() {
        return new NewJob(
                new JobId(UUID.randomUUID()), "mail", "mail", Lane.NORMAL, Due.NOW, Content.NONE, Optional.empty());
    }

    @Test
    void accept_of_one_process_is_heard_by_the_other() throws InterruptedException {
        teller.jobs().accept(List.of(job()));

        assertThat(next()).isEqualTo(Hint.READY);
    }

    @Test
    void nobody_hears_himself() throws InterruptedException {
        listener.jobs().accept(List.of(job()));
        teller.tell(Hint.CONTROL);

        assertThat(next()).isEqualTo(Hint.CONTROL);
    }

    @Test
    void commit_of_a_session_that_notifies_is_heard_and_its_rollback_is_not() throws Exception {
        try (var connection = SERVER.running().connect()) {
            connection.setAutoCommit(false);
            listener.accept(JdbcSession.of(connection).notifying(), List.of(job()));
            connection.rollback();
            teller.tell(Hint.CONTROL);
            assertThat(next()).isEqualTo(Hint.CONTROL);

            listener.accept(JdbcSession.of(connection).notifying(), List.of(job()));
            connection.commit();
            assertThat(next()).isEqualTo(Hint.READY);
        }
    }

    @Test
    void listener_whose_connection_was_cut_listens_again() throws InterruptedException, SQLException {
        cutListeners();
        // It looks for what it may have missed.
        assertThat(next()).isEqualTo(Hint.READY);

        teller.tell(Hint.CONTROL);

        assertThat(next()).isEqualTo(Hint.CONTROL);
    }

    private void cutListeners() throws SQLException {
        var sql = "select pg_terminate_backend(pid) from pg_stat_activity where query = 'listen '||?";
        try (var connection = SERVER.running().connect();
                var statement = connection.prepareStatement(sql)) {
            statement.setString(1, Notifications.channel(new Names(fixture.schema(), "")));
            try (var row = statement.executeQuery()) {
                assertThat(row.next()).isTrue();
            }
        }
    }

    @Test
    void store_that_looks_for_itself_tells_nobody() throws InterruptedException {
        try (var silent = open(Hinting.POLL)) {
            silent.jobs().accept(List.of(job()));
            silent.tell(Hint.READY);
        }
        teller.tell(Hint.CONTROL);

        assertThat(next()).isEqualTo(Hint.CONTROL);
    }
}
