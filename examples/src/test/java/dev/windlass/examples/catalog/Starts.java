package dev.windlass.examples.catalog;

import dev.windlass.JobEvent;
import dev.windlass.Listener;
import dev.windlass.task.JobId;
import dev.windlass.task.Task;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;

/** Notes which jobs start and which are durably done. */
final class Starts implements Listener {
    private final Queue<JobEvent.Started> started = new ConcurrentLinkedQueue<>();
    private final Set<JobId> done = ConcurrentHashMap.newKeySet();
    private final CountDownLatch enough;

    Starts() {
        this(0);
    }

    /** @param enough how many durable ends {@link #awaitEnough} waits for */
    Starts(int enough) {
        this.enough = new CountDownLatch(enough);
    }

    @Override
    public void on(JobEvent event) {
        if (event instanceof JobEvent.Started start) {
            started.add(start);
        } else if (event instanceof JobEvent.Succeeded success) {
            done.add(success.job());
            enough.countDown();
        }
    }

    void awaitEnough() throws InterruptedException {
        enough.await();
    }

    List<JobId> started() {
        return started.stream().map(JobEvent.Started::job).toList();
    }

    long started(Task<?, ?> task) {
        return started.stream()
                .filter(start -> start.task().equals(task.name()))
                .count();
    }

    Set<JobId> done() {
        return done;
    }
}
