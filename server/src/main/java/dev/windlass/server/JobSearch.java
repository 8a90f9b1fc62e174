package dev.windlass.server;

import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import java.util.ArrayList;
import java.util.List;

/** Looks for jobs page by page, with an end: a store may hold millions, and somebody waits for the answer. */
final class JobSearch {
    /** Pages that are looked through, each of up to 20,000 rows in SQLite: about a second in all. */
    private static final int MOST_PAGES = 50;

    private JobSearch() {}

    /** The first jobs that the query fits, as many as its limit says, or fewer where it takes too long to find more. */
    static List<Job> first(Store store, JobQuery query) {
        var found = new ArrayList<Job>();
        var next = query;
        for (var turn = 0; turn < MOST_PAGES; turn++) {
            var page = store.jobs().list(next);
            found.addAll(page.jobs());
            if (page.next().isEmpty() || found.size() >= query.limit()) {
                break;
            }
            next = query.withAfter(page.next().get());
        }
        return found.subList(0, Math.min(found.size(), query.limit()));
    }
}
