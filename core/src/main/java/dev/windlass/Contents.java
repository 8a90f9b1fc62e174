package dev.windlass;

import dev.windlass.engine.JobSeal;
import dev.windlass.engine.Piece;
import dev.windlass.engine.Seal;
import dev.windlass.store.Job;
import dev.windlass.store.JobStore;
import dev.windlass.task.Content;
import dev.windlass.task.DamagedException;
import dev.windlass.task.JobId;
import dev.windlass.task.UnreadableException;
import java.util.Optional;

/** Payloads and results of stored jobs, as their tasks know them: decrypted where they were encrypted. */
record Contents(JobStore jobs, Seal seal) {
    Optional<Content> payload(JobId id) {
        return opened(id, Piece.PAYLOAD, jobs.payload(id));
    }

    Optional<Content> result(JobId id) {
        return opened(id, Piece.RESULT, jobs.result(id));
    }

    /** Plain content costs no look at its job. */
    private Optional<Content> opened(JobId id, Piece piece, Optional<Content> stored) {
        return stored.filter(seal::concerns).isEmpty()
                ? stored
                : jobs.find(id).map(job -> opened(seal(job), piece, stored.get()));
    }

    private static Content opened(JobSeal seal, Piece piece, Content stored) {
        try {
            return seal.open(piece, stored);
        } catch (DamagedException e) {
            throw new UnreadableException(String.valueOf(e.getMessage()), e);
        }
    }

    private JobSeal seal(Job job) {
        return seal.on(job.id(), job.task(), job.queue());
    }
}
