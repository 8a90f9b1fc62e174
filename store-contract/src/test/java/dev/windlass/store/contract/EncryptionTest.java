package dev.windlass.store.contract;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.Edit;
import dev.windlass.store.JobQuery;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.Encryption;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.KeyRing;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import dev.windlass.task.Unique;
import dev.windlass.transfer.Export;
import dev.windlass.transfer.Import;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Jobs that are stored encrypted, on a store whose contents a test can see. */
@Timeout(60)
class EncryptionTest extends EncryptionFixture {
    @Nested
    class Kept {
        @Test
        void payload_and_result_are_stored_encrypted_and_come_out_as_they_were() throws Exception {
            try (var windlass = echoing().encrypt(Encryption.with(FIRST)).start()) {
                var handle = windlass.enqueue(ECHO, CANARY);

                assertThat(handle.await(SOON)).isEqualTo(CANARY + "!");
                assertThat(handle.result()).contains(CANARY + "!");
                assertThat(windlass.payload(handle.id()).orElseThrow().text()).isEqualTo("\"" + CANARY + "\"");
                assertHidden(stored(handle.id()));
                assertHidden(store.jobs().result(handle.id()).orElseThrow());
            }
        }

        @Test
        void every_way_to_enqueue_and_an_edit_are_encrypted() throws Exception {
            try (var windlass = Windlass.on(store)
                    .encrypt(Encryption.with(FIRST))
                    .withoutWorkers()
                    .start()) {
                windlass.enqueueAsync(ECHO, CANARY).toCompletableFuture().join();
                windlass.enqueueAll(ECHO, Stream.of(CANARY, CANARY));
                windlass.enqueueJson("echo", "\"" + CANARY + "\"", Options.DEFAULT);
                var edited = windlass.enqueue(ECHO, "before");
                windlass.edit(edited.id(), Edit.NOTHING.withPayload(Content.json("\"" + CANARY + "\"")));
            }
            var all = store.jobs().list(JobQuery.ALL).jobs();
            assertThat(all).hasSize(5).allSatisfy(job -> assertHidden(stored(job.id())));
            try (var windlass = echoing().encrypt(Encryption.with(FIRST)).start()) {
                windlass.drain(SOON);
                for (var job : all) {
                    assertThat(windlass.handle(ECHO, job.id()).result()).contains(CANARY + "!");
                }
            }
        }

        @Test
        void children_and_checkpoints_are_encrypted() throws Exception {
            var attempts = new AtomicInteger();
            var parent = Task.named("parent", String.class);
            try (var windlass = echoing()
                    .queue(Queue.named("family").retry(Retry.fixed(ofMillis(1)).attempts(2)))
                    .encrypt(Encryption.with(FIRST))
                    .performVoid(parent, (text, run) -> {
                        var step = run.checkpoint("step", String.class, () -> CANARY + attempts.incrementAndGet());
                        run.enqueue(ECHO, step);
                        if (run.attempt() == 1) {
                            throw new IllegalStateException("again");
                        }
                    })
                    .start()) {
                var handle = windlass.enqueue(parent, "p", Options.DEFAULT.queue("family"));
                windlass.drain(SOON);

                assertThat(handle.find().orElseThrow().state()).isEqualTo(JobState.SUCCEEDED);
                assertThat(attempts).hasValue(1);
                assertHidden(store.jobs().checkpoint(handle.id()).orElseThrow());
                assertThat(store.jobs().list(JobQuery.ALL.withTask("echo")).jobs())
                        .hasSize(1)
                        .allSatisfy(job -> assertHidden(stored(job.id())));
            }
        }

        @Test
        void error_of_an_attempt_which_is_stored_as_it_is_quotes_no_payload() throws Exception {
            try (var windlass = Windlass.on(store)
                    .queue(ONCE)
                    .encrypt(Encryption.with(FIRST))
                    .perform(Task.named("count", Integer.class, Integer.class), (number, run) -> number)
                    .start()) {
                var id = windlass.enqueue(Task.named("count", String.class), CANARY)
                        .id();
                windlass.drain(SOON);

                assertThat(windlass.find(id).orElseThrow().error().orElseThrow())
                        .contains("the content does not fit: expected Integer")
                        .doesNotContain(CANARY);
            }
        }

        @Test
        void interceptors_see_what_was_enqueued() throws Exception {
            try (var windlass = echoing()
                    .encrypt(Encryption.with(FIRST))
                    .aroundEnqueue(request ->
                            request.withPayload(Content.json(request.payload().text())))
                    .aroundRun((payload, run, next) -> {
                        assertThat(payload.text()).isEqualTo("\"" + CANARY + "\"");
                        return next.run(payload);
                    })
                    .start()) {
                assertThat(windlass.enqueue(ECHO, CANARY).await(SOON)).isEqualTo(CANARY + "!");
            }
        }

        @Test
        void an_edit_comes_by_the_interceptors_before_it_is_encrypted() throws Exception {
            try (var windlass = echoing()
                    .encrypt(Encryption.with(FIRST))
                    .aroundEnqueue(request -> request.withPayload(
                            Content.json(request.payload().text().replace("?", CANARY))))
                    .start()) {
                var handle = windlass.enqueue(ECHO, "before", Options.in("1 hour"));

                windlass.edit(handle.id(), Edit.NOTHING.withPayload(Content.json("\"?\"")));

                assertHidden(stored(handle.id()));
                windlass.runNow(handle.id());
                assertThat(handle.await(SOON)).isEqualTo(CANARY + "!");
            }
        }

