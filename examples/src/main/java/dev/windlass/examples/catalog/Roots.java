package dev.windlass.examples.catalog;

import dev.windlass.examples.catalog.Tasks.Place;
import dev.windlass.store.JobStore;
import dev.windlass.task.JobId;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Where the trees of the runs are. A store may hold unfinished runs of other trees, whose jobs run here as well, so each job asks
 * for the root of its own run. Safe for all threads.
 */
final class Roots {
    private final JobStore jobs;
    private final Map<String, TreePath> known = new ConcurrentHashMap<>();

    Roots(JobStore jobs) {
        this.jobs = jobs;
    }

    /** Where a place of a run lies on the disk. */
    Path locate(Place place) {
        return new TreePath(place.path()).under(of(place.run()));
    }

    private TreePath of(String run) {
        return known.computeIfAbsent(run, this::read);
    }

    private TreePath read(String run) {
        return new TreePath(Tasks.payload(jobs, Tasks.RUN, JobId.parse(run)).root());
    }
}
