package dev.windlass;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Ended;
import dev.windlass.store.Lease;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Tally;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import dev.windlass.task.Terms;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class ListenersTest {
    private static final JobId JOB = new JobId(new UUID(0, 1));

    private final List<JobEvent> events = new ArrayList<>();
    private final Listeners listeners = new Listeners(List.of(events::add));

    private void fail(CommitAnswer answer) {
        var lease = new Lease(
                new LeaseKey(JOB, 1),
                "mail.welcome",
                "mail",
                Lane.NORMAL,
                Tally.NONE,
                false,
                Duration.ZERO,
                Optional.empty(),
                Content.NONE,
                Optional.empty(),
                Terms.NONE,
                Lease.Condition.SOUND);
        var later = new Then.Later(Ended.of(Outcome.FAILED), Duration.ofSeconds(1));
        listeners.ended(lease, Commit.end(lease.key(), later), answer);
    }

    @Test
    void job_that_was_called_off_is_cancelled_although_its_holder_wanted_to_retry() {
        fail(CommitAnswer.CALLED_OFF);

        assertThat(events).containsExactly(new JobEvent.Cancelled(JOB, "mail.welcome"));
    }

    @Test
    void retry_that_holds_is_a_failure() {
        fail(CommitAnswer.FINISHED);

        assertThat(events).containsExactly(new JobEvent.Failed(JOB, "mail.welcome", 1, "", Duration.ofSeconds(1)));
    }

    @Test
    void outcome_that_was_dropped_is_told_as_such() {
        fail(CommitAnswer.FENCED);

        assertThat(events).containsExactly(new JobEvent.Fenced(JOB, "mail.welcome", 1));
    }
}
