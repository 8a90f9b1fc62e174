package dev.windlass.examples.catalog;

import dev.windlass.JobEvent;
import dev.windlass.Listener;
import java.util.concurrent.atomic.LongAdder;

/** Counts what this process found and did, for people to watch. The catalogue itself is made from the store. Safe for all threads. */
final class Counter implements Listener {
    private final LongAdder found = new LongAdder();
    private final LongAdder files = new LongAdder();
    private final LongAdder dead = new LongAdder();
    private final LongAdder jobs = new LongAdder();

    /** So many files are to be read; a directory that is listed twice after a failure counts twice. */
    void found(long more) {
        found.add(more);
    }

    @Override
    public void on(JobEvent event) {
        if (event instanceof JobEvent.Succeeded succeeded) {
            jobs.increment();
            if (succeeded.task().equals(Tasks.FILE.name())) {
                files.increment();
            }
        } else if (event instanceof JobEvent.Died) {
            dead.increment();
        }
    }

    long found() {
        return found.sum();
    }

    long files() {
        return files.sum();
    }

    long dead() {
        return dead.sum();
    }

    /** Jobs that succeeded here, of whatever kind. */
    long jobs() {
        return jobs.sum();
    }
}
