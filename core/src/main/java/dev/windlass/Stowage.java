package dev.windlass;

import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.Store;
import dev.windlass.task.Bulk;
import dev.windlass.task.Content;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;
import java.util.zip.CRC32C;

/** Takes large payloads to the store, part by part, before their jobs are accepted. Safe for all threads. */
final class Stowage {
    private static final String BYTES = "application/octet-stream";

    private final Store store;
    private final long most;

    Stowage(Store store, long most) {
        this.store = store;
        this.most = most;
    }

    /** Stages all of it; nothing stays staged of what is refused or breaks off. */
    PartList stow(JobId job, String task, Bulk bulk) {
        try {
            requireSize(task, bulk.size());
            try (var in = bulk.open()) {
                return stage(job, task, in);
            }
        } catch (IOException e) {
            store.parts().drop(job);
            throw new WindlassException(
                    ErrorCode.BAD_INPUT,
                    "the payload of task " + task + " broke off: " + e.getMessage() + "; nothing was enqueued",
                    e);
        } catch (RuntimeException e) {
            store.parts().drop(job);
            throw e;
        }
    }

    /** The job is not accepted under this id. */
    void drop(JobId job) {
        store.parts().drop(job);
    }

    private PartList stage(JobId job, String task, InputStream in) throws IOException {
        var crc = new CRC32C();
        var bytes = 0L;
        var count = 0;
        // An empty payload has one empty part: so every one has something that the accept can find.
        for (var part = in.readNBytes(PartStore.MOST_BYTES); part.length > 0 || count == 0; count++) {
            bytes += part.length;
            requireSize(task, OptionalLong.of(bytes));
            crc.update(part);
            store.parts().stage(job, count, Content.of(BYTES, 1, part));
            part = in.readNBytes(PartStore.MOST_BYTES);
        }
        return new PartList(bytes, count, (int) crc.getValue());
    }

    private void requireSize(String task, OptionalLong size) {
        if (size.isPresent() && size.getAsLong() > most) {
            throw new IllegalArgumentException("the payload of task " + task + " is " + size.getAsLong()
                    + " bytes or more, the limit is " + most + " (max-bulk); store it elsewhere and pass where it is");
        }
    }
}
