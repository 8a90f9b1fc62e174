package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.store.NewJob;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.Lane;
import dev.windlass.task.Session;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job keeps its task, whatever became of the transactions in which a name appeared first. */
final class NamesTest {
    @TempDir
    Path directory;

    private SqliteStore store;

    @BeforeEach
    void open() {
        store = SqliteStore.at(directory.resolve("windlass.db"));
        Jobs.accept(store, 9);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static NewJob job(long number, String task) {
        return new NewJob(Jobs.id(number), task, Jobs.QUEUE, Lane.NORMAL, Due.NOW, Content.NONE, Optional.empty());
    }

    private static boolean execute(Session session, String sql) throws SQLException {
        try (var statement = session.as(Connection.class).createStatement()) {
            return statement.execute(sql);
        }
    }

    private Object acceptAndGoBack(Session session, NewJob job) throws SQLException {
        execute(session, "savepoint here");
        store.accept(session, List.of(job));
        execute(session, "rollback to here");
        return execute(session, "release here");
    }

    private void assertTask(long number, String task) {
        assertThat(store.jobs().find(Jobs.id(number)).map(found -> found.task()))
                .contains(task);
    }

    @Test
    void task_of_a_job_that_a_savepoint_took_back_is_named_anew() throws SQLException {
        store.transaction(session -> acceptAndGoBack(session, job(1, "pay.refund")));
        store.jobs().accept(List.of(job(2, "mail.send"), job(3, "pay.refund")));

        close();
        open();
        assertTask(2, "mail.send");
        assertTask(3, "pay.refund");
    }

    @Test
    void task_of_a_job_that_a_savepoint_took_back_is_named_anew_within_the_same_transaction() throws SQLException {
        store.transaction(session -> {
            acceptAndGoBack(session, job(1, "pay.refund"));
            store.accept(session, List.of(job(2, "mail.send"), job(3, "mail.send")));
            return store.accept(session, List.of(job(4, "pay.refund")));
        });

        close();
        open();
        assertTask(2, "mail.send");
        assertTask(3, "mail.send");
        assertTask(4, "pay.refund");
    }

    @Test
    void task_of_a_job_whose_transaction_was_undone_is_named_anew() {
        assertThatThrownBy(() -> store.transaction(session -> {
                    store.accept(session, List.of(job(1, "pay.refund")));
                    throw new IllegalStateException("changed my mind");
                }))
                .hasMessage("changed my mind");
        store.jobs().accept(List.of(job(2, "mail.send"), job(3, "pay.refund")));

        close();
        open();
        assertTask(2, "mail.send");
        assertTask(3, "pay.refund");
    }
}
