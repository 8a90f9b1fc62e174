package dev.windlass.transfer;

import dev.windlass.store.Arrived;
import dev.windlass.store.JobStore;
import dev.windlass.store.Store;
import dev.windlass.store.Transfer;
import dev.windlass.store.TransferStore;
import dev.windlass.task.JobId;
import dev.windlass.task.WindlassException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the jobs of an exported file into a store, as {@link TransferStore#write} says: those that had ended with their results, those
 * that had not to be run here. The file is read twice, first to see that it is whole. A repeat writes what is not there yet, so an
 * import that broke off is begun anew.
 *
 * <p>An engine of the other store that still runs would run the open jobs as well: stop it before the export whose jobs are to run here.
 */
public final class Import {
    private static final int BATCH = 200;

    private final Source source;
    private final Lines lines = new Lines();

    private Import(Source source) {
        this.source = source;
    }

    /** An import of this file. */
    public static Import from(Source source) {
        return new Import(source);
    }

    /**
     * Refuses the file as it is, or writes it in batches: one that fails leaves those before it, and a repeat goes on with the rest.
     *
     * @throws WindlassException with {@code BAD_INPUT}, in one sentence with the number of the line, if the file is cut, is damaged, is none
     *     or has another version; nothing was written then
     * @throws IOException what the stream threw
     */
    public Imported into(Store store) throws IOException {
        check();
        var into = new Batches(store.transfers());
        walk(into::add);
        return into.finish();
    }

    /** What is done with each job of the file. */
    @FunctionalInterface
    private interface Visitor {
        void visit(Transfer job);
    }

    private void check() throws IOException {
        walk(job -> job.orphaned().job().requireNames());
    }

    private void walk(Visitor visitor) throws IOException {
        try (var in = new BufferedInputStream(source.open())) {
            var reading = new LineReader(in);
            lines.requireHeader(reading);
            var jobs = 0L;
            for (var line = reading.next(); ; line = reading.next()) {
                var closing = lines.closing(line, reading.number());
                if (closing.isPresent()) {
                    requireEnd(reading, closing.get(), jobs);
                    return;
                }
                visit(visitor, line, reading.number());
                jobs++;
            }
        }
    }

    private void visit(Visitor visitor, byte[] line, long number) {
        try {
            visitor.visit(lines.job(line));
        } catch (IllegalArgumentException e) {
            throw Lines.refused(number, e.getMessage() + "; nothing was imported");
        }
    }

    private static void requireEnd(LineReader reading, long counted, long jobs) throws IOException {
        if (counted != jobs) {
            throw Lines.refused(
                    reading.number(),
                    "it counts " + counted + " jobs, but " + jobs
                            + " came before it, so lines are missing or were added; export anew");
        }
        if (reading.hasMore()) {
            throw Lines.refused(
                    reading.number() + 1, "something follows the closing line; import each export by itself");
        }
    }

    /** Gathers jobs until a store takes no more at once. */
    private static final class Batches {
        private final TransferStore store;
        private List<Transfer> open = new ArrayList<>();
        private long bytes;
        private final Map<JobId, JobId> holders = new LinkedHashMap<>();
        private long all;
        private long written;
        private long answered;

        Batches(TransferStore store) {
            this.store = store;
        }

        void add(Transfer job) {
            if (open.size() == BATCH || (!open.isEmpty() && bytes + job.weight() > JobStore.MOST_BYTES)) {
                send();
            }
            open.add(job);
            bytes += job.weight();
        }

        private void send() {
            all += open.size();
            var arrived = store.write(open);
            written += arrived.written();
            answered += arrived.answered().size();
            open.forEach(job -> tell(job.job().id(), arrived));
            open = new ArrayList<>();
            bytes = 0;
        }

        private void tell(JobId job, Arrived arrived) {
            var holder = arrived.answered().get(job);
            if (holder != null && holders.size() < Imported.MOST_TOLD) {
                holders.put(job, holder);
            }
        }

        Imported finish() {
            send();
            return new Imported(written, all - written - answered, answered, holders);
        }
    }
}
