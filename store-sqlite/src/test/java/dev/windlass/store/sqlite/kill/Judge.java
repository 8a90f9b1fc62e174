package dev.windlass.store.sqlite.kill;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.WorkerId;
import dev.windlass.store.sqlite.SqliteStore;
import dev.windlass.store.sqlite.kill.Evidence.Start;
import dev.windlass.store.sqlite.kill.Load.Done;
import dev.windlass.store.sqlite.kill.Load.Work;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares what the audit proves with what the file says after everything has come to its end. Used once. */
final class Judge {
    /** Leases that one worker holds at most: its slots and what it prefetches. */
    private static final int MOST_LEASES = Laborer.SLOTS + 512;

    private final Load load;
    private final Evidence evidence;
    private final Store store;
    private final List<String> violations = new ArrayList<>();

    private final Map<JobId, Job> jobs = new LinkedHashMap<>();
    private final Map<JobId, Set<JobId>> childrenOf = new HashMap<>();
    private final Map<JobId, Map<Long, Attempt>> attemptsOf = new HashMap<>();
    private final Map<WorkerId, Integer> lossesOf = new HashMap<>();

    private Judge(Load load, Evidence evidence, Store store) {
        this.load = load;
        this.evidence = evidence;
        this.store = store;
    }

    /**
     * What was found.
     *
     * @param violations what should not be, one sentence each; empty when all is well
     * @param reRuns for each life, how many jobs it had begun that began again later
     * @param losses leases that were lost, started or not
     */
    record Verdict(List<String> violations, int jobs, List<Integer> reRuns, int losses) {}

    static Verdict judge(Orders orders, Evidence evidence) {
        try (var store = SqliteStore.at(orders.database())) {
            return new Judge(orders.load(), evidence, store).judge();
        }
    }

    private Verdict judge() {
        readJobs();
        judgeAcknowledgements();
        jobs.values().forEach(this::judgeJob);
        judgeRoots();
        judgeStarts();
        judgeLosses();
        evidence.fenced().forEach(job -> violation("job " + job + " was told FENCED although nobody else can have it"));
        var losses = lossesOf.values().stream().mapToInt(Integer::intValue).sum();
        return new Verdict(List.copyOf(violations), jobs.size(), reRuns(), losses);
    }

    private void readJobs() {
        var query = JobQuery.ALL.withLimit(JobQuery.MOST);
        var page = store.jobs().list(query);
        page.jobs().forEach(this::add);
        while (page.next().isPresent()) {
            page = store.jobs().list(query.withAfter(page.next().get()));
            page.jobs().forEach(this::add);
        }
    }

    private void add(Job job) {
        jobs.put(job.id(), job);
        job.parent()
                .ifPresent(parent -> childrenOf
                        .computeIfAbsent(parent, none -> new HashSet<>())
                        .add(job.id()));
        attemptsOf.put(
                job.id(),
                store.jobs().attempts(job.id()).stream().collect(Collectors.toMap(Attempt::fence, attempt -> attempt)));
    }

    private Map<Long, Attempt> attemptsOf(JobId job) {
        return attemptsOf.getOrDefault(job, Map.of());
    }

    private void judgeAcknowledgements() {
        evidence.acknowledged().forEach((key, job) -> {
            if (!jobs.containsKey(job)) {
                violation("job " + job + " of key " + key + " was acknowledged and is lost");
            }
        });
    }

    private void judgeJob(Job job) {
        if (job.state() != JobState.SUCCEEDED) {
            violation("job " + job.id() + " is " + job.state() + " after the drain");
            return;
        }
        var accepted = new ArrayList<Attempt>();
        for (var attempt : attemptsOf(job.id()).values()) {
            switch (attempt.outcome()) {
                case SUCCEEDED -> accepted.add(attempt);
                case LOST -> lossesOf.merge(attempt.worker(), 1, Integer::sum);
                default -> violation("job " + job.id() + " has an attempt that is " + attempt.outcome());
            }
        }
        if (accepted.size() != 1) {
            violation("job " + job.id() + " has " + accepted.size() + " accepted outcomes");
        } else {
            judgeOutcome(job, accepted.get(0));
        }
    }

    private void judgeOutcome(Job job, Attempt accepted) {
        var done = store.jobs()
                .result(job.id())
                .map(content -> Load.WORK.codec().decode(content, Done.class))
                .orElseGet(() -> new Done(0, List.of()));
        if (done.fence() != accepted.fence()) {
            violation("job " + job.id() + " ended under fence " + accepted.fence()
                    + " by the outcome of the run under fence " + done.fence());
        }
        var named = done.children().stream().map(JobId::parse).collect(Collectors.toSet());
        var there = childrenOf.getOrDefault(job.id(), Set.of());
        if (!named.equals(there)) {
            violation("job " + job.id() + " has the children " + there + ", its accepted outcome names " + named);
        }
    }

    /** Jobs from outside: each was asked for, and none exists twice. */
    private void judgeRoots() {
        var keys = new HashMap<Integer, JobId>();
        for (var job : jobs.values()) {
            work(job).map(Work::key).filter(key -> key != Load.CHILD).ifPresent(key -> {
                if (!evidence.enqueued().contains(key)) {
                    violation("job " + job.id() + " of key " + key + " was never enqueued");
                }
                var other = keys.put(key, job.id());
                if (other != null) {
                    violation("jobs " + other + " and " + job.id() + " both are key " + key);
                }
            });
        }
    }

    private Optional<Work> work(Job job) {
        return store.jobs().payload(job.id()).map(Load.WORK::decode);
    }

    private void judgeStarts() {
        var lifeOf = new HashMap<JobId, Integer>();
        for (var start : evidence.starts()) {
            var job = jobs.get(start.job());
            if (job == null) {
                violation("job " + start.job() + " ran and is not in the store");
                continue;
            }
            judgeTime(start, job);
            if (!attemptsOf(start.job()).containsKey(start.fence())) {
                violation(
                        "job " + start.job() + " ran under fence " + start.fence() + ", of which nothing is recorded");
            }
            var before = lifeOf.put(start.job(), start.life());
            if (before != null && before == start.life()) {
                violation("job " + start.job() + " ran again although nobody was killed in between");
            }
        }
    }

    private void judgeTime(Start start, Job job) {
        var key = work(job).map(Work::key).orElse(Load.CHILD);
        if (key == Load.CHILD) {
            return;
        }
        var due = job.accepted().plus(load.delay(key));
        var began = Instant.EPOCH.plus(start.micros(), ChronoUnit.MICROS);
        if (began.isBefore(due)) {
            violation("job " + start.job() + " was due at " + due + " and began at " + began);
        }
    }

    /** Only who was killed loses leases, and no more than a worker holds. */
    private void judgeLosses() {
        if (lossesOf.size() > evidence.kills().size()) {
            violation(lossesOf.size() + " workers lost leases, but only "
                    + evidence.kills().size() + " were killed");
        }
        lossesOf.forEach((worker, losses) -> {
            if (losses > MOST_LEASES) {
                violation("worker " + worker + " lost " + losses + " leases, it can hold " + MOST_LEASES);
            }
        });
    }

    private List<Integer> reRuns() {
        var reRuns = new int[evidence.kills().size() + 1];
        var lifeOf = new HashMap<JobId, Integer>();
        for (var start : evidence.starts()) {
            var before = lifeOf.put(start.job(), start.life());
            if (before != null) {
                reRuns[before]++;
            }
        }
        return Arrays.stream(reRuns).boxed().toList();
    }

    private void violation(String sentence) {
        violations.add(sentence);
    }
}
