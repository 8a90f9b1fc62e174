package dev.windlass.store.postgres;

import dev.windlass.store.Edit;
import dev.windlass.store.NewJob;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Unique;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What second jobs do to those that answer for them, as the actions of their keys say. Many may ask for the same: they come to one
 * change, that of the last to replace, made earlier by those after it.
 */
final class Answering {
    private final Instant now;
    private final Map<JobId, Editing.Change> changes = new LinkedHashMap<>();

    private Answering(Instant now) {
        this.now = now;
    }

    /** A job that was not accepted, and the one that answers it. */
    private record Second(JobId first, NewJob job) {
        Unique.Action action() {
            return job.terms().unique().orElseThrow().action();
        }
    }

    /** In the order of the batch, of which some jobs are answered by others. All that it accepts is there. */
    static void act(Transaction transaction, List<NewJob> batch, Map<JobId, JobId> firsts, Instant now)
            throws SQLException {
        var seconds = batch.stream()
                .flatMap(job ->
                        Optional.ofNullable(firsts.get(job.id())).stream().map(first -> new Second(first, job)))
                .toList();
        var answering = new Answering(now);
        seconds.forEach(answering::add);
        if (answering.changes.isEmpty()) {
            return;
        }
        var edited = Editing.edit(transaction, List.copyOf(answering.changes.values()));
        for (var second : seconds) {
            if (second.action() == Unique.Action.REPLACE && edited.contains(second.first())) {
                // The names of secret fields come with the payload: it must not be shown under the mask of another.
                TermRows.mark(transaction, second.first(), second.job().terms());
            }
        }
    }

    private void add(Second second) {
        var first = second.first();
        switch (second.action()) {
            case REJECT -> {}
            case REPLACE -> changes.put(first, new Editing.Change(first, replacing(second.job()), false));
            case MOVE_EARLIER -> changes.merge(first, movingEarlier(second), this::earlier);
        }
    }

    private Editing.Change movingEarlier(Second second) {
        return new Editing.Change(
                second.first(), Edit.NOTHING.withDue(at(second.job().due())), true);
    }

    private Edit replacing(NewJob second) {
        return Edit.NOTHING
                .withPayload(second.payload())
                .withLane(second.lane())
                .withDue(at(second.due()));
    }

    private Editing.Change earlier(Editing.Change former, Editing.Change next) {
        var due = from(former).isBefore(from(next)) ? former : next;
        return new Editing.Change(former.job(), former.edit().withDue(Due.at(from(due))), former.earlier());
    }

    private Instant from(Editing.Change change) {
        return change.edit().due().orElse(Due.NOW).from(now);
    }

    private Due at(Due due) {
        return Due.at(due.from(now));
    }
}
