package dev.windlass.transfer;

import dev.windlass.store.Ability;
import dev.windlass.store.NewJob;
import dev.windlass.store.PartList;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.Store;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferStore;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.UnreadableException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Writes all jobs of a store as lines, in the order in which they were accepted, after what people have said of its queues and limits. The
 * store may be at work, also in another process; each job is written as it stood at one
 * moment, those that are accepted or pruned meanwhile may be there or not.
 *
 * <p>Takes a few megabytes of memory, however many jobs there are. For one thread; use once.
 */
public final class Export {
    private static final ProgramLog log = ProgramLog.of(Export.class);

    private static final int PAGE = 200;

    /** Stands for a part that is not there any more: damaged there as it is here, so that its job ends as CORRUPT and not the export. */
    private static final Content LOST = Content.stored("application/octet-stream", 1, new byte[0], ~Content.NONE.crc());

    private final Store store;
    private final Lines lines = new Lines();
    private final List<JobId> damaged = new ArrayList<>();
    private Lines.Count count = Lines.Count.NONE;
    private long leftOut;

    private Export(Store store) {
        this.store = store;
    }

    /** An export of this store. It is not closed. */
    public static Export of(Store store) {
        return new Export(store);
    }

    /**
     * Writes all lines and flushes the stream, which stays open. A job whose payload or parts are damaged goes with them, to end as CORRUPT
     * where it arrives; one whose terms or list of parts cannot be read is left out, and told.
     *
     * @throws IOException what the stream threw; what was written until then ends without its closing line, and no import takes it
     */
    public ExportReport to(OutputStream out) throws IOException {
        var buffered = new BufferedOutputStream(out);
        buffered.write(lines.header(store.now()));
        if (store.abilities().contains(Ability.RULED)) {
            writeOverrides(buffered);
        }
        var next = writePage(TransferStore.BEGINNING, buffered);
        while (next.isPresent()) {
            next = writePage(next.getAsLong(), buffered);
        }
        buffered.write(lines.closing(count));
        buffered.flush();
        return new ExportReport(count.jobs(), leftOut, damaged);
    }

    private void writeOverrides(OutputStream out) throws IOException {
        for (var queue : store.queues().list()) {
            if (queue.override().isPresent() || queue.paused()) {
                out.write(lines.override(queue));
                count = count.with(Lines.Kind.OVERRIDE);
            }
        }
        for (var limit : store.limits().list()) {
            if (limit.override().isPresent()) {
                out.write(lines.override(limit.override().get()));
                count = count.with(Lines.Kind.OVERRIDE);
            }
        }
    }

    private OptionalLong writePage(long after, OutputStream out) throws IOException {
        var page = store.transfers().read(after, PAGE);
        for (Transfer job : page.jobs()) {
            write(job, out);
        }
        page.damaged().forEach(this::leaveOut);
        return page.next();
    }

    private void write(Transfer transfer, OutputStream out) throws IOException {
        var job = transfer.job();
        var parts = parts(job);
        if (parts.isEmpty()) {
            leaveOut(job.id());
            return;
        }
        for (var part = 0; part < parts.getAsInt(); part++) {
            out.write(lines.part(
                    job.id(), part, store.parts().find(job.id(), part).orElse(LOST)));
        }
        out.write(lines.job(transfer));
        count = count.with(Lines.Kind.JOB);
    }

    /** In how many parts its payload is; empty where the list of them is damaged. */
    private static OptionalInt parts(NewJob job) {
        var payload = job.payload();
        if (!payload.type().equals(PartList.TYPE)) {
            return OptionalInt.of(0);
        }
        if (!payload.intact()) {
            // It may read as a list all the same, of a thousand million parts.
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(PartList.in(payload).map(PartList::parts).orElse(0));
        } catch (UnreadableException e) {
            log.warn("job={} is left out of the export: the list of its payload's parts cannot be read", job.id(), e);
            return OptionalInt.empty();
        }
    }

    private void leaveOut(JobId job) {
        leftOut++;
        if (damaged.size() < Imported.MOST_TOLD) {
            damaged.add(job);
        }
    }
}
