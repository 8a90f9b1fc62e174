package dev.windlass;

import dev.windlass.runtime.Engine;
import dev.windlass.store.JobStore;
import dev.windlass.store.NewJob;
import dev.windlass.task.WindlassException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Collects a stream of jobs into chunks and fills the next one while the last is on its way. */
final class Chunks {
    private static final CompletableFuture<Integer> NONE = CompletableFuture.completedFuture(0);

    private final Engine engine;
    private List<NewJob> open = new ArrayList<>();
    private long bytes;
    private long accepted;
    private CompletableFuture<Integer> before = NONE;

    Chunks(Engine engine) {
        this.engine = engine;
    }

    void add(NewJob job) {
        if (open.size() == JobStore.MOST_JOBS || (!open.isEmpty() && bytes + job.weight() > JobStore.MOST_BYTES)) {
            send();
        }
        open.add(job);
        bytes += job.weight();
    }

    private void send() {
        // Settled first: when a chunk is refused, exactly the jobs before it were accepted, and the caller can go on
        // from there.
        settle();
        var chunk = open;
        before = engine.accept(chunk)
                .thenApply(answer -> chunk.size() - answer.firsts().size());
        open = new ArrayList<>();
        bytes = 0;
    }

    private void settle() {
        var last = before;
        before = NONE;
        accepted += Enqueues.join(last);
    }

    long finish() {
        if (!open.isEmpty()) {
            send();
        }
        settle();
        return accepted;
    }

    /** What the caller is told when the stream breaks off: nothing of this if no job was accepted. */
    RuntimeException brokenBy(RuntimeException cause) {
        try {
            settle();
        } catch (WindlassException e) {
            cause.addSuppressed(e);
        }
        return accepted == 0 ? cause : new PartlyAcceptedException(accepted, cause);
    }
}
