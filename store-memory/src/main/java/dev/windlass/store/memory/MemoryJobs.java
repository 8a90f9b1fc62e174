package dev.windlass.store.memory;

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
import dev.windlass.store.Tally;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Unique;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Accepting, reading and steering jobs. */
final class MemoryJobs implements JobStore {
    private final Ledger ledger;

    MemoryJobs(Ledger ledger) {
        this.ledger = ledger;
    }

    @Override
    public Accepted accept(List<NewJob> batch) {
        JobStore.requireWithinLimits(batch);
        synchronized (ledger) {
            // Before the first is inserted: the batch is accepted whole or not at all.
            batch.stream().filter(job -> !ledger.rows.containsKey(job.id())).forEach(ledger.stowed::requireWhole);
            var now = ledger.now();
            ledger.queues.refuses(batch, job -> ledger.isAnswered(job, now)).ifPresent(full -> {
                throw full;
            });
            var firsts = new HashMap<JobId, JobId>();
            batch.forEach(job -> ledger.accept(job, now).ifPresent(first -> firsts.put(job.id(), first)));
            return new Accepted(now, firsts);
        }
    }

    @Override
    public Optional<Job> find(JobId id) {
        return read(id, Row::view);
    }

    @Override
    public JobPage list(JobQuery query) {
        synchronized (ledger) {
            var rows = query.after()
                    .map(last -> ledger.rows.tailMap(last, false))
                    .orElse(ledger.rows)
                    .values();
            var found = new ArrayList<Job>();
            for (var row : rows) {
                if (!matches(row, query)) {
                    continue;
                }
                if (found.size() == query.limit()) {
                    return new JobPage(
                            found, Optional.of(found.get(found.size() - 1).id()));
                }
                found.add(row.view());
            }
            return new JobPage(found, Optional.empty());
        }
    }

    private static boolean matches(Row row, JobQuery query) {
        return query.state().map(row.state::equals).orElse(true)
                && query.queue().map(row.base.queue()::equals).orElse(true)
                && query.task().map(row.base.task()::equals).orElse(true)
                && query.tag().map(row.base.terms().tags()::contains).orElse(true);
    }

    @Override
    public Optional<Content> payload(JobId id) {
        return read(id, row -> row.base.payload());
    }

    @Override
    public Optional<Content> result(JobId id) {
        return read(id, row -> row.result).flatMap(Function.identity());
    }

    @Override
    public Optional<Content> checkpoint(JobId id) {
        return read(id, row -> row.checkpoint).flatMap(Function.identity());
    }

    @Override
    public List<Attempt> attempts(JobId id) {
        return read(id, Row::history).orElse(List.of());
    }

    @Override
    public List<LogLine> log(JobId id) {
        return read(id, row -> List.copyOf(row.log)).orElse(List.of());
    }

    private <T> Optional<T> read(JobId id, Function<Row, T> reader) {
        synchronized (ledger) {
            return Optional.ofNullable(ledger.rows.get(id)).map(reader);
        }
    }

    @Override
    public CancelAnswer cancel(JobId id, Duration keep) {
        synchronized (ledger) {
            var row = ledger.rows.get(id);
            if (row == null) {
                return CancelAnswer.UNKNOWN;
            }
            return switch (row.state) {
                case SCHEDULED, READY, WAITING -> cancel(row, keep);
                case RUNNING -> request(row, keep);
                case CANCELLED -> CancelAnswer.CANCELLED;
                case SUCCEEDED, DEAD -> CancelAnswer.ENDED;
            };
        }
    }

    @Override
    public int unschedule(List<JobId> jobs, Duration keep) {
        synchronized (ledger) {
            var scheduled = jobs.stream()
                    .distinct()
                    .map(ledger.rows::get)
                    .filter(row -> row != null && row.state == JobState.SCHEDULED)
                    .toList();
            scheduled.forEach(row -> cancel(row, keep));
            return scheduled.size();
        }
    }

    private CancelAnswer cancel(Row row, Duration keep) {
        ledger.cancel(row, keep);
        return CancelAnswer.CANCELLED;
    }

    /** The holder may end the job first; whatever else it does, the job is cancelled then. */
    private static CancelAnswer request(Row row, Duration keep) {
        row.calledOff = row.calledOff.or(() -> Optional.of(keep));
        return CancelAnswer.RUNNING;
    }

    @Override
    public ReviveAnswer revive(JobId id) {
        synchronized (ledger) {
            var row = ledger.rows.get(id);
            if (row == null) {
                return ReviveAnswer.UNKNOWN;
            }
            if (row.state != JobState.DEAD) {
                return ReviveAnswer.NOT_DEAD;
            }
            if (ledger.keys
                    .holder(row.base, ledger.now())
                    .filter(holder -> !holder.equals(id))
                    .isPresent()) {
                return ReviveAnswer.KEY_TAKEN;
            }
            if (row.base
                    .terms()
                    .unique()
                    .filter(unique -> unique.scope() != Unique.Scope.FOR_TIME)
                    .isPresent()) {
                ledger.hold(row, ledger.now());
            }
            row.tally = Tally.NONE;
            row.suspect = false;
            row.reason = Optional.empty();
            row.firstClaimed = Optional.empty();
            ledger.revive(row);
            return ReviveAnswer.REVIVED;
        }
    }

    @Override
    public EditAnswer edit(JobId id, Edit edit) {
        synchronized (ledger) {
            return read(id, row -> ledger.editing.edit(row, edit, ledger.now())).orElse(EditAnswer.UNKNOWN);
        }
    }

    @Override
    public Backlog backlog() {
        synchronized (ledger) {
            var running = ledger.workers.values().stream().anyMatch(worker -> !worker.held.isEmpty());
            return new Backlog(
                    ledger.anyReady() || ledger.limits.anyWaiting(),
                    running,
                    !ledger.scheduled.isEmpty(),
                    !ledger.unsettled.isEmpty());
        }
    }
}
