package dev.windlass.benchmarks;

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

    private final LinkedBlockingQueue<Order> waiting = new LinkedBlockingQueue<>();
    private final BareLoop statements;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private volatile boolean closed;

    private record Order(int jobs, CompletableFuture<Void> answer) {}

    RawGroupCommit(BareLoop statements) {
        this.statements = statements;
        new Thread(this::write, "raw-writer").start();
    }

    /** Makes jobs durable. */
    void enqueue(int jobs) {
        var order = new Order(jobs, new CompletableFuture<>());
        waiting.add(order);
        order.answer.join();
    }

    private void write() {
        var batch = new ArrayList<Order>();
        try {
            while (!closed) {
                var first = waiting.poll(50, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                batch.add(first);
                waiting.drainTo(batch, MOST_TOGETHER - 1);
                statements.accept(batch.stream().mapToInt(Order::jobs).sum());
                batch.forEach(order -> order.answer.complete(null));
                batch.clear();
            }
            ended.complete(null);
        } catch (SQLException | InterruptedException e) {
            batch.forEach(order -> order.answer.completeExceptionally(e));
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
