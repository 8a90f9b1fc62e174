package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.NewJob;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferPage;
import dev.windlass.store.TransferStore;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of jobs in the order of their accepts cost what is on them, however many others there are or have been. */
final class JobNumbersTest {
    private static final int MANY = 50_000;

    private static final String FILL = """
            insert into %1$s.job (id, number, accepted, payload_crc, payload_version, lane, task, queue, payload_type, payload)
            select gen_random_uuid(), nextval('%1$s.place'), at, 0, 1, 0, 'mail.welcome', 'mail', 'application/json', 'null'
            from %1$s.steered, generate_series(1, %2$s);
            insert into %1$s.ready (position, job, fence, since, failures, losses, releases, weight, marks, line, queue)
            select number, id, 0, accepted, 0, 0, 0, 4, 0, 0, 'mail' from %1$s.job;
            select brin_summarize_new_values('%1$s.job_number');
            """;

    /** To make the jobs ready, and to summarize their pages. */
    private static final long READ_BY_FILL = 2L * MANY;

    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;

    @BeforeEach
    void openFixture() throws IOException {
        fixture = PostgresFixture.steered(SERVER.running());
    }

    @AfterEach
    void closeFixture() {
        fixture.close();
    }

    @Test
    void jobs_that_stand_alone_among_millions_of_numbers_are_on_one_page() {
        var first = accept(1);
        passNumbers(1_000_000_000);
        var second = accept(2);
        passNumbers(5_000);
        var third = accept(3);
        passNumbers(3_000_000_000_000L);

        var page = read(TransferStore.BEGINNING, 10);

        assertThat(page.jobs()).extracting(Transfer::job).extracting(NewJob::id).containsExactly(first, second, third);
        assertThat(page.next()).isEmpty();
    }

    @Test
    void page_looks_at_a_window_of_jobs_and_not_at_all() throws Exception {
        fixture.execute(FILL.formatted(fixture.schema(), MANY));

        var next = read(MANY / 2, 10).next();

        // Backends report what they read when they end.
        fixture.store().close();
        assertThat(next).hasValue(MANY / 2 + 10);
        assertThat(fixture.rowsRead("job").get("job")).isLessThan(READ_BY_FILL + MANY / 4);
    }

    @Test
    void store_without_jobs_has_one_empty_page() {
        assertThat(read(TransferStore.BEGINNING, 10)).isEqualTo(new TransferPage(List.of(), OptionalLong.empty()));
    }

    private TransferPage read(long after, int limit) {
        return fixture.store().transfers().read(after, limit);
    }

    private JobId accept(int number) {
        var id = new JobId(new UUID(9 - number, 0));
        fixture.store()
                .jobs()
                .accept(List.of(
                        new NewJob(id, "mail.welcome", "mail", Lane.NORMAL, Due.NOW, Content.NONE, Optional.empty())));
        return id;
    }

    /** As claims and pruned jobs do. */
    private void passNumbers(long count) {
        fixture.execute("select setval('%1$s.place', (select last_value from %1$s.place) + %2$s)"
                .formatted(fixture.schema(), count));
    }
}
