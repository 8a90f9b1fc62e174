package dev.windlass.server;

import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import dev.windlass.task.Terms;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code windlass jobs list}. */
@Command(name = "list", description = "Lists jobs by their ids, the oldest first: id, state, queue, task.")
final class JobsListCommand implements Callable<Answer> {
    private final Access access;

    @Option(names = "--state", paramLabel = "STATE", description = "only jobs in this state: ${COMPLETION-CANDIDATES}")
    private @Nullable JobState state;

    @Option(names = "--queue", paramLabel = "NAME", description = "only jobs of this queue")
    private @Nullable String queue;

    @Option(names = "--task", paramLabel = "NAME", description = "only jobs of this task")
    private @Nullable String task;

    @Option(names = "--tag", paramLabel = "WORD", description = "only jobs with this tag")
    private @Nullable String tag;

    @Option(names = "--after", paramLabel = "ID", description = "only jobs after this id: the next page")
    private @Nullable JobId after;

    @Option(
            names = "--limit",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "most jobs to list (${DEFAULT-VALUE})")
    private int limit;

    JobsListCommand(Access access) {
        this.access = access;
    }

    @Override
    public Answer call() {
        var query = query();
        try (var store = access.reading()) {
            return answer(store.jobs().list(query));
        }
    }

    private JobQuery query() {
        requireNames();
        var query = JobQuery.ALL.withLimit(limit);
        query = state == null ? query : query.withState(state);
        query = queue == null ? query : query.withQueue(queue);
        query = task == null ? query : query.withTask(task);
        query = tag == null ? query : query.withTag(tag);
        return after == null ? query : query.withAfter(after);
    }

    /** What nothing can be called would only look as if there were no such jobs. */
    private void requireNames() {
        Optional.ofNullable(queue).ifPresent(Queue::requireName);
        Optional.ofNullable(task).ifPresent(Task::requireName);
        Optional.ofNullable(tag).ifPresent(Terms.NONE::withTag);
    }

    private static Answer answer(JobPage page) {
        var lines = new ArrayList<String>();
        page.jobs().forEach(job -> lines.add(JobSheet.line(job)));
        page.next().ifPresent(next -> lines.add("there are more: add --after " + next));
        var json = new LinkedHashMap<String, Object>();
        json.put(
                "jobs",
                page.jobs().stream()
                        .map(job -> JobSheet.fields(job, Sight.MASKED))
                        .toList());
        page.next().ifPresent(next -> json.put("next", next.toString()));
        return Answer.given(lines, json);
    }
}
