package dev.windlass.task;

/**
 * The attempt has lost its lease: somebody else may run the job, and nothing that this attempt commits is accepted. Let it end the
 * attempt; whatever the attempt still returns or throws is dropped.
 */
public final class FencedException extends WindlassException {
    private static final long serialVersionUID = 1L;

    public FencedException(JobId job, long fence) {
        super(
                ErrorCode.FENCED,
                "job " + job + " is no longer held under fence " + fence
                        + ": nothing was written, and another run decides; stop working on it");
    }
}
