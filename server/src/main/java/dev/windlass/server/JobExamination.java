package dev.windlass.server;

import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.Store;
import dev.windlass.task.JobState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** What the doctor says of jobs that stand still, by their reasons. */
final class JobExamination {
    /** Jobs of a state that are looked at; of a store with more, the oldest say enough. */
    private static final int MOST_LOOKED_AT = 1_000;

    private static final List<JobState> WAITING = List.of(JobState.READY, JobState.RUNNING, JobState.WAITING);

    private final Store store;
    private final Diagnosis diagnosis;

    JobExamination(Store store) {
        this.store = store;
        this.diagnosis = Diagnosis.of(store);
    }

    List<Finding> findings() {
        var findings = new ArrayList<Finding>();
        findings.add(new Finding("workers", true, diagnosis.workers()));
        for (var state : WAITING) {
            findings.addAll(findings(state));
        }
        return findings;
    }

    private List<Finding> findings(JobState state) {
        var reasons = new LinkedHashMap<Finding, List<Job>>();
        for (var job : JobSearch.first(store, JobQuery.ALL.withState(state).withLimit(MOST_LOOKED_AT))) {
            reasons.computeIfAbsent(finding(job), reason -> new ArrayList<>()).add(job);
        }
        return reasons.entrySet().stream()
                .map(reason -> counted(reason.getKey(), reason.getValue()))
                .toList();
    }

    private Finding finding(Job job) {
        return new Finding("jobs", !diagnosis.isStuck(job), diagnosis.why(job));
    }

    private static Finding counted(Finding reason, List<Job> jobs) {
        var first = jobs.get(0);
        var count = jobs.size() < MOST_LOOKED_AT ? jobs.size() + "" : MOST_LOOKED_AT + " or more";
        return new Finding(
                reason.about(),
                reason.isWell(),
                count + " " + first.state() + ", the first " + first.id() + ": " + reason.sentence());
    }
}
