package dev.windlass.store.contract.simulation;

import dev.windlass.store.Accepted;
import dev.windlass.store.Attempt;
import dev.windlass.store.Backlog;
import dev.windlass.store.CancelAnswer;
import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.store.Job;
import dev.windlass.store.JobPage;
import dev.windlass.store.JobQuery;
import dev.windlass.store.JobStore;
import dev.windlass.store.LogLine;
import dev.windlass.store.NewJob;
import dev.windlass.store.ReviveAnswer;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.QueueFullException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs as one process reaches them. */
final class FaultyJobs implements JobStore {
    private final Reach reach;

    FaultyJobs(Reach reach) {
        this.reach = reach;
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        var entrance = reach.send("accept " + batch.size(), arrows(batch), () -> enter(batch));
        if (entrance.refused().isPresent()) {
            throw entrance.refused().get();
        }
        return entrance.accepted().orElseThrow();
    }

    /** An answer to an accept: a refusal is one as well, and may be lost like any other. */
    private record Entrance(Optional<Accepted> accepted, Optional<QueueFullException> refused) {}

    private Entrance enter(List<NewJob> batch) {
        try {
            var answer = reach.store().jobs().accept(batch);
            reach.witness().accepted(batch, answer);
            return new Entrance(Optional.of(answer), Optional.empty());
        } catch (QueueFullException full) {
            reach.witness().refused(batch, full.refusal());
            return new Entrance(Optional.empty(), Optional.of(full));
        }
    }

    private Map<Arrow, Integer> arrows(List<NewJob> batch) {
        if (reach.witness().mayRefuse(batch)) {
            return Reach.follow(Arrow.REFUSE, 1);
        }
        var arrows = new EnumMap<Arrow, Integer>(Arrow.class);
        batch.forEach(job ->
                arrows.merge(reach.witness().lives().answersFor(job) ? Arrow.ANSWER : Arrow.ACCEPT, 1, Integer::sum));
        return arrows;
    }

    @Override
    public Optional<Job> find(JobId id) {
        return reach.send("find", Reach.NONE, () -> reach.store().jobs().find(id));
    }

    @Override
    public JobPage list(JobQuery query) {
        return reach.send("list", Reach.NONE, () -> reach.store().jobs().list(query));
    }

    @Override
    public Optional<Content> payload(JobId id) {
        return reach.send("payload", Reach.NONE, () -> reach.store().jobs().payload(id));
    }

    @Override
    public Optional<Content> result(JobId id) {
        return reach.send("result", Reach.NONE, () -> reach.store().jobs().result(id));
    }

    @Override
    public Optional<Content> checkpoint(JobId id) {
        return reach.send("checkpoint", Reach.NONE, () -> reach.store().jobs().checkpoint(id));
    }

    @Override
    public List<Attempt> attempts(JobId id) {
        return reach.send("attempts", Reach.NONE, () -> reach.store().jobs().attempts(id));
    }

    @Override
    public List<LogLine> log(JobId id) {
        return reach.send("log", Reach.NONE, () -> reach.store().jobs().log(id));
    }

    @Override
    public CancelAnswer cancel(JobId id, Duration keep) {
        return reach.send(
                "cancel " + id,
                Reach.follow(Arrow.CANCEL, reach.witness().people().waits(id) ? 1 : 0),
                () -> {
                    var answer = reach.store().jobs().cancel(id, keep);
                    reach.witness().people().cancelled(id, answer);
                    return answer;
                });
    }

    @Override
    public int unschedule(List<JobId> jobs, Duration keep) {
        throw new UnsupportedOperationException("nobody in the simulation calls off many jobs at once");
    }

    @Override
    public ReviveAnswer revive(JobId id) {
        return reach.send(
                "revive " + id,
                Reach.follow(Arrow.REVIVE, reach.witness().people().mayRevive(id) ? 1 : 0),
                () -> {
                    var answer = reach.store().jobs().revive(id);
                    reach.witness().people().revived(id, answer);
                    return answer;
                });
    }

    @Override
    public EditAnswer edit(JobId id, Edit edit) {
        return reach.send(
                "edit " + id, Reach.follow(Arrow.EDIT, reach.witness().people().waits(id) ? 1 : 0), () -> {
                    var answer = reach.store().jobs().edit(id, edit);
                    reach.witness().people().edited(id, edit, answer);
                    return answer;
                });
    }

    @Override
    public Backlog backlog() {
        return reach.send("backlog", Reach.NONE, () -> reach.store().jobs().backlog());
    }
}
