package dev.windlass.store.contract.simulation;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.LimitStore;
import dev.windlass.task.JobState;
import dev.windlass.task.Limit;
import dev.windlass.task.Limit.Bound;
import dev.windlass.task.LimitKey;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Who may have passed which limit. Permits are not counted here but seen: a job has one under each of its keys exactly while it is
 * READY or RUNNING. So there is no counter that could be wrong in the same way as a store's.
 */
final class Permits {
    private final Map<String, Limit> declared = new HashMap<>();
    private final Map<String, Limit> overrides = new HashMap<>();
    private final Map<LimitKey, Starts> starts = new HashMap<>();
    private long lastPlace;

    Permits(Collection<Limit> limits) {
        limits.forEach(limit -> declared.put(limit.name(), limit));
    }

    void override(Limit limit) {
        overrides.put(limit.name(), limit);
    }

    void reset(String name) {
        overrides.remove(name);
    }

    private Bound bound(LimitKey key) {
        var limit = overrides.getOrDefault(key.limit(), declared.get(key.limit()));
        if (limit == null) {
            throw new Violation("nobody declared limit " + key.limit() + ", and a job names it");
        }
        return limit.bound();
    }

    /** Whether each claim of such a job is a start that costs a token. */
    boolean areRated(Collection<LimitKey> keys) {
        return keys.stream().anyMatch(key -> bound(key) instanceof Bound.Rated);
    }

    /** Those jobs of one call that wait have their places in line, unless they kept older ones. Nobody knows their order among them. */
    void line(Collection<JobLife> joined) {
        lastPlace++;
        joined.stream().filter(life -> life.state() == JobState.WAITING).forEach(life -> life.line(lastPlace));
    }

    /** These jobs became READY by one call: all bounds hold even so. */
    void granted(List<JobLife> granted, GrantPlan plan, Granted answer, Lives lives) {
        if (granted.size() != answer.count()) {
            throw new Violation(answer.count() + " jobs were granted, " + granted.size() + " waited and are READY now");
        }
        granted.forEach(JobLife::granted);
        for (var life : granted) {
            life.limits().forEach(key -> requireRoom(life, key, lives));
            requireAhead(life.queue(), plan, lives);
        }
    }

    private void requireRoom(JobLife life, LimitKey key, Lives lives) {
        var bound = bound(key);
        var held = lives.count(other -> other.holdsPermit(key));
        if (held > most(bound)) {
            throw new Violation(
                    life + " was granted " + key + ", and now " + held + " jobs hold it; the limit is " + bound);
        }
        if (bound instanceof Bound.Sequence && !lives.such(isBefore(life, key)).isEmpty()) {
            throw new Violation(life + " was granted " + key + " before " + lives.such(isBefore(life, key)));
        }
    }

    /** How many permits there are of a key. Those of a rate are tokens, which are counted at the claim. */
    private static int most(Bound bound) {
        if (bound instanceof Bound.Concurrent concurrent) {
            return concurrent.jobs();
        }
        return bound instanceof Bound.Rated ? Integer.MAX_VALUE : 1;
    }

    private static Predicate<JobLife> isBefore(JobLife life, LimitKey key) {
        return other -> other.limits().contains(key)
                && !other.state().ended()
                && other.place() > 0
                && other.place() < life.place();
    }

    private static void requireAhead(String queue, GrantPlan plan, Lives lives) {
        var ahead = plan.ahead().getOrDefault(queue, 0);
        var standing = lives.count(life -> life.queue().equals(queue) && life.stands());
        if (standing > ahead) {
            throw new Violation(standing + " granted jobs stand in queue " + queue + ", asked for were " + ahead);
        }
    }

    /** A rate bounds starts, and each claim is one. */
    void started(JobLife life, LeaseKey lease, Instant now) {
        for (var key : life.limits()) {
            if (bound(key) instanceof Bound.Rated rated) {
                starts.computeIfAbsent(key, any -> new Starts("under " + key)).begun(lease, rated.rate(), now);
            }
        }
    }

    /** An attempt was given back before it began: no start after all. */
    void neverStarted(LeaseKey lease) {
        starts.values().forEach(past -> past.never(lease));
    }

    /** How many jobs wait though nothing but the rate of a key may be against it. */
    int countGrantable(Lives lives) {
        return lives.count(
                life -> life.waitsForLimits() && life.limits().stream().allMatch(key -> hasRoom(life, key, lives)));
    }

    private boolean hasRoom(JobLife life, LimitKey key, Lives lives) {
        var bound = bound(key);
        return lives.count(other -> other.holdsPermit(key)) < most(bound)
                && !(bound instanceof Bound.Sequence && lives.count(isBefore(life, key)) > 0);
    }

    /** When all is over every permit has come back, nobody stands in a line, and nothing of it has to be mended. */
    void check(LimitStore store) {
        for (var limit : store.list()) {
            if (limit.held() + limit.waiting() > 0) {
                throw new Violation("all jobs have ended, and of limit " + limit.name() + " " + limit.held()
                        + " permits are held and " + limit.waiting() + " jobs wait");
            }
        }
        var audit = store.audit(0, 1_000);
        if (audit.repaired() > 0) {
            throw new Violation("all jobs have ended, and " + audit.repaired() + " places or permits had to be mended");
        }
    }
}
