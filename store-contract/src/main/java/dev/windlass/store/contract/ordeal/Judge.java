package dev.windlass.store.contract.ordeal;

import dev.windlass.store.Attempt;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.store.WorkerId;
import dev.windlass.store.contract.ordeal.Evidence.Start;
import dev.windlass.store.contract.ordeal.Load.Done;
import dev.windlass.store.contract.ordeal.Load.Work;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares what the audits prove with what the store says after everything has come to its end. Used once.
 *
 * <p>A process that is alone can lose a job only by its death. Where there are several, one that was paused may lose jobs to the others
 * too, and is told so.
 */
public final class Judge {
    /** Leases that one worker holds at most: its slots and what it prefetches. */
    private static final int MOST_LEASES = Laborer.SLOTS + 512;

    private final Load load;
    private final List<Evidence> evidence;
    private final Store store;
    private final List<String> violations = new ArrayList<>();

    private final Map<JobId, Job> jobs = new LinkedHashMap<>();
    private final Map<JobId, Set<JobId>> childrenOf = new HashMap<>();
    private final Map<JobId, Map<Long, Attempt>> attemptsOf = new HashMap<>();
    private final Map<WorkerId, Integer> lossesOf = new HashMap<>();

    private Judge(Load load, List<Evidence> evidence, Store store) {
        this.load = load;
        this.evidence = evidence;
        this.store = store;
    }

    /**
     * What was found.
     *
     * @param violations what should not be, one sentence each; empty when all is well
     * @param reRuns for each life of each process, how many jobs it had begun that began again later
     * @param losses leases that were lost, started or not
     */
    public record Verdict(List<String> violations, int jobs, Map<Life, Integer> reRuns, int losses) {}

    /** The time of a process from one start to its kill, both counted from 0. */
    public record Life(int process, int number) {}

    private record Run(Start start, Life life) {}

    /** Of one process that was alone with its store. */
    public static Verdict judge(Orders orders, Evidence evidence) throws Exception {
        return judge(orders, List.of(evidence));
    }

    /** Of several processes that shared a store; the orders are those of any of them, since all have the same seed. */
    public static Verdict judge(Orders orders, List<Evidence> evidence) throws Exception {
        try (var store = orders.open()) {
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
        evidence.forEach(process -> process.fenced().forEach(this::judgeFenced));
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
        evidence.forEach(process -> process.acknowledged().forEach((key, job) -> {
            if (!jobs.containsKey(job)) {
                violation("job " + job + " of key " + key + " was acknowledged and is lost");
            }
        }));
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
                if (evidence.stream().noneMatch(process -> process.enqueued().contains(key))) {
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
        var before = new HashMap<JobId, Run>();
        for (var run : runs()) {
            var start = run.start();
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
            var last = before.put(start.job(), run);
            if (last != null && (last.life().equals(run.life()) || !hasEnded(last.life())) && !wasTaken(last)) {
                violation("job " + start.job() + " ran again although nobody was killed in between");
            }
        }
    }

    /** All runs, those of one job in their order. */
    private List<Run> runs() {
        var runs = new ArrayList<Run>();
        for (var process = 0; process < evidence.size(); process++) {
            for (var start : evidence.get(process).starts()) {
                runs.add(new Run(start, new Life(process, start.life())));
            }
        }
        runs.sort(Comparator.comparingLong(run -> run.start().fence()));
        return runs;
    }

    private boolean hasEnded(Life life) {
        return life.number() < evidence.get(life.process()).kills().size();
    }

    /** Whether others took the job from a process that stood still. */
    private boolean wasTaken(Run run) {
        var attempt = attemptsOf(run.start().job()).get(run.start().fence());
        return evidence.size() > 1
                && evidence.get(run.life().process()).pauses() > 0
                && attempt != null
                && attempt.outcome() == Outcome.LOST;
    }

    private void judgeFenced(JobId job) {
        var mayBe = evidence.size() > 1
                && attemptsOf(job).values().stream().anyMatch(attempt -> attempt.outcome() == Outcome.LOST);
        if (!mayBe) {
            violation("job " + job + " was told FENCED although nobody else can have it");
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

    /** Only who was killed or stood still loses leases, and no more than a worker holds. */
    private void judgeLosses() {
        var blows = evidence.stream()
                .mapToInt(process -> process.kills().size() + process.pauses())
                .sum();
        if (lossesOf.size() > blows) {
            violation(lossesOf.size() + " workers lost leases, but only " + blows + " were killed");
        }
        lossesOf.forEach((worker, losses) -> {
            if (losses > MOST_LEASES) {
                violation("worker " + worker + " lost " + losses + " leases, it can hold " + MOST_LEASES);
            }
        });
    }

    private Map<Life, Integer> reRuns() {
        var reRuns = new HashMap<Life, Integer>();
        var lives = new HashMap<JobId, Life>();
        for (var run : runs()) {
            var before = lives.put(run.start().job(), run.life());
            if (before != null) {
                reRuns.merge(before, 1, Integer::sum);
            }
        }
        return Map.copyOf(reRuns);
    }

    private void violation(String sentence) {
        violations.add(sentence);
    }
}
