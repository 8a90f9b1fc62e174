package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.contract.SteerableClock;
import dev.windlass.task.JobId;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the numbers of jobs, and what has to be looked up. */
final class JobNumbersTest {
    @TempDir
    Path directory;

    private final JobNumbers numbers = new JobNumbers();
    private Parts parts;

    @BeforeEach
    void open() {
        parts = Parts.open(
                directory.resolve("windlass.db"),
                SqliteOptions.DEFAULTS,
                new SteerableClock(),
                GroupCommit.Service.CALLER);
    }

    @AfterEach
    void close() {
        parts.close();
    }

    private void accept(long from, long to) {
        parts.writes().write(turn -> SqliteJobs.accept(turn, Jobs.jobs(from, to)));
    }

    private long of(long job) {
        return parts.writes().write(turn -> numbers.of(turn, Jobs.id(job)));
    }

    private OptionalLong find(long job) {
        return parts.writes().write(turn -> JobNumbers.find(turn, Jobs.id(job)));
    }

    private Optional<JobId> job(long number) {
        return parts.writes().write(turn -> JobNumbers.job(turn, number));
    }

    @Test
    void number_of_a_job_is_found_by_its_id_and_its_id_by_the_number() {
        accept(1, 3);

        assertThat(of(2)).isEqualTo(2);
        assertThat(find(2)).hasValue(2);
        assertThat(job(2)).contains(Jobs.id(2));
    }

    @Test
    void job_that_is_not_there_has_a_number_that_fits_no_row() {
        assertThat(of(9)).isZero();
        assertThat(find(9)).isEmpty();
        assertThat(job(9)).isEmpty();
    }

    @Test
    void number_of_a_claimed_job_is_not_looked_up() {
        numbers.claimed(Jobs.id(1), 4_711);

        assertThat(of(1)).isEqualTo(4_711);
    }

    @Test
    void number_of_a_job_that_is_over_is_looked_up_again() {
        accept(1, 2);
        numbers.claimed(Jobs.id(1), 4_711);

        numbers.over(Jobs.id(1));

        assertThat(of(1)).isEqualTo(1);
    }

    @Test
    void nothing_is_believed_after_an_undone_transaction() {
        accept(1, 2);
        numbers.claimed(Jobs.id(1), 4_711);
        numbers.claimed(Jobs.id(2), 4_712);

        numbers.forget();

        assertThat(of(1)).isEqualTo(1);
        assertThat(of(2)).isZero();
    }

    @Test
    void no_more_numbers_are_kept_than_workers_hold() {
        accept(1, 2);
        numbers.claimed(Jobs.id(1), 4_711);
        for (var job = 2; job <= JobNumbers.MOST; job++) {
            numbers.claimed(Jobs.id(job), job);
        }
        assertThat(of(1)).as("the last that fits").isEqualTo(4_711);

        numbers.claimed(Jobs.id(JobNumbers.MOST + 1), JobNumbers.MOST + 1);

        assertThat(of(1)).as("one more: it is looked up").isEqualTo(1);
        assertThat(of(JobNumbers.MOST + 1)).isEqualTo(JobNumbers.MOST + 1);
    }
}
