package dev.windlass.store.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.JobQuery;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import dev.windlass.task.UnreadableException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Payloads and results in other forms than JSON, each task its own; and two Windlasses in one process. */
@Timeout(60)
class CodecTest {
    private static final Duration SOON = ofSeconds(20);

    @Nested
    class Bytes {
        private static final Task<byte[], byte[]> REVERSE = Task.bytes("reverse");

        @Test
        void bytes_go_in_and_come_out_as_they_are() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(REVERSE, (bytes, run) -> new byte[] {bytes[2], bytes[1], bytes[0]})
                    .start()) {
                var handle = windlass.enqueue(REVERSE, new byte[] {0, -1, 127});
                assertThat(handle.await(SOON)).containsExactly(127, -1, 0);
                var stored = windlass.store().jobs().payload(handle.id()).orElseThrow();
                assertThat(stored.type()).isEqualTo("application/octet-stream");
                assertThat(stored.bytes()).containsExactly(0, -1, 127);
            }
        }

        @Test
        void a_performer_that_overwrites_its_bytes_meets_them_whole_in_the_next_attempt() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .queue(Queue.named("default").retry(Retry.exponential(ofMillis(1), ofMillis(5))))
                    .perform(REVERSE, (bytes, run) -> {
                        if (run.attempt() == 1) {
                            Arrays.fill(bytes, (byte) 0);
                            throw new IllegalStateException("again");
                        }
                        return bytes;
                    })
                    .start()) {
                assertThat(windlass.enqueue(REVERSE, new byte[] {1, 2, 3}).await(SOON))
                        .containsExactly(1, 2, 3);
            }
        }

        @Test
        void a_caller_may_use_its_array_again() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(REVERSE, (bytes, run) -> bytes)
                    .start()) {
                var buffer = new byte[] {1, 2, 3};
                var handle = windlass.enqueue(REVERSE, buffer);
                Arrays.fill(buffer, (byte) 9);
                assertThat(handle.await(SOON)).containsExactly(1, 2, 3);
            }
        }

        @Test
        void no_result_is_none_in_any_form() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(REVERSE, (bytes, run) -> null)
                    .start()) {
                var handle = windlass.enqueue(REVERSE, new byte[0]);
                assertThat(handle.await(SOON)).isNull();
                assertThat(handle.result()).isEmpty();
            }
        }

        @Test
        void other_values_than_bytes_are_refused() {
            var text = Task.named("text", String.class, byte[].class).withCodec(Codec.bytes());
            assertThatThrownBy(() -> text.encode("x"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "a value is of java.lang.String, this codec stores byte[]; give the task another codec");
            assertThatThrownBy(() -> text.decode(Content.json("\"x\"")))
                    .isInstanceOf(UnreadableException.class)
                    .hasMessage("bytes were to be read as java.lang.String; give the task byte[], or another codec");
        }
    }

    @Nested
    class OfYourOwn {
        /** Lines of text, as an application may have them. */
        private static final Codec LINES = new Codec() {
            @Override
            public Content encode(@Nullable Object value, int version) {
                return Content.of(
                        "text/plain", version, String.join("\n", lines(value)).getBytes(UTF_8));
            }

            @Override
            public <T> @Nullable T decode(Content content, Class<T> type) {
                if (!content.type().equals("text/plain")) {
                    throw new UnreadableException("the content is " + content.type() + ", expected text/plain");
                }
                return type.cast(content.text().lines().toList());
            }
        };

        @SuppressWarnings("unchecked")
        private static List<String> lines(@Nullable Object value) {
            return value == null ? List.of() : (List<String>) value;
        }

        @SuppressWarnings("rawtypes")
        private static final Task<List, List> SORT =
                Task.named("sort", List.class, List.class).withCodec(LINES);

        private static final Task<Integer, Integer> DOUBLE = Task.named("double", Integer.class, Integer.class);

        @Test
        void each_task_has_its_own_form() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(
                            SORT, (lines, run) -> lines(lines).stream().sorted().toList())
                    .perform(DOUBLE, (number, run) -> 2 * number)
                    .start()) {
                var sorted = windlass.enqueue(SORT, List.of("b", "a"));
                assertThat((Object) sorted.await(SOON)).isEqualTo(List.of("a", "b"));
                assertThat(windlass.store()
                                .jobs()
                                .payload(sorted.id())
                                .orElseThrow()
                                .text())
                        .isEqualTo("b\na");
                assertThat(windlass.enqueue(DOUBLE, 21).await(SOON)).isEqualTo(42);
            }
        }

        @Test
        void content_of_another_form_is_unreadable_and_dead() throws Exception {
            try (var windlass = Windlass.on(MemoryStore.open())
                    .perform(SORT, (lines, run) -> lines)
                    .start()) {
                var handle = windlass.enqueue(Task.named("sort", Integer.class), 1);
                windlass.drain();
                var job = handle.find().orElseThrow();
                assertThat(job.reason()).contains(DeadReason.UNREADABLE);
                assertThat(job.error().orElseThrow()).endsWith("the content is application/json, expected text/plain");
            }
        }
    }

    @Test
    void two_stores_in_one_process_keep_their_jobs_apart() throws Exception {
        var where = Task.named("where", String.class, String.class);
        try (var durable = Windlass.on(MemoryStore.open())
                        .perform(where, (text, run) -> text + " in the first")
                        .start();
                var passing = Windlass.on(MemoryStore.open())
                        .perform(where, (text, run) -> text + " in the second")
                        .start()) {
            var first = durable.enqueue(where, "a");
            var second = passing.enqueue(where, "b");
            assertThat(first.await(SOON)).isEqualTo("a in the first");
            assertThat(second.await(SOON)).isEqualTo("b in the second");
            assertThat(durable.find(second.id())).isEmpty();
            assertThat(passing.find(first.id())).isEmpty();
            assertThat(durable.enqueue(where, "c").await(SOON)).isEqualTo("c in the first");
            assertThat(durable.list(JobQuery.ALL).jobs()).hasSize(2);
        }
    }
}
