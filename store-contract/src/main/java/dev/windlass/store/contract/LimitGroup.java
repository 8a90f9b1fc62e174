package dev.windlass.store.contract;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.Lease;
import dev.windlass.store.LimitView;
import dev.windlass.task.JobId;
import dev.windlass.task.Limit;
import dev.windlass.task.LimitKey;
import dev.windlass.task.Terms;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;

/** What the groups about limits share: four declared limits, and short words for granting. */
abstract class LimitGroup extends ContractGroup {
    static final Limit PAIR = Limit.named("pair").concurrent(2);
    static final Limit ALONE = Limit.named("alone").mutex();
    static final Limit ORDERED = Limit.named("ordered").sequence();
    static final Limit SLOW = Limit.named("slow").rate(1, ofSeconds(10));
    static final int MANY = 1_000;

    @BeforeEach
    final void declareLimits() {
        store.limits().declare(List.of(PAIR, ALONE, ORDERED, SLOW));
    }

    /** Terms with one key of each limit. */
    static Terms under(String key, Limit... limits) {
        var terms = Terms.NONE;
        for (var limit : limits) {
            terms = terms.withLimit(new LimitKey(limit.name(), key));
        }
        return terms;
    }

    final JobDraft draft(String key, Limit... limits) {
        return draft().terms(under(key, limits));
    }

    final JobId accept(String key, Limit... limits) {
        return accept(draft(key, limits));
    }

    /** Ids of so many jobs, in the order of their acceptance. */
    final List<JobId> acceptMany(int count, String key, Limit... limits) {
        return acceptAll(drafts(count).stream()
                .map(draft -> draft.terms(under(key, limits)))
                .toList());
    }

    /** Grants as far as limits allow, with ample room in the ordinary queue. */
    final Granted grant() {
        return grant(MANY);
    }

    final Granted grant(int ahead) {
        return grant(Map.of(JobDraft.QUEUE, ahead));
    }

    final Granted grant(Map<String, Integer> ahead) {
        var seen = store.upkeep().look(ahead.keySet());
        var granted = store.limits().grant(new GrantPlan(ahead, MANY));
        settled();
        if (granted.count() > 0) {
            assertThat(seen.limited())
                    .as("the look before a grant says that jobs wait for one")
                    .isTrue();
        }
        return granted;
    }

    /** Grants until nothing more comes of it. */
    final int grantAll() {
        var count = 0;
        for (var granted = grant(); granted.count() > 0 || granted.more(); granted = grant()) {
            count += granted.count();
        }
        return count;
    }

    /** What a worker gets once everything that may pass has passed. */
    final List<Lease> pass(ScriptedWorker worker) {
        grantAll();
        return worker.claim(MANY);
    }

    final List<JobId> passIds(ScriptedWorker worker) {
        return jobsOf(pass(worker));
    }

    final LimitView view(Limit limit) {
        settled();
        return store.limits().list().stream()
                .filter(view -> view.name().equals(limit.name()))
                .findFirst()
                .orElseThrow();
    }
}
