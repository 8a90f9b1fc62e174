package dev.windlass.store.sqlite;

import dev.windlass.store.ProgramLog;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Lets go of what is open, whatever else goes wrong: a full disk, for one, must not keep a connection open or the lock held. */
final class Closing {
    private static final ProgramLog log = ProgramLog.of(Closing.class);

    private final Path file;

    /** A step of closing. */
    @FunctionalInterface
    interface Step {
        void run() throws Exception;
    }

    Closing(Path file) {
        this.file = file;
    }

    /** Closes what was opened in vain. The failure stays what is to be thrown; what closing meets is added to it. */
    static void after(Throwable failure, AutoCloseable opened) {
        try {
            opened.close();
        } catch (Exception e) {
            failure.addSuppressed(e);
        }
    }

    /** Takes every step. An {@link Error} is thrown on once all were taken; what else goes wrong is logged. */
    void inOrder(List<Step> steps) {
        var error = Optional.<Error>empty();
        for (var step : steps) {
            try {
                step.run();
            } catch (Exception e) {
                // Everything that was acknowledged is in the file; the next open finds no mark of a clean stop and
                // checks it.
                log.warn("{} was not closed cleanly", file, e);
            } catch (Error e) {
                error = error.or(() -> Optional.of(e));
            }
        }
        if (error.isPresent()) {
            throw error.get();
        }
    }
}
