package dev.windlass.transfer;

import dev.windlass.store.Store;
import dev.windlass.store.StoreException;
import dev.windlass.store.TransferStore;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.io.BufferedInputStream;
import java.io.IOException;

/**
 * Writes the jobs of an exported file into a store, as {@link TransferStore#write} says: those that had ended with their results, those
 * that had not to be run here. What people have said of queues and limits is taken over where nobody has said anything here. The file is read twice, first to see that it is whole. A repeat writes what is not there yet, so an
 * import that broke off is begun anew.
 *
 * <p>An engine of the other store that still runs would run the open jobs as well: stop it before the export whose jobs are to run here.
 */
public final class Import {
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
     * @throws StoreException if a batch failed; it says how many jobs are imported
     * @throws IOException what the stream threw
     */
    public Imported into(Store store) throws IOException {
        return checked().into(store);
    }

    /**
     * Sees that the file is whole, for a caller who opens a store only then. It must not change until it is written.
     *
     * @throws WindlassException with {@code BAD_INPUT}, as {@link #into} does
     * @throws IOException what the stream threw
     */
    public Checked checked() throws IOException {
        walk(new Checking());
        return new Checked(this);
    }

    /** A file that was found whole. */
    public static final class Checked {
        private final Import whole;

        private Checked(Import whole) {
            this.whole = whole;
        }

        /**
         * Writes it in batches: one that fails leaves those before it, and a repeat goes on with the rest.
         *
         * @throws IOException what the stream threw
         */
        public Imported into(Store store) throws IOException {
            var writing = new Writing(store);
            try {
                whole.walk(writing);
            } catch (StoreException e) {
                throw brokenOff(writing.imported(), e);
            }
            return writing.imported();
        }
    }

    /** The store speaks of the batch that failed, and people want to know of the whole. */
    private static StoreException brokenOff(Imported sofar, StoreException trouble) {
        var there = "the import broke off, " + (sofar.written() + sofar.known()) + " of its jobs are imported";
        var sentence = trouble.code() == ErrorCode.STORE_FULL
                ? there + " and no space is left; free some and import again: what is there stays"
                : there + "; import again, what is there stays. The batch after them failed: " + trouble.getMessage();
        return new StoreException(trouble.code(), sentence, trouble);
    }

    private void walk(Receiver receiver) throws IOException {
        try (var in = new BufferedInputStream(source.open())) {
            var reading = new LineReader(in);
            lines.requireHeader(reading);
            var counted = Lines.Count.NONE;
            for (var line = reading.next(); ; line = reading.next()) {
                var kind = lines.kind(line, reading.number());
                receive(receiver, kind, line, reading.number());
                if (kind == Lines.Kind.CLOSING) {
                    requireEnd(reading, lines.closing(line), counted);
                    return;
                }
                counted = counted.with(kind);
            }
        }
    }

    private void receive(Receiver receiver, Lines.Kind kind, byte[] line, long number) {
        try {
            lines.tell(receiver, kind, line);
        } catch (IllegalArgumentException e) {
            throw Lines.refused(number, e.getMessage() + "; nothing was imported");
        }
    }

    private static void requireEnd(LineReader reading, Lines.Count closing, Lines.Count counted) throws IOException {
        if (!closing.equals(counted)) {
            throw Lines.refused(
                    reading.number(),
                    "it counts " + closing + ", but " + counted
                            + " came before it, so lines are missing or were added; export anew");
        }
        if (reading.hasMore()) {
            throw Lines.refused(
                    reading.number() + 1, "something follows the closing line; import each export by itself");
        }
    }
}
