package dev.windlass.transfer;

import dev.windlass.store.Store;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferStore;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.OptionalLong;

/**
 * Writes all jobs of a store as lines, in the order in which they were accepted. The store may be at work, also in another process; each job is written as it stood at one
 * moment, those that are accepted or pruned meanwhile may be there or not.
 *
 * <p>Takes a few megabytes of memory, however many jobs there are. For one thread; use once.
 */
public final class Export {
    private static final int PAGE = 200;

    private final Store store;
    private final Lines lines = new Lines();
    private long jobs;

    private Export(Store store) {
        this.store = store;
    }

    /** An export of this store. It is not closed. */
    public static Export of(Store store) {
        return new Export(store);
    }

    /**
     * Writes all lines and flushes the stream, which stays open. Answers how many jobs there are in it.
     *
     * @throws IOException what the stream threw; what was written until then ends without its closing line, and no import takes it
     */
    public long to(OutputStream out) throws IOException {
        var buffered = new BufferedOutputStream(out);
        buffered.write(lines.header(store.now()));
        var next = writePage(TransferStore.BEGINNING, buffered);
        while (next.isPresent()) {
            next = writePage(next.getAsLong(), buffered);
        }
        buffered.write(lines.closing(jobs));
        buffered.flush();
        return jobs;
    }

    private OptionalLong writePage(long after, OutputStream out) throws IOException {
        var page = store.transfers().read(after, PAGE);
        for (Transfer job : page.jobs()) {
            out.write(lines.job(job));
            jobs++;
        }
        return page.next();
    }
}
