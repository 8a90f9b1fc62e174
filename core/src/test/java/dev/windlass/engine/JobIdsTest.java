package dev.windlass.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.task.JobId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class JobIdsTest {
    private static final Instant SEEN = Instant.parse("2026-11-22T10:00:00Z");

    private final HandTicker ticker = new HandTicker();
    private final JobIds ids = new JobIds(SEEN, ticker, new HandChance());

    @Test
    void an_id_is_a_uuid_of_version_7_with_store_time_in_it() {
        ticker.pass(Duration.ofMillis(1500));
        var id = ids.next().value();
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)).isEqualTo(SEEN.plusMillis(1500));
    }

    @Test
    void no_two_ids_are_the_same() {
        var made = new HashSet<JobId>();
        for (var i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }
        assertThat(made).hasSize(10_000);
    }

    @Test
    void bytes_text_and_order_agree() {
        var first = ids.next();
        ticker.pass(Duration.ofMillis(1));
        var second = ids.next();
        assertThat(first).isLessThan(second);
        assertThat(JobId.of(first.bytes())).isEqualTo(first);
        assertThat(JobId.parse(first.toString())).isEqualTo(first);
    }
}
