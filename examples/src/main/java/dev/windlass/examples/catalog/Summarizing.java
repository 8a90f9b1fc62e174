package dev.windlass.examples.catalog;

import dev.windlass.examples.catalog.Tasks.Place;
import dev.windlass.examples.catalog.Tasks.Summary;
import dev.windlass.examples.catalog.Totals.Sum;
import dev.windlass.examples.catalog.Totals.Unread;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.task.FatalException;
import dev.windlass.task.JobState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Does the job of a summary: reads what the jobs of one run have left in the store, and writes it as a catalogue. It can be done
 * again at any time, and gives the same file. The rows are sorted in memory: about 250 bytes each, so a million files take 250 MB.
 */
final class Summarizing {
    private final JobStore jobs;
    private final Roots roots;
    private final String run;
    private final List<CatalogueFile.Row> rows = new ArrayList<>();
    private final Map<String, Sum> types = new TreeMap<>();
    private final List<Unread> examples = new ArrayList<>();
    private Sum all = Sum.none("all");
    private long unread;

    private Summarizing(JobStore jobs, Roots roots, String run) {
        this.jobs = jobs;
        this.roots = roots;
        this.run = run;
    }

    static Totals summarize(JobStore jobs, Roots roots, Summary summary) throws IOException {
        var summarizing = new Summarizing(jobs, roots, summary.run());
        for (var task : List.of(Tasks.DIRECTORY, Tasks.PAGE, Tasks.FILE)) {
            Pages.of(jobs, JobQuery.ALL.withTask(task.name())).forEach(summarizing::add);
        }
        CatalogueFile.write(Path.of(summary.out()), summarizing.rows);
        return summarizing.totals();
    }

    private void add(Job job) {
        var place = Tasks.place(jobs, job.id());
        if (!place.run().equals(run)) {
            return;
        }
        if (job.state() != JobState.SUCCEEDED) {
            addUnread(job, place);
        } else if (job.task().equals(Tasks.FILE.name())) {
            addRead(Tasks.facts(jobs, job.id()), new TreePath(place.path()).text());
        }
    }

    private void addRead(FileFacts facts, String path) {
        rows.add(new CatalogueFile.Row(path, Csv.facts(facts)));
        types.merge(facts.type(), Sum.none(facts.type()).plus(facts), (sum, one) -> sum.plus(facts));
        all = all.plus(facts);
    }

    /** A file that could not be read has a row with its size all the same, as long as it is there. */
    private void addUnread(Job job, Place place) {
        var path = new TreePath(place.path()).text();
        unread++;
        if (examples.size() < Totals.MOST_EXAMPLES) {
            examples.add(new Unread(path, reason(job)));
        }
        if (job.task().equals(Tasks.FILE.name())) {
            size(place).ifPresent(bytes -> rows.add(new CatalogueFile.Row(path, Csv.unread(bytes))));
        }
    }

    private OptionalLong size(Place place) {
        try {
            var kind = Disk.kind(roots.locate(place));
            return kind.isRegularFile() ? OptionalLong.of(kind.size()) : OptionalLong.empty();
        } catch (IOException e) {
            // Gone, or out of reach: not even its size is known.
            return OptionalLong.empty();
        }
    }

    private static String reason(Job job) {
        var first = job.error()
                .flatMap(error -> error.lines().findFirst())
                .orElse(job.state().name());
        return first.replace(FatalException.class.getName() + ": ", "");
    }

    private Totals totals() {
        var byFiles = types.values().stream()
                .sorted(Comparator.comparingLong(Sum::files).reversed().thenComparing(Sum::type))
                .toList();
        return new Totals(all, byFiles, unread, List.copyOf(examples));
    }
}