        @Test
        void payload_in_parts_is_encrypted_part_by_part() throws Exception {
            var text = CANARY.repeat(60_000);
            try (var windlass = Windlass.on(store)
                    .encrypt(Encryption.with(FIRST))
                    .perform(SIZE, (bulk, run) -> {
                        try (var in = bulk.open()) {
                            assertThat(new String(in.readAllBytes(), StandardCharsets.US_ASCII))
                                    .isEqualTo(text);
                        }
                        return bulk.size().orElseThrow();
                    })
                    .start()) {
                var bytes = text.getBytes(StandardCharsets.US_ASCII);
                var handle = windlass.enqueue(SIZE, Bulk.of(bytes));

                assertThat(handle.await(SOON)).isEqualTo(bytes.length);
                for (var part = 0; part < 3; part++) {
                    assertHidden(store.parts().find(handle.id(), part).orElseThrow());
                }
            }
        }

        @Test
        void only_the_tasks_and_queues_that_were_named_are_encrypted() {
            var other = Task.named("other", String.class);
            var some = Encryption.with(FIRST).ofTasks(ECHO).inQueues("secret");
            try (var windlass = Windlass.on(store)
                    .queue(Queue.named("secret"))
                    .encrypt(some)
                    .withoutWorkers()
                    .start()) {
                assertHidden(stored(windlass.enqueue(ECHO, CANARY).id()));
                assertHidden(stored(windlass.enqueue(other, CANARY, Options.DEFAULT.queue("secret"))
                        .id()));
                assertThat(stored(windlass.enqueue(other, CANARY).id()).text()).contains(CANARY);
            }
        }

        @Test
        void export_of_a_payload_in_parts_can_be_read_where_the_key_is() throws Exception {
            var text = CANARY.repeat(60_000).getBytes(StandardCharsets.US_ASCII);
            JobId id;
            try (var windlass = Windlass.on(store)
                    .encrypt(Encryption.with(FIRST))
                    .withoutWorkers()
                    .start()) {
                id = windlass.enqueue(SIZE, Bulk.of(text)).id();
            }
            var file = new ByteArrayOutputStream();
            Export.of(store).to(file);

            var into = MemoryStore.open();
            Import.from(() -> new ByteArrayInputStream(file.toByteArray())).into(into);
            try (var windlass = Windlass.on(into)
                    .encrypt(Encryption.with(FIRST))
                    .perform(SIZE, (bulk, run) -> {
                        try (var in = bulk.open()) {
                            return (long) in.readAllBytes().length;
                        }
                    })
                    .start()) {
                assertThat(windlass.handle(SIZE, id).await(SOON)).isEqualTo(text.length);
            }
        }

        @Test
        void export_carries_the_ciphertext_and_an_import_keeps_it_readable() throws Exception {
            var id = enqueue(Encryption.with(FIRST));
            var file = new ByteArrayOutputStream();
            Export.of(store).to(file);
            assertThat(file.toString(StandardCharsets.UTF_8)).doesNotContain(CANARY);

            var into = MemoryStore.open();
            Import.from(() -> new ByteArrayInputStream(file.toByteArray())).into(into);
            try (var windlass = Windlass.on(into)
                    .encrypt(Encryption.with(FIRST))
                    .perform(ECHO, (text, run) -> text)
                    .start()) {
                assertThat(windlass.handle(ECHO, id).await(SOON)).isEqualTo(CANARY);
            }
        }
    }

    @Nested
    class Refusals {
        @Test
        void encrypted_payload_cannot_replace_another_one() {
            try (var windlass = echoing().encrypt(Encryption.with(FIRST)).start()) {
                var replacing = Options.DEFAULT.unique(Unique.key("user-42").replacing());
                assertThatThrownBy(() -> windlass.enqueue(ECHO, "a", replacing))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("a payload that is encrypted, as that of task echo, cannot replace the payload of"
                                + " the job that holds the key; give the key another action");
            }
        }

        @Test
        void encryption_is_declared_once() {
            var builder = echoing().encrypt(Encryption.with(FIRST));
            assertThatThrownBy(() -> builder.encrypt(Encryption.with(SECOND)))
                    .hasMessage("encryption is declared already; name all tasks and queues in one Encryption");
        }

        @Test
        void keys_and_their_ids_are_checked() {
            assertThatThrownBy(() -> KeyRing.of("k", new byte[16]))
                    .hasMessage("key \"k\" has 16 bytes, it must have 32; take them from a source of secrets, as"
                            + " KeyGenerator does");
            assertThatThrownBy(() -> KeyRing.of("the key", key(1)))
                    .hasMessage("key id \"the key\" must match [A-Za-z0-9._-]{1,64}; it is stored in the open, so it"
                            + " should be a name and no secret");
            assertThatThrownBy(() -> FIRST.and("first", key(2)))
                    .hasMessage("key \"first\" is in the ring already; give each key an id of its own");
        }

        @Test
        void ring_says_its_ids_and_no_key() {
            assertThat(Encryption.with(FIRST).toString())
                    .contains("keys [first]")
                    .doesNotContain("[1, 1")
                    .doesNotContain("0101");
        }
    }

    @Test
    void what_people_search_by_stays_readable() throws Exception {
        try (var windlass = echoing().encrypt(Encryption.with(FIRST)).start()) {
            var handle = windlass.enqueue(
                    ECHO,
                    CANARY,
                    Options.DEFAULT.header("tenant", "north").tag("blue").unique("user-42"));
            handle.await(SOON);
            assertThat(handle.find().orElseThrow().terms().headers()).containsEntry("tenant", "north");
            assertThat(List.of(handle.find().orElseThrow().task())).containsExactly("echo");
        }
    }
}
