package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.JobFailedException;
import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.Accepted;
import dev.windlass.store.JobQuery;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartStore;
import dev.windlass.store.StoreException;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.QueueFullException;
import dev.windlass.task.Secret;
import dev.windlass.task.Secrets;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import dev.windlass.task.WindlassException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks whose payload is a stream. */
@Timeout(60)
final class BulkTest {
    private static final Task<Bulk, Long> SUM = Task.bulk("sum", Long.class);
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Watched store = new Watched();

    /** Remembers what was staged, and damages what is read if a test says so. */
    private static final class Watched extends ForwardingStore {
        final List<JobId> staged = new ArrayList<>();
        volatile boolean damaging;
        volatile Optional<ErrorCode> refusing = Optional.empty();

        Watched() {
            super(MemoryStore.open());
        }

        @Override
        public PartStore parts() {
            var right = correct.parts();
            return new PartStore() {
                @Override
                public void stage(JobId job, int part, Content bytes) {
                    staged.add(job);
                    right.stage(job, part, bytes);
                }

                @Override
                public void drop(JobId job) {
                    right.drop(job);
                }

                @Override
                public Optional<Content> find(JobId job, int part) {
                    return right.find(job, part).map(found -> damaging && part == 1 ? damaged(found) : found);
                }
            };
        }

        @Override
        public Accepted accept(List<NewJob> batch) {
            refusing.ifPresent(code -> {
                throw new StoreException(code, "refused", new IOException("refused"));
            });
            return correct.jobs().accept(batch);
        }

        private static Content damaged(Content found) {
            return Content.stored(found.type(), found.version(), new byte[found.size()], found.crc());
        }
    }

    private WindlassBuilder windlass() {
        return Windlass.on(store).maxBulk(1 << 20).perform(SUM, (bulk, run) -> {
            try (var in = bulk.open()) {
                return sum(in);
            }
        });
    }

    private static long sum(InputStream in) throws IOException {
        var sum = 0L;
        var buffer = new byte[10_000];
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            for (var i = 0; i < count; i++) {
                sum = 31 * sum + buffer[i];
            }
        }
        return sum;
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void payloads_of_all_sizes_come_to_their_performers(@TempDir Path directory) throws Exception {
        try (var windlass = windlass().start()) {
            for (var size : List.of(0, 1, PartStore.MOST_BYTES, PartStore.MOST_BYTES + 1, 1 << 20)) {
                var bytes = random(size);
                var file = Files.write(directory.resolve("payload"), bytes);
                for (var bulk :
                        List.of(Bulk.of(bytes), Bulk.of(file), Bulk.of(() -> new ByteArrayInputStream(bytes)))) {
                    assertThat(windlass.enqueue(SUM, bulk).await(SOON)).isEqualTo(sum(new ByteArrayInputStream(bytes)));
                }
            }
        }
    }

    @Test
    void payload_over_the_limit_is_refused_before_anything_is_stored() {
        try (var windlass = windlass().start()) {
            assertThatThrownBy(() -> windlass.enqueue(SUM, Bulk.of(new byte[(1 << 20) + 1])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the payload of task sum is 1048577 bytes or more, the limit is 1048576 (max-bulk);"
                            + " store it elsewhere and pass where it is");
            assertThat(store.staged).isEmpty();
        }
    }

    @Test
    void stream_that_grows_over_the_limit_or_breaks_off_leaves_nothing() {
        try (var windlass = windlass().start()) {
            assertThatThrownBy(() -> windlass.enqueue(SUM, Bulk.of(() -> new ByteArrayInputStream(new byte[2 << 20]))))
                    .hasMessageContaining("the limit is 1048576 (max-bulk)");
            assertThatThrownBy(() -> windlass.enqueue(SUM, Bulk.of(BulkTest::broken)))
                    .isInstanceOfSatisfying(
                            WindlassException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT))
                    .hasMessage("the payload of task sum broke off: the disk was pulled out; nothing was enqueued");

            assertThat(store.staged)
                    .isNotEmpty()
                    .allMatch(job -> store.correct.parts().find(job, 0).isEmpty());
            assertThat(windlass.list(JobQuery.ALL).jobs()).isEmpty();
        }
    }

