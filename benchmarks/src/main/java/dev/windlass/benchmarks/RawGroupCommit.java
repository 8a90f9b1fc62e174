package dev.windlass.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Blocking callers before one thread that writes whatever has gathered in one transaction, by the store's own inserts. Nothing is
 * checked, encoded or answered but that it is durable.
 */
final class RawGroupCommit implements AutoCloseable {
    private static final int MOST_TOGETHER = 512;

    private final LinkedBlockingQueue<CompletableFuture<Void>> waiting = new LinkedBlockingQueue<>();
    private final OwnStatements statements;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;

    RawGroupCommit(Path file) throws SQLException {
        statements = OwnStatements.on(file);
        new Thread(this::write, "raw-writer").start();
    }

    /** Makes one job durable. */
    void enqueue() {
        var answer = new CompletableFuture<Void>();
        waiting.add(answer);
        answer.join();
    }

    private void write() {
        var batch = new ArrayList<CompletableFuture<Void>>();
        try {
            while (!closed) {
                var first = waiting.poll(50, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, MOST_TOGETHER - 1);
                statements.accept(batch.size());
                batch.forEach(answer -> answer.complete(null));
                batch.clear();
            }
            ended.complete(null);
        } catch (SQLException | InterruptedException e) {
            batch.forEach(answer -> answer.completeExceptionally(e));
            ended.completeExceptionally(e);
        }
    }

    @Override
    public void close() throws SQLException {
        closed = true;
        ended.join();
        statements.close();
    }
}
