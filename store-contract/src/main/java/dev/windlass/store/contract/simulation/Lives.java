package dev.windlass.store.contract.simulation;

import dev.windlass.engine.Rules;
import dev.windlass.store.Ability;
import dev.windlass.store.JobQuery;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.NewJob;
import dev.windlass.store.Store;
import dev.windlass.task.JobId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The lives of all jobs, and their comparison with what the store shows. */
final class Lives {
    private final Store store;
    private final Rules rules;
    private final boolean atomic;
    private final Map<JobId, JobLife> lives = new LinkedHashMap<>();

    Lives(Store store, Rules rules) {
        this.store = store;
        this.rules = rules;
        this.atomic = store.abilities().contains(Ability.ATOMIC);
    }

    /** Begins with the first accept or with the commit of the parent; a repeat changes nothing. */
    void begin(NewJob job) {
        lives.computeIfAbsent(job.id(), id -> new JobLife(job, rules.of(job.queue()), store.now()));
    }

    JobLife get(JobId id) {
        var life = lives.get(id);
        if (life == null) {
            throw new Violation("job " + id + " was never accepted, and the store names it");
        }
        return life;
    }

    Collection<JobLife> all() {
        return lives.values();
    }

    List<JobLife> such(Predicate<JobLife> such) {
        return lives.values().stream().filter(such).toList();
    }

    int count(Predicate<JobLife> such) {
        var count = 0;
        for (var life : lives.values()) {
            count += such.test(life) ? 1 : 0;
        }
        return count;
    }

    /** Compares one job. A child of a commit whose consequences come late may not be there yet. */
    void look(JobLife life) {
        var found = store.jobs().find(life.id());
        if (found.isPresent()) {
            life.compare(found.get());
        } else if (atomic || life.wasSeen()) {
            throw new Violation("I1: " + life + " is not in the store");
        }
    }

    /** Compares every job there is, and finds those that should not be. */
    void lookAtAll() {
        var page = store.jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST));
        page.jobs().forEach(job -> get(job.id()).compare(job));
        var seen = count(JobLife::wasSeen);
        if (seen != page.jobs().size()) {
            throw new Violation("I1: the store has shown " + seen + " jobs and now lists "
                    + page.jobs().size());
        }
    }

    /** I1: what was acknowledged is there. */
    void acknowledged(List<NewJob> batch) {
        for (var job : batch) {
            if (store.jobs().find(job.id()).isEmpty()) {
                throw new Violation("I1: job " + job.id() + " was acknowledged and is not in the store");
            }
        }
    }

    /** Every attempt is in the history of its job, in order, and one of them succeeded if the job did. */
    void checkHistories() {
        lives.values().forEach(life -> life.compare(store.jobs().attempts(life.id())));
    }

    /** The jobs that have not ended. */
    List<JobLife> open() {
        return such(life -> !life.state().ended());
    }

    /** The attempts that succeeded. */
    Set<LeaseKey> succeeded() {
        return lives.values().stream()
                .flatMap(life -> life.succeededBy().stream())
                .collect(Collectors.toSet());
    }

    /** How many attempts were lost or given back. */
    int reruns() {
        return lives.values().stream().mapToInt(JobLife::reruns).sum();
    }
}
