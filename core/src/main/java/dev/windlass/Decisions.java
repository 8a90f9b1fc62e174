package dev.windlass;

import dev.windlass.engine.Intake;
import dev.windlass.engine.Rules;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Queue;
import dev.windlass.task.Task;
import java.util.stream.Collectors;

/** What people decide about jobs that are there already. What each promises stands at {@link Windlass}. Safe for all threads. */
final class Decisions {
    private final Windlass windlass;
    private final Rules rules;

    Decisions(Windlass windlass, Rules rules) {
        this.windlass = windlass;
        this.rules = rules;
    }

    CancelAnswer cancel(JobId id) {
        var keep = windlass.find(id)
                .map(job -> rules.find(job.queue()).map(Queue::keep).orElse(Queue.DEFAULT_KEEP));
        var answer = keep.map(length -> windlass.reading().cancel(id, length)).orElse(CancelAnswer.UNKNOWN);
        if (answer == CancelAnswer.RUNNING) {
            windlass.engine().hintCancel();
        }
        return answer;
    }

    long unschedule(String task) {
        Task.requireName(task);
        var query = JobQuery.ALL.withState(JobState.SCHEDULED).withTask(task).withLimit(JobQuery.MOST);
        var count = 0L;
        for (var page = windlass.list(query); ; page = windlass.list(query)) {
            count += unschedule(page);
            if (page.next().isEmpty()) {
                return count;
            }
            query = query.withAfter(page.next().get());
        }
    }

    private int unschedule(JobPage page) {
        var byQueue = page.jobs().stream()
                .collect(Collectors.groupingBy(Job::queue, Collectors.mapping(Job::id, Collectors.toList())));
        return byQueue.entrySet().stream()
                .mapToInt(entry -> windlass.reading().unschedule(entry.getValue(), rules.keep(entry.getKey())))
                .sum();
    }

    ReviveAnswer revive(JobId id) {
        var answer = windlass.reading().revive(id);
        windlass.engine().hintReady();
        return answer;
    }

    EditAnswer edit(JobId id, Edit edit) {
        var answer = windlass.reading().edit(id, storable(id, edit));
        windlass.engine().hintUpkeep();
        return answer;
    }

    /** The edit as it is to be stored, if its payload could be enqueued. That of an unknown job is left for the store to answer. */
    private Edit storable(JobId id, Edit edit) {
        return edit.payload()
                .flatMap(payload -> windlass.find(id).map(job -> edit.withPayload(storable(job, payload))))
                .orElse(edit);
    }

    private Content storable(Job job, Content payload) {
        intake().requireSize(job.task(), payload);
        windlass.declared().requireReadable(job.task(), payload);
        return intake().payload(job, payload);
    }

    private Intake intake() {
        return windlass.engine().intake();
    }
}
