package dev.windlass.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.JobHandle;
import dev.windlass.Windlass;
import dev.windlass.store.contract.ordeal.ChildJvm;
import dev.windlass.task.Bulk;
import dev.windlass.task.Task;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Payloads of 50 MiB, several at a time, in a process whose memory would not hold them. */
@Tag("process")
@Timeout(240)
final class BulkMemoryTest {
    private static final int BYTES = 50 << 20;
    private static final int JOBS = 8;

    @Test
    void eight_payloads_of_50_mib_are_enqueued_and_read_in_256_mib(@TempDir Path directory) throws Exception {
        var output = directory.resolve("output");
        var file = directory.resolve("windlass.db").toString();
        try (var child = ChildJvm.start(output, Importer.class, List.of(file))) {
            assertThat(child.awaitExit(Duration.ofMinutes(3)))
                    .as(child.printed())
                    .isZero();
        }
    }

    /** Enqueues them all, and reads them at the same time. */
    static final class Importer {
        private static final Task<Bulk, Long> COUNT = Task.bulk("import.csv", Long.class);

        private Importer() {}

        public static void main(String[] arguments) throws Exception {
            try (var windlass = Windlass.on(SqliteStore.at(Path.of(arguments[0]), Jobs.PATIENT))
                    .slots(JOBS)
                    .perform(COUNT, (bulk, run) -> {
                        try (var in = bulk.open()) {
                            return in.transferTo(OutputStream.nullOutputStream());
                        }
                    })
                    .start()) {
                var handles = new ArrayList<JobHandle<Long>>();
                for (var count = 0; count < JOBS; count++) {
                    handles.add(windlass.enqueue(COUNT, Bulk.of(Counting::new)));
                }
                for (var handle : handles) {
                    if (!Long.valueOf(BYTES).equals(handle.await(Duration.ofMinutes(1)))) {
                        throw new IllegalStateException("not all of it came");
                    }
                }
            }
        }
    }

    /** Bytes that need no memory. */
    private static final class Counting extends InputStream {
        private int left = BYTES;

        @Override
        public int read() {
            return left-- > 0 ? left & 0xff : -1;
        }

        @Override
        public int read(byte[] into, int from, int length) {
            if (left <= 0) {
                return -1;
            }
            var count = Math.min(length, left);
            left -= count;
            return count;
        }
    }
}
