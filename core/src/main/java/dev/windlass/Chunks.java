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
    private final Engine engine;
    private List<NewJob> open = new ArrayList<>();
    private long bytes;
    private long accepted;
    private CompletableFuture<Integer> before = CompletableFuture.completedFuture(0);

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
        settle(before);
        var chunk = open;
        before = engine.accept(chunk).thenApply(at -> chunk.size());
        open = new ArrayList<>();
        bytes = 0;
    }

    private void settle(CompletableFuture<Integer> chunk) {
        try {
            accepted += Windlass.join(chunk);
        } catch (WindlassException e) {
            throw new WindlassException(
                    e.code(), "a chunk was not accepted after " + accepted + " jobs were: " + e.getMessage(), e);
        }
    }

    long finish() {
        if (!open.isEmpty()) {
            send();
        }
        settle(before);
        return accepted;
    }
}
