package dev.windlass.task;

import java.io.IOException;

/** What is read of a {@link Bulk} is not what was accepted, or is not there any more. Ends the job as CORRUPT if it ends the attempt. */
public final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    public DamagedException(String message) {
        super(message);
    }
}
