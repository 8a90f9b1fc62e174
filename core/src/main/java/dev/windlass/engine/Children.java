package dev.windlass.engine;

import dev.windlass.store.JobStore;
import dev.windlass.store.NewJob;
import dev.windlass.task.JobId;
import java.util.ArrayList;
import java.util.List;

/** Jobs that an attempt has made and not yet committed. Safe for all threads. */
final class Children {
    private final JobId parent;
    private final List<NewJob> jobs = new ArrayList<>();
    private long bytes;

    Children(JobId parent) {
        this.parent = parent;
    }

    synchronized void add(NewJob child) {
        var grown = bytes + child.weight();
        if (jobs.size() == JobStore.MOST_JOBS || grown > JobStore.MOST_BYTES) {
            throw new IllegalArgumentException("job " + parent + " has " + (jobs.size() + 1) + " children of " + grown
                    + " bytes, the limits are " + JobStore.MOST_JOBS + " and " + JobStore.MOST_BYTES
                    + "; let a child enqueue the rest");
        }
        bytes = grown;
        jobs.add(child);
    }

    synchronized List<NewJob> all() {
        return List.copyOf(jobs);
    }

    synchronized int count() {
        return jobs.size();
    }

    /** Forgets all but the first so many. */
    synchronized void cut(int count) {
        var tail = jobs.subList(count, jobs.size());
        bytes -= tail.stream().mapToLong(NewJob::weight).sum();
        tail.clear();
    }
}
