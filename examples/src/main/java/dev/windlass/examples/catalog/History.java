package dev.windlass.examples.catalog;

import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What earlier processes left in the store. Runs are jobs like any others, so that there is no second place which could disagree.
 *
 * <p>To be asked before anything is started: a summary that was left over would end its run meanwhile.
 */
final class History {
    private final JobStore jobs;

    History(JobStore jobs) {
        this.jobs = jobs;
    }

    /** A run that is to be finished. */
    record Unfinished(JobId id, Instant begun) {}

    /** The latest run of this tree, unless a summary of it has succeeded: whoever asks for the same tree goes on with it. */
    Optional<Unfinished> unfinished(Path root) {
        var finished = Pages.of(
                        jobs, JobQuery.ALL.withTask(Tasks.SUMMARY.name()).withState(JobState.SUCCEEDED))
                .map(summary -> Tasks.payload(jobs, Tasks.SUMMARY, summary.id()).run())
                .collect(Collectors.toSet());
        var encoded = TreePath.of(root).encoded();
        return Pages.of(jobs, JobQuery.ALL.withTask(Tasks.RUN.name()))
                .filter(run -> Tasks.payload(jobs, Tasks.RUN, run.id()).root().equals(encoded))
                .max(Comparator.comparing(Job::accepted))
                .filter(run -> !finished.contains(run.id().toString()))
                .map(run -> new Unfinished(run.id(), run.accepted()));
    }

    /** Files that were found and not read, of all runs. */
    long unreadFiles() {
        return Stream.of(JobState.READY, JobState.RUNNING, JobState.SCHEDULED)
                .map(state -> JobQuery.ALL.withTask(Tasks.FILE.name()).withState(state))
                .mapToLong(query -> Pages.of(jobs, query).count())
                .sum();
    }
}
