package dev.windlass.store.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.Control;
import dev.windlass.store.NewJob;
import dev.windlass.store.Sight;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an idle worker asks twice a second tells of nothing that others have to do: else it would cost as much as all they ask. */
final class LookTest {
    @RegisterExtension
    static final PostgresServer SERVER = new PostgresServer();

    private PostgresFixture fixture;

    @BeforeEach
    void openStore() throws IOException {
        fixture = PostgresFixture.steered(SERVER.running());
    }

    @AfterEach
    void closeStore() {
        fixture.close();
    }

    private void accept(String queue, Due due) {
        fixture.store()
                .jobs()
                .accept(List.of(new NewJob(
                        new JobId(UUID.randomUUID()),
                        "mail.welcome",
                        queue,
                        Lane.NORMAL,
                        due,
                        Content.json("1"),
                        Optional.empty())));
    }

    private Sight look() {
        return fixture.store().upkeep().look(List.of("mail"));
    }

    @Test
    void look_at_an_empty_store_sees_nothing() {
        var revision = fixture.store().queues().control(Control.UNKNOWN).revision();

        assertThat(look()).isEqualTo(new Sight(false, Optional.empty(), false, false, Optional.of(revision)));
    }

    @Test
    void jobs_of_other_queues_are_not_seen() {
        accept("imports", Due.NOW);

        assertThat(look().ready()).isFalse();
    }

    @Test
    void look_tells_when_the_next_job_is_due() {
        accept("imports", Due.in(Duration.ofSeconds(4)));
        fixture.advance(Duration.ofSeconds(1));

        assertThat(look().due()).contains(Duration.ofSeconds(3));
    }
}
