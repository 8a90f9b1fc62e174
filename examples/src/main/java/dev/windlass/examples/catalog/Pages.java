package dev.windlass.examples.catalog;

import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import java.util.Optional;
import java.util.stream.Stream;

/** Lists of jobs without end, page by page as they are read. */
final class Pages {
    private Pages() {}

    static Stream<Job> of(JobStore jobs, JobQuery query) {
        var full = query.withLimit(JobQuery.MOST);
        return Stream.iterate(
                        Optional.of(jobs.list(full)),
                        Optional::isPresent,
                        page -> page.flatMap(JobPage::next).map(after -> jobs.list(full.withAfter(after))))
                .flatMap(page -> page.orElseThrow().jobs().stream());
    }
}
