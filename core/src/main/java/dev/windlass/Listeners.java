package dev.windlass;

import dev.windlass.engine.Observer;
import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Expired;
import dev.windlass.store.Lease;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.Repair;
import dev.windlass.store.Rescued;
import dev.windlass.store.Then;
import dev.windlass.task.DeadReason;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Tells what the engine observes as events, to each listener in order. */
final class Listeners implements Observer {
    private static final ProgramLog LOG = ProgramLog.of(Listeners.class);

    /** Most names of unknown tasks that are warned of: names come from outside. */
    private static final int MOST_UNKNOWN = 100;

    private final List<Listener> listeners;
    private final Set<String> unknown = ConcurrentHashMap.newKeySet();

    Listeners(List<Listener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void starting(Lease lease) {
        tell(new JobEvent.Started(
                lease.key().job(), lease.task(), lease.queue(), lease.tally().attempt()));
    }

    @Override
    public void unknownTask(Lease lease) {
        if (unknown.size() < MOST_UNKNOWN && unknown.add(lease.task())) {
            LOG.warn(
                    "jobs come that nobody here can perform, they wait for a worker that can: task={} payload-version={} job={}",
                    lease.task(),
                    lease.payload().version(),
                    lease.key().job());
        }
    }

    @Override
    public void ended(Lease lease, Commit commit, CommitAnswer answer) {
        var job = lease.key().job();
        var attempt = lease.tally().attempt();
        if (answer == CommitAnswer.FENCED) {
            LOG.info("lease lost, outcome dropped: job={} task={} attempt={}", job, lease.task(), attempt);
            tell(new JobEvent.Fenced(job, lease.task(), attempt));
        } else if (answer == CommitAnswer.CALLED_OFF) {
            // Whatever its holder has decided: it had not heard of the cancel.
            tell(new JobEvent.Cancelled(job, lease.task()));
        } else if (commit.then() instanceof Then.End end) {
            tell(event(lease, end));
        }
    }

    private static JobEvent event(Lease lease, Then.End end) {
        var job = lease.key().job();
        var task = lease.task();
        var error = end.ended().error().orElse("");
        if (end instanceof Then.Die die) {
            LOG.warn("job is dead: job={} task={} reason={} error={}", job, task, die.reason(), error);
            return new JobEvent.Died(job, task, die.reason(), error);
        }
        if (end instanceof Then.Later later) {
            return end.ended().outcome().usesAttempt()
                    ? new JobEvent.Failed(job, task, lease.tally().attempt(), error, later.delay())
                    : new JobEvent.Snoozed(job, task, later.delay());
        }
        if (end instanceof Then.Cancel) {
            return new JobEvent.Cancelled(job, task);
        }
        if (end instanceof Then.Park) {
            return new JobEvent.Parked(job, task);
        }
        return end instanceof Then.Succeed ? new JobEvent.Succeeded(job, task) : new JobEvent.Released(job, task);
    }

    @Override
    public void expired(Expired expired) {
        LOG.warn("job is dead: job={} task={} reason=EXPIRED", expired.job(), expired.task());
        tell(new JobEvent.Died(expired.job(), expired.task(), DeadReason.EXPIRED, Expired.ERROR));
    }

    @Override
    public void rescued(Rescued rescued) {
        var job = rescued.lease().job();
        var task = rescued.task();
        LOG.warn(
                "a job's worker vanished: job={} task={} worker={} fate={}",
                job,
                task,
                rescued.holder(),
                rescued.fate());
        tell(new JobEvent.Lost(job, task));
        if (rescued.fate() == Rescued.Fate.CANCELLED) {
            tell(new JobEvent.Cancelled(job, task));
        }
        if (rescued.fate() == Rescued.Fate.QUARANTINED) {
            tell(new JobEvent.Died(job, task, DeadReason.QUARANTINED, "it took its worker down again and again"));
        }
    }

    @Override
    public void repaired(Repair repair) {
        LOG.warn("something was wrong in the store and was healed: {}", repair);
        for (var listener : listeners) {
            try {
                listener.repaired(repair);
            } catch (RuntimeException | Error e) {
                LOG.error("a listener threw, the repair is told to the others: repair={}", repair, e);
            }
        }
    }

    private void tell(JobEvent event) {
        for (var listener : listeners) {
            try {
                listener.on(event);
            } catch (RuntimeException | Error e) {
                LOG.error("a listener threw, the event goes on to the others: event={}", event, e);
            }
        }
    }
}
