package dev.windlass.store.contract.ordeal;

import dev.windlass.Windlass;
import dev.windlass.task.Options;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Several callers that enqueue one job after the other, with short pauses, so that jobs arrive about as fast as they are done.
 *
 * <p>A key whose enqueue got no answer is never enqueued again: nobody knows whether its job exists, and a second one would hide
 * whether the first does.
 */
final class Producers {
    private static final int CALLERS = 8;
    private static final int MOST_PAUSE_NANOS = 24_000_000;

    private final Load load;
    private final Audit audit;
    private final AtomicInteger nextKey;
    private final AtomicInteger left;

    private Producers(Load load, Audit audit, int firstKey, int left) {
        this.load = load;
        this.audit = audit;
        this.nextKey = new AtomicInteger(firstKey);
        this.left = new AtomicInteger(left);
    }

    /** Goes on where the audit ends. */
    static Producers of(Orders orders, Audit audit) throws IOException {
        var firstKey = orders.load().firstKey();
        var acknowledged = 0;
        try (var reader = AuditReader.open(orders.audit())) {
            for (var words : reader.read()) {
                switch (words.get(0)) {
                    case "ENQ" -> firstKey = Math.max(firstKey, 1 + Integer.parseInt(words.get(1)));
                    case "ACK" -> acknowledged++;
                    default -> {}
                }
            }
        }
        return new Producers(orders.load(), audit, firstKey, orders.load().roots() - acknowledged);
    }

    void enqueueAll(Windlass windlass) throws InterruptedException {
        var callers = new ArrayList<Thread>();
        for (var number = 0; number < CALLERS; number++) {
            var pauses = new Random(load.seed() + number);
            callers.add(new Thread(() -> call(windlass, pauses), "caller-" + number));
        }
        callers.forEach(Thread::start);
        join(callers);
    }

    private static void join(List<Thread> callers) throws InterruptedException {
        for (var caller : callers) {
            caller.join();
        }
    }

    private void call(Windlass windlass, Random pauses) {
        while (left.getAndDecrement() > 0) {
            var key = nextKey.getAndIncrement();
            audit.write("ENQ", key);
            var handle = windlass.enqueue(Load.WORK, load.work(key), Options.in(load.delay(key)));
            audit.write("ACK", key, handle.id());
            LockSupport.parkNanos(pauses.nextInt(MOST_PAUSE_NANOS));
        }
    }
}
