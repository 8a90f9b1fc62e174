package dev.windlass;

import dev.windlass.engine.JobSeal;
import dev.windlass.engine.Piece;
import dev.windlass.engine.Seal;
import dev.windlass.store.Ability;
import dev.windlass.store.Depth;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.store.PartStore;
import dev.windlass.store.ProgramLog;
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
    private static final ProgramLog LOG = ProgramLog.of(Stowage.class);

    private static final String BYTES = "application/octet-stream";

    private final Store store;
    private final long most;
    private final Seal seal;

    Stowage(Store store, long most, Seal seal) {
        this.store = store;
        this.most = most;
        this.seal = seal;
    }

    /** Stages all of it; nothing stays staged of what is refused or breaks off. */
    PartList stow(NewJob job, Bulk bulk) {
        try {
            requireSize(job.task(), bulk.size());
            try (var in = bulk.open()) {
                return stage(seal.on(job.id(), job.task(), job.queue()), in);
            }
        } catch (IOException e) {
            throw dropped(
                    job.id(),
                    new WindlassException(
                            ErrorCode.BAD_INPUT,
                            "the payload of task " + job.task() + " broke off: " + e.getMessage()
                                    + "; nothing was enqueued",
                            e));
        } catch (RuntimeException e) {
            throw dropped(job.id(), e);
        }
    }

    /** The job is not accepted under this id, since another answers for it: its caller has an answer, whatever becomes of the parts. */
    void drop(JobId job) {
        try {
            store.parts().drop(job);
        } catch (RuntimeException e) {
            LOG.warn("parts of a payload that nobody needs go by themselves in an hour: job={}", job, e);
        }
    }

    /** Drops the parts, unless that fails: then they go by themselves in an hour, and the caller is told what came first. */
    private RuntimeException dropped(JobId job, RuntimeException thrown) {
        try {
            store.parts().drop(job);
        } catch (RuntimeException e) {
            thrown.addSuppressed(e);
        }
        return thrown;
    }

    /**
     * Asks a full queue before a large payload is carried there; its accept asks again and decides. Not of a job with a unique key: by
     * that another may answer, for which there is room.
     */
    void requireRoom(NewJob draft) {
        if (draft.terms().unique().isPresent() || !store.abilities().contains(Ability.RULED)) {
            return;
        }
        store.queues().list().stream()
                .filter(row -> row.name().equals(draft.queue()))
                .flatMap(row -> row.depth().flatMap(depth -> depth.refuses(row.rules(), Depth.of(draft))).stream())
                .findFirst()
                .ifPresent(full -> {
                    throw full;
                });
    }

    /** Gives the parts up where the accept has failed for certain. Where nobody knows, they may belong to a job by now. */
    RuntimeException refused(JobId job, RuntimeException thrown) {
        var isRefused = !(thrown instanceof WindlassException known) || isRefusal(known.code());
        return isRefused ? dropped(job, thrown) : thrown;
    }

    private static boolean isRefusal(ErrorCode code) {
        return switch (code) {
            case BAD_INPUT, NOT_FOUND, STORE_FULL, CALL_FAILED, OVERLOADED, QUEUE_FULL, BUSY_KEY -> true;
            case STORE_DOWN, STORE_FAILED, STORE_REFUSED, STOPPED, FENCED, JOB_FAILED, TIMEOUT -> false;
        };
    }

    private PartList stage(JobSeal job, InputStream in) throws IOException {
        var crc = new CRC32C();
        var bytes = 0L;
        var count = 0;
        var size = job.isOn() ? PartStore.MOST_BYTES - Seal.MOST_GROWTH : PartStore.MOST_BYTES;
        // An empty payload has one empty part: so every one has something that the accept can find.
        for (var part = in.readNBytes(size); part.length > 0 || count == 0; count++) {
            bytes += part.length;
            requireSize(job.task(), OptionalLong.of(bytes));
            var next = in.readNBytes(size);
            var piece = next.length == 0 ? Piece.lastPart(count) : Piece.part(count);
            var stored = job.close(piece, Content.of(BYTES, 1, part));
            // Of what is stored: a checksum of what was encrypted would tell something of it.
            crc.update(stored.bytes());
            store.parts().stage(job.job(), count, stored);
            part = next;
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
