package dev.windlass.server;

import dev.windlass.store.Job;
import dev.windlass.store.QueueRow;
import dev.windlass.store.Store;
import dev.windlass.store.WaitReason;
import dev.windlass.store.Worker;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.DelayText;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Says in one sentence why a job does not run, as the store stood at one moment. */
final class Diagnosis {
    /** As the engine counts, where nobody set it otherwise. */
    private static final int SUSPECT_AFTER = 2;

    private final Instant now;
    private final Store store;
    private final List<Worker> live;

    /** Those of them that take jobs; the others only end what they run. */
    private final List<Worker> taking;

    private final Map<String, QueueRow> queues;
    private final LimitBook limits;

    private Diagnosis(Instant now, List<Worker> live, Store store) {
        this.now = now;
        this.store = store;
        this.live = live;
        this.taking = live.stream()
                .filter(worker -> worker.state() == Worker.State.LIVE)
                .toList();
        this.queues = store.queues().list().stream().collect(Collectors.toMap(QueueRow::name, row -> row));
        this.limits = LimitBook.of(store);
    }

    static Diagnosis of(Store store) {
        var now = store.now();
        var live = store.workers().list().stream()
                .filter(worker ->
                        worker.state() != Worker.State.ENDED && worker.until().isAfter(now))
                .toList();
        return new Diagnosis(now, live, store);
    }

    /** Who is there to run jobs. */
    String workers() {
        if (live.isEmpty()) {
            return "no worker is alive";
        }
        var draining = live.size() - taking.size();
        return Words.of(live.size(), "worker is alive", "workers are alive")
                + (draining == 0 ? "" : ", " + draining + " of them draining");
    }

    /** Whether the job stands still for a reason that does not pass by itself. */
    boolean isStuck(Job job) {
        return switch (job.state()) {
            case READY -> isPaused(job) || !isPerformed(job);
            case WAITING -> isPaused(job) || (isParked(job) ? !isPerformed(job) : taking.isEmpty());
            case RUNNING -> live.isEmpty();
            case SCHEDULED -> taking.isEmpty() && !isAhead(job);
            case SUCCEEDED, CANCELLED, DEAD -> false;
        };
    }

    private static boolean isParked(Job job) {
        return job.waiting().equals(Optional.of(WaitReason.NO_TASK));
    }

    private boolean isAhead(Job job) {
        return job.due().orElse(job.since()).isAfter(now);
    }

    private boolean isPerformed(Job job) {
        var knowing = taking.stream()
                .filter(worker -> worker.tasks().containsKey(job.task()))
                .toList();
        // The version stands with the payload, which may be large: it is read only where it decides.
        return !knowing.isEmpty() && knowing.stream().anyMatch(reads(job.task(), version(job)));
    }

    private static Predicate<Worker> reads(String task, int version) {
        return worker -> worker.performs(task, version);
    }

    private int version(Job job) {
        return store.jobs().payload(job.id()).map(Content::version).orElse(1);
    }

    /** What a worker has to perform for this job. */
    private String need(Job job) {
        var version = version(job);
        return "task " + job.task() + (version == 1 ? "" : " with payloads of version " + version);
    }

    String why(Job job) {
        return switch (job.state()) {
            case SCHEDULED -> scheduled(job);
            case READY -> ready(job);
            case RUNNING -> running();
            case WAITING ->
                job.waiting().map(reason -> waiting(job, reason)).orElse("it waits, and nobody wrote for what");
            case SUCCEEDED -> "it has succeeded";
            case CANCELLED -> "it was cancelled";
            case DEAD -> dead(job);
        };
    }

    private String scheduled(Job job) {
        var due = job.due().orElse(job.since());
        var wait = due.isAfter(now)
                ? "it is due in "
                        + DelayText.format(Duration.between(now, due)
                                .truncatedTo(ChronoUnit.SECONDS)
                                .plusSeconds(1))
                : "it is due, and the next worker that is alive puts it into its lane";
        var failures = job.tally().failures();
        return failures == 0 ? wait : wait + ", after " + Words.of(failures, "failure", "failures");
    }

    private boolean isPaused(Job job) {
        return Optional.ofNullable(queues.get(job.queue()))
                .map(QueueRow::paused)
                .orElse(false);
    }

    private boolean isHeldByRate(Job job) {
        return Optional.ofNullable(queues.get(job.queue()))
                .map(row -> row.starts().isPresent() && row.starts().getAsInt() < 1)
                .orElse(false);
    }

    private String ready(Job job) {
        if (isPaused(job)) {
            return paused(job);
        }
        if (!live.isEmpty() && taking.isEmpty()) {
            return "every worker that is alive is draining and takes nothing more; start another program that performs "
                    + need(job);
        }
        if (live.isEmpty()) {
            return "no worker is alive; start a program that performs " + need(job);
        }
        if (!isPerformed(job)) {
            return "no worker that is alive performs " + need(job);
        }
        if (job.tally().losses() >= SUSPECT_AFTER) {
            return "its worker vanished " + job.tally().losses() + " times in a row; it waits until a worker that takes"
                    + " queue " + job.queue() + " can run it alone";
        }
        if (isHeldByRate(job)) {
            return "the rate of queue " + job.queue() + " allows no start at this moment";
        }
        return "it stands in lane " + job.lane() + " of queue " + job.queue()
                + " until a worker that takes this queue has a free slot";
    }

    /** A worker that is alive has the file, and the command line could not say it. */
    private String paused(Job job) {
        return "queue " + job.queue() + " is paused; let it go on "
                + (live.isEmpty()
                        ? "with: windlass queues resume "
                        : "by queues().resume in the program that has the store: ")
                + job.queue();
    }

    private String running() {
        return live.isEmpty()
                ? "it was running when its worker vanished; the next worker takes it back"
                : "it is running";
    }

    private String waiting(Job job, WaitReason reason) {
        if (isPaused(job)) {
            return paused(job);
        }
        return switch (reason) {
            case KEY, RATE -> limited(job);
            case PREDECESSOR -> "a job that has to come first has not ended";
            case MESSAGE -> "it waits for a message";
            case NO_TASK ->
                isPerformed(job)
                        ? "it is parked, and a worker that is alive performs " + need(job)
                                + ": it goes there once that has a free slot and takes queue " + job.queue()
                        : "no worker that is alive performs " + need(job) + "; it is parked until one does";
            case PAUSED -> "somebody has paused it";
        };
    }

    private String limited(Job job) {
        var nobody = live.isEmpty() ? ", and no worker is alive to let it pass" : "";
        return "it waits for room under " + limits.sentence(job.terms().limits()) + nobody;
    }

    private static String dead(Job job) {
        var cause = job.reason()
                .map(reason -> switch (reason) {
                    case FATAL -> "its task said that no retry can help, or its result was too large";
                    case EXPIRED -> "it had not started when it expired";
                    case UNREADABLE -> "its payload does not fit its task";
                    case CORRUPT -> "its payload or its checkpoint is not what was stored";
                    case EXHAUSTED -> "it has used its attempts";
                    case QUARANTINED -> "it took its worker down again and again";
                    case PREDECESSOR -> "a job that it depends on failed";
                })
                .orElse("nobody wrote why");
        var mended = job.reason().equals(Optional.of(DeadReason.CORRUPT))
                ? "; enqueue it anew, a revive cannot mend that"
                : "; revive it once that is mended";
        return "it is dead, because " + cause + mended;
    }
}
