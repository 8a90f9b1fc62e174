package dev.windlass.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.windlass.Windlass;
import dev.windlass.store.Edit;
import dev.windlass.store.JobQuery;
import dev.windlass.store.PartStore;
import dev.windlass.store.Store;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Encryption;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.KeyRing;
import dev.windlass.task.UnreadableException;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose keys open what, and what becomes of jobs that do not open or never were encrypted. */
@Timeout(60)
class EncryptionKeysTest extends EncryptionFixture {
    /** Somebody has put each part in the place of its neighbour. */
    private static final class SwappedParts extends ForwardingStore {
        SwappedParts(Store correct) {
            super(correct);
        }

        @Override
        public PartStore parts() {
            var parts = super.parts();
            return new PartStore() {
                @Override
                public void stage(JobId job, int part, Content bytes) {
                    parts.stage(job, part, bytes);
                }

                @Override
                public void drop(JobId job) {
                    parts.drop(job);
                }

                @Override
                public Optional<Content> find(JobId job, int part) {
                    return parts.find(job, part ^ 1);
                }
            };
        }
    }

    @Nested
    class Rotation {
        @Test
        void new_key_encrypts_and_old_ones_still_decrypt() throws Exception {
            var old = enqueue(Encryption.with(FIRST));
            var young = enqueue(Encryption.with(SECOND.and("first", key(1))));

            assertThat(stored(old).text()).contains("first").doesNotContain("second");
            assertThat(stored(young).text()).contains("second").doesNotContain("first");
            try (var windlass = echoing()
                    .encrypt(Encryption.with(SECOND.and("first", key(1))))
                    .start()) {
                assertThat(windlass.handle(ECHO, old).await(SOON)).isEqualTo(CANARY + "!");
                assertThat(windlass.handle(ECHO, young).await(SOON)).isEqualTo(CANARY + "!");
            }
        }

        @Test
        void job_whose_key_is_missing_is_a_dead_letter_and_runs_once_the_key_is_back() throws Exception {
            var id = enqueue(Encryption.with(FIRST));

            try (var windlass = echoing().encrypt(Encryption.with(SECOND)).start()) {
                assertDead(windlass, id, DeadReason.EXHAUSTED, missing(id));
                assertThatThrownBy(() -> windlass.payload(id))
                        .isInstanceOf(UnreadableException.class)
                        .hasMessage(missing(id));
            }
            try (var windlass = echoing()
                    .encrypt(Encryption.with(SECOND.and("first", key(1))))
                    .start()) {
                windlass.revive(id);
                assertThat(windlass.handle(ECHO, id).await(SOON)).isEqualTo(CANARY + "!");
            }
        }

        @Test
        void program_without_any_key_says_the_same() throws Exception {
            var id = enqueue(Encryption.with(FIRST));
            try (var windlass = echoing().start()) {
                assertDead(windlass, id, DeadReason.EXHAUSTED, missing(id));
            }
        }

        @Test
        void another_key_under_the_same_id_is_told_and_the_job_runs_once_the_right_one_is_back() throws Exception {
            var id = enqueue(Encryption.with(FIRST));
            var wrong =
                    "the payload of job " + id + " was encrypted under another key \"first\" than the one in the key"
                            + " ring here; check the key, nothing is lost";
            try (var windlass = echoing()
                    .encrypt(Encryption.with(KeyRing.of("first", key(3))))
                    .start()) {
                assertDead(windlass, id, DeadReason.EXHAUSTED, wrong);
                assertThatThrownBy(() -> windlass.payload(id))
                        .isInstanceOf(UnreadableException.class)
                        .hasMessage(wrong);
            }
            try (var windlass = echoing().encrypt(Encryption.with(FIRST)).start()) {
                windlass.revive(id);
                assertThat(windlass.handle(ECHO, id).await(SOON)).isEqualTo(CANARY + "!");
            }
        }