    private static InputStream broken() {
        return new SequenceInputStream(new ByteArrayInputStream(new byte[PartStore.MOST_BYTES + 5]), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the disk was pulled out");
            }

            @Override
            public int read(byte[] into, int from, int length) throws IOException {
                return read();
            }
        });
    }

    @Test
    void job_with_a_damaged_part_is_dead_and_none_of_that_part_is_read() {
        store.damaging = true;
        try (var windlass = windlass().start()) {
            var handle = windlass.enqueue(SUM, Bulk.of(random(600_000)));

            assertThatThrownBy(() -> handle.await(SOON)).isInstanceOf(JobFailedException.class);

            var job = handle.find().orElseThrow();
            assertThat(job.reason()).contains(DeadReason.CORRUPT);
            assertThat(job.error().orElseThrow())
                    .isEqualTo("dev.windlass.task.DamagedException: part 2 of 3 of the payload of job " + handle.id()
                            + " is damaged: its checksum differs; enqueue the job anew");
        }
    }

    @Test
    void bulk_cannot_replace_the_payload_of_another_job() {
        try (var windlass = windlass().start()) {
            var replacing = Options.DEFAULT.unique(Unique.key("user-42").replacing());
            assertThatThrownBy(() -> windlass.enqueue(SUM, Bulk.of(new byte[1]), replacing))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a payload in parts, as that of task sum, cannot replace the payload of the job that holds"
                                    + " the key; give the key another action");
            assertThat(store.staged).isEmpty();
        }
    }

    @Test
    void parts_of_a_job_whose_key_is_held_are_given_up() {
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            var first = windlass.enqueue(SUM, Bulk.of(new byte[1]), Options.DEFAULT.unique("user-42"));
            var second = windlass.enqueue(SUM, Bulk.of(new byte[1]), Options.DEFAULT.unique("user-42"));

            assertThat(second.id()).isEqualTo(first.id());
            assertThat(store.staged)
                    .hasSize(2)
                    .filteredOn(job -> store.correct.parts().find(job, 0).isPresent())
                    .containsExactly(first.id());
        }
    }

    @Test
    void full_queue_is_asked_before_anything_is_staged() {
        try (var windlass = full()) {
            assertThatThrownBy(() -> windlass.enqueue(SUM, Bulk.of(new byte[1]), Options.on("small")))
                    .isInstanceOf(QueueFullException.class);

            assertThat(store.staged).hasSize(1);
        }
    }

    @Test
    void parts_of_a_job_that_is_refused_are_given_up_at_once() {
        try (var windlass = full()) {
            // A full queue is not asked beforehand about a job that another may answer for.
            var keyed = Options.on("small").unique("user-42");
            assertThatThrownBy(() -> windlass.enqueue(SUM, Bulk.of(new byte[1]), keyed))
                    .isInstanceOf(QueueFullException.class);

            assertThat(store.staged)
                    .hasSize(2)
                    .filteredOn(job -> store.correct.parts().find(job, 0).isPresent())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            names = {"BAD_INPUT", "STORE_FULL", "OVERLOADED", "CALL_FAILED"})
    void parts_go_with_every_answer_that_says_that_nothing_was_accepted(ErrorCode code) {
        store.refusing = Optional.of(code);
        try (var windlass = Windlass.on(store).withoutWorkers().start()) {
            assertThatThrownBy(() -> windlass.enqueue(SUM, Bulk.of(new byte[1])))
                    .isInstanceOf(WindlassException.class);

            assertThat(store.staged)
                    .hasSize(1)
                    .allMatch(job -> store.correct.parts().find(job, 0).isEmpty());
        }
    }

    /** A Windlass with a queue that has one job and no room for more. */
    private Windlass full() {
        var windlass = Windlass.on(store)
                .queue(Queue.named("small").depth(1))
                .withoutWorkers()
                .start();
        windlass.enqueue(SUM, Bulk.of(new byte[1]), Options.on("small"));
        return windlass;
    }

    @Test
    void bulk_is_refused_where_it_cannot_be_accepted_with_its_job() {
        try (var windlass = windlass().start()) {
            assertThatThrownBy(() -> windlass.enqueueAsync(SUM, Bulk.of(new byte[1])))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the payload of task sum is stored in parts; enqueue it by Windlass.enqueue, by itself"
                            + " and not within a session or a run");
            assertThatThrownBy(() -> windlass.enqueueJson("sum", "7", Options.DEFAULT))
                    .hasMessage("the payload for task sum was refused: the payload of task sum is stored in parts, and"
                            + " this is application/json; enqueue it by Windlass.enqueue");
        }
    }

    record Opened(String name, @Secret String code) {}

    @Test
    void job_in_parts_carries_the_names_of_the_secret_fields_of_its_result() {
        try (var windlass = windlass().start()) {
            var opening = Task.bulk("open", Opened.class);

            var job = windlass.enqueue(opening, Bulk.of(new byte[1])).find().orElseThrow();

            assertThat(job.terms().headers()).isEqualTo(Map.of(Secrets.HEADER, "code"));
        }
    }
}
