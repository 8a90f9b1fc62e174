package dev.windlass.examples.catalog;

import dev.windlass.JobEvent;
import dev.windlass.Listener;
import dev.windlass.task.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** Does something to the tree at a moment of the walk, once: before the job's own work, since listeners are called first. */
final class Meddling implements Listener {
    private final Predicate<JobEvent> moment;
    private final int ordinal;
    private final Deed deed;
    private final AtomicInteger seen = new AtomicInteger();

    interface Deed {
        void run() throws IOException;
    }

    private Meddling(Predicate<JobEvent> moment, int ordinal, Deed deed) {
        this.moment = moment;
        this.ordinal = ordinal;
        this.deed = deed;
    }

    static Meddling atStart(Task<?, ?> task, Deed deed) {
        return new Meddling(starts(task), 1, deed);
    }

    static Meddling atStartOfSecond(Task<?, ?> task, Deed deed) {
        return new Meddling(starts(task), 2, deed);
    }

    static Meddling atDeath(Deed deed) {
        return new Meddling(JobEvent.Died.class::isInstance, 1, deed);
    }

    private static Predicate<JobEvent> starts(Task<?, ?> task) {
        return event ->
                event instanceof JobEvent.Started started && started.task().equals(task.name());
    }

    @Override
    public void on(JobEvent event) {
        if (moment.test(event) && seen.incrementAndGet() == ordinal) {
            try {
                deed.run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