        private static String missing(JobId id) {
            return "the payload of job " + id
                    + " is encrypted under key \"first\", which is not in the key ring here; add it with KeyRing.and";
        }
    }

    @Nested
    class Tampered {
        @Test
        void payload_that_is_put_in_the_place_of_another_is_refused() throws Exception {
            var victim = enqueue(Encryption.with(FIRST));
            var other = enqueue(Encryption.with(FIRST));
            put(victim, stored(other));

            assertRefused(victim);
        }

        @Test
        void payload_with_one_bit_changed_is_refused() throws Exception {
            var victim = enqueue(Encryption.with(FIRST));
            var bytes = stored(victim).bytes().clone();
            bytes[bytes.length - 1] ^= 1;
            put(victim, Content.of(stored(victim).type(), 1, bytes));

            assertRefused(victim);
        }

        @Test
        void payload_that_is_cut_is_refused() throws Exception {
            var victim = enqueue(Encryption.with(FIRST));
            put(
                    victim,
                    Content.of(
                            stored(victim).type(),
                            1,
                            Arrays.copyOf(stored(victim).bytes(), 3)));

            try (var windlass = echoing().encrypt(Encryption.with(FIRST)).start()) {
                assertDead(
                        windlass,
                        victim,
                        DeadReason.CORRUPT,
                        "the payload of job " + victim
                                + " is encrypted and cannot be taken apart: it ends early or is garbled; enqueue the job anew");
            }
        }

        @Test
        void part_that_is_put_in_the_place_of_another_is_refused() throws Exception {
            JobId victim;
            try (var windlass = Windlass.on(store)
                    .encrypt(Encryption.with(FIRST))
                    .withoutWorkers()
                    .start()) {
                victim = windlass.enqueue(SIZE, Bulk.of(new byte[600_000])).id();
            }
            try (var windlass = Windlass.on(new SwappedParts(store))
                    .queue(ONCE)
                    .encrypt(Encryption.with(FIRST))
                    .perform(SIZE, (bulk, run) -> {
                        try (var in = bulk.open()) {
                            return (long) in.readAllBytes().length;
                        }
                    })
                    .start()) {
                assertDead(
                        windlass,
                        victim,
                        DeadReason.CORRUPT,
                        "part 1 of the payload of job " + victim
                                + " does not open with key \"first\": it was changed, or"
                                + " stored for another job or task; enqueue the job anew");
            }
        }

        private void put(JobId victim, Content foreign) {
            store.jobs().edit(victim, Edit.NOTHING.withPayload(foreign));
        }

        private void assertRefused(JobId victim) throws Exception {
            try (var windlass = echoing().encrypt(Encryption.with(FIRST)).start()) {
                assertDead(
                        windlass,
                        victim,
                        DeadReason.CORRUPT,
                        "the payload of job " + victim + " does not open with key \"first\": it was changed, or stored"
                                + " for another job or task; enqueue the job anew");
            }
        }
    }

    @Nested
    class Plain {
        @Test
        void plain_jobs_run_until_they_are_refused() throws Exception {
            var encryption = Encryption.with(FIRST).ofTasks(ECHO);
            try (var windlass = echoing().withoutWorkers().start()) {
                windlass.enqueue(ECHO, "a");
            }
            try (var windlass = echoing().encrypt(encryption).start()) {
                windlass.drain(SOON);
                assertThat(windlass.list(JobQuery.ALL.withState(JobState.SUCCEEDED))
                                .jobs())
                        .hasSize(1);
            }
            JobId plain;
            try (var windlass = echoing().withoutWorkers().start()) {
                plain = windlass.enqueue(ECHO, "a").id();
            }
            try (var windlass = echoing().encrypt(encryption.refusingPlain()).start()) {
                assertDead(
                        windlass,
                        plain,
                        DeadReason.CORRUPT,
                        "the payload of job " + plain
                                + " is not encrypted, and nothing else is taken for task echo in queue default; enqueue the job anew");
            }
        }
    }
}
