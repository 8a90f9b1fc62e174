package dev.windlass.store.sqlite;

import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.ProgressHandler;

/**
 * Checks a large file after an unclean stop, on a connection that reads, while the store works already. Damage stops the store,
 * the same as if a call had met it.
 */
final class LateCheck implements Runnable {
    private static final ProgramLog log = ProgramLog.of(LateCheck.class);

    /** Steps of the check between two looks at whether the store was closed. */
    private static final int STEPS = 1_000;

    private final Path file;
    private final Readers readers;
    private final FailStop failStop;

    private volatile boolean passed;

    LateCheck(Path file, Readers readers, FailStop failStop) {
        this.file = file;
        this.readers = readers;
        this.failStop = failStop;
    }

    @Override
    public void run() {
        try {
            readers.read(this::check);
        } catch (StoreException e) {
            if (failStop.reason().isEmpty()) {
                log.warn("the check of {} after an unclean stop failed; it is made at the next opening", file, e);
            }
        }
    }

    /** Whether the file was found sound. Until then the mark of the unclean stop stays, and the next opening checks anew. */
    boolean passed() {
        return passed;
    }

    private boolean check(Reader reader) throws SQLException {
        ProgressHandler.setHandler(reader.connection(), STEPS, new EndWithStore());
        try {
            var verdict = Integrity.LATE.verdict(reader.connection());
            passed = Integrity.isSound(verdict);
            if (!passed) {
                stop(verdict);
            }
            return passed;
        } finally {
            ProgressHandler.clearHandler(reader.connection());
        }
    }

    private void stop(String verdict) {
        var failure =
                new StoreException(ErrorCode.STORE_FAILED, file + " is damaged " + Integrity.remedy(file, verdict));
        log.error("the store stops: {}", failure.getMessage());
        failStop.trip(failure);
    }

    /** Breaks the check off when the store is closed or has stopped. */
    private final class EndWithStore extends ProgressHandler {
        @Override
        protected int progress() {
            return failStop.reason().isPresent() ? 1 : 0;
        }
    }
}
