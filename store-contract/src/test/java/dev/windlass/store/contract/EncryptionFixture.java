package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.Windlass;
import dev.windlass.WindlassBuilder;
import dev.windlass.store.Store;
import dev.windlass.store.memory.MemoryStore;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.Encryption;
import dev.windlass.task.JobId;
import dev.windlass.task.KeyRing;
import dev.windlass.task.Queue;
import dev.windlass.task.Retry;
import dev.windlass.task.Task;
import java.time.Duration;
import java.util.Arrays;

/** Encrypted jobs on a store whose contents a test can see, and which outlives each Windlass on it. */
abstract class EncryptionFixture {
    static final Duration SOON = ofSeconds(20);
    static final String CANARY = "canary-7f3a";
    static final Task<String, String> ECHO = Task.named("echo", String.class, String.class);
    static final Task<Bulk, Long> SIZE = Task.bulk("size", Long.class);
    static final Queue ONCE = Queue.named("default").retry(Retry.none());
    static final KeyRing FIRST = KeyRing.of("first", key(1));
    static final KeyRing SECOND = KeyRing.of("second", key(2));

    final Store store = new Reopened(MemoryStore.open());

    /** Stays when the Windlass on it is closed. */
    private static final class Reopened extends ForwardingStore {
        Reopened(Store correct) {
            super(correct);
        }

        @Override
        public void close() {
            // The next Windlass of the test goes on with it.
        }
    }

    static byte[] key(int fill) {
        var key = new byte[32];
        Arrays.fill(key, (byte) fill);
        return key;
    }

    WindlassBuilder echoing() {
        return Windlass.on(store).queue(ONCE).perform(ECHO, (text, run) -> text + "!");
    }

    JobId enqueue(Encryption encryption) {
        try (var windlass =
                Windlass.on(store).encrypt(encryption).withoutWorkers().start()) {
            return windlass.enqueue(ECHO, CANARY).id();
        }
    }

    Content stored(JobId id) {
        return store.jobs().payload(id).orElseThrow();
    }

    static void assertHidden(Content content) {
        assertThat(content.type()).isEqualTo("application/vnd.windlass.sealed");
        assertThat(content.text()).doesNotContain(CANARY);
    }

    static void assertDead(Windlass windlass, JobId id, DeadReason reason, String sentence) throws Exception {
        windlass.drain(SOON);
        var job = windlass.find(id).orElseThrow();
        assertThat(job.reason()).contains(reason);
        assertThat(job.error().orElseThrow()).contains(sentence).doesNotContain("\n");
    }
}
