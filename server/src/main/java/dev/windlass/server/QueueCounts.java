package dev.windlass.server;

import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.task.JobState;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many jobs of each queue stand in which state. A store keeps such numbers only of queues with a bound on them, so the jobs are
 * looked through, the oldest first and with an end: somebody waits for the answer.
 */
final class QueueCounts {
    /** What is to be run, and what somebody should look at; of what has ended well there may be millions. */
    private static final List<JobState> COUNTED =
            List.of(JobState.SCHEDULED, JobState.READY, JobState.RUNNING, JobState.WAITING, JobState.DEAD);

    /** Pages of a state that are looked through: up to 20,000 jobs, or in SQLite 400,000 others among them, which take half a second. */
    private static final int MOST_PAGES = 20;

    private final Map<String, Map<JobState, Long>> counts = new HashMap<>();
    private boolean whole = true;

    private QueueCounts() {}

    static QueueCounts of(Store store) {
        var counts = new QueueCounts();
        COUNTED.forEach(state -> counts.add(store, state));
        return counts;
    }

    private void add(Store store, JobState state) {
        var query = JobQuery.ALL.withState(state).withLimit(JobQuery.MOST);
        for (var turn = 0; turn < MOST_PAGES; turn++) {
            var page = store.jobs().list(query);
            page.jobs()
                    .forEach(job -> counts.computeIfAbsent(job.queue(), queue -> new EnumMap<>(JobState.class))
                            .merge(state, 1L, Long::sum));
            if (page.next().isEmpty()) {
                return;
            }
            query = query.withAfter(page.next().get());
        }
        whole = false;
    }

    /** Whether all jobs were counted. */
    boolean isWhole() {
        return whole;
    }

    /** By state, those that no job is in left out. */
    Map<JobState, Long> of(String queue) {
        return counts.getOrDefault(queue, Map.of());
    }

    /** {@code 1 scheduled, 2 ready}; empty where there is nothing. */
    String words(String queue) {
        return of(queue).entrySet().stream()
                .map(count -> count.getValue() + " " + count.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
