package dev.windlass.store.postgres.trouble;

import dev.windlass.Windlass;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What became of the jobs of a crew, when nothing was left to run.
 *
 * @param violations what should never be, one sentence each
 * @param reRuns runs beyond the first of a job
 * @param lost attempts that were given up for lost
 */
record Findings(List<String> violations, int jobs, int reRuns, int lost) {
    static Findings of(Windlass windlass, Crew crew) {
        return new Reading(windlass, crew).read();
    }

    /** Reads the store and compares. Used once. */
    private static final class Reading {
        private final Windlass windlass;
        private final Crew crew;
        private final List<String> violations = new ArrayList<>();
        private int lost;

        Reading(Windlass windlass, Crew crew) {
            this.windlass = windlass;
            this.crew = crew;
        }

        Findings read() {
            var jobs = jobs();
            jobs.values().forEach(this::judge);
            crew.accepted().stream()
                    .filter(job -> !jobs.containsKey(job))
                    .forEach(job -> violations.add("job " + job + " was accepted and is lost"));
            if (jobs.size() > crew.asked()) {
                violations.add(jobs.size() + " jobs are there of " + crew.asked() + " that were asked for");
            }
            judgeNumbers();
            var reRuns = crew.runs().size()
                    - (int) crew.runs().stream().map(Crew.Run::job).distinct().count();
            return new Findings(List.copyOf(violations), jobs.size(), reRuns, lost);
        }

        private Map<JobId, Job> jobs() {
            var jobs = new HashMap<JobId, Job>();
            var query = JobQuery.ALL.withLimit(JobQuery.MOST);
            var page = windlass.list(query);
            page.jobs().forEach(job -> jobs.put(job.id(), job));
            while (page.next().isPresent()) {
                page = windlass.list(query.withAfter(page.next().get()));
                page.jobs().forEach(job -> jobs.put(job.id(), job));
            }
            return jobs;
        }

        private void judge(Job job) {
            var outcomes = windlass.attempts(job.id()).stream()
                    .collect(Collectors.groupingBy(attempt -> attempt.outcome(), Collectors.counting()));
            lost += outcomes.getOrDefault(Outcome.LOST, 0L).intValue();
            outcomes.remove(Outcome.LOST);
            outcomes.remove(Outcome.RELEASED);
            var once = outcomes.size() == 1 && outcomes.getOrDefault(Outcome.SUCCEEDED, 0L) == 1;
            if (job.state() != JobState.SUCCEEDED || !once) {
                violations.add("job " + job.id() + " is " + job.state() + " with the outcomes " + outcomes);
            }
        }

        /** One number under two ids would be one enqueue that was accepted twice. */
        private void judgeNumbers() {
            var ids = new HashMap<Integer, JobId>();
            for (var run : crew.runs()) {
                var other = ids.put(run.number(), run.job());
                if (other != null && !other.equals(run.job())) {
                    violations.add("jobs " + other + " and " + run.job() + " both are number " + run.number());
                }
            }
        }
    }
}
