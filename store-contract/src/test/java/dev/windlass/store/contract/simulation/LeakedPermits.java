package dev.windlass.store.contract.simulation;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Exchange;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Granted;
import dev.windlass.store.Job;
import dev.windlass.store.JobQuery;
import dev.windlass.store.LimitStore;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.contract.ForwardingStore;
import dev.windlass.task.JobState;
import dev.windlass.task.LimitKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Set;

/**
 * A store that forgets the permits of a job that dies. Nobody passes their keys from then on; nor do others of a queue in which
 * somebody waits for one of these keys, since no call of the port tells them apart.
 */
final class LeakedPermits extends ForwardingStore {
    private final Set<LimitKey> leaked = new HashSet<>();

    LeakedPermits(Store correct) {
        super(correct);
    }

    @Override
    public Exchange.Answer exchange(Exchange.Ask ask) {
        var answer = correct.leases().exchange(ask);
        for (var i = 0; i < ask.commits().size(); i++) {
            if (answer.answers().get(i) == CommitAnswer.FINISHED) {
                leak(ask.commits().get(i));
            }
        }
        return answer;
    }

    private void leak(Commit commit) {
        if (commit.then() instanceof Then.Die) {
            var job = correct.jobs().find(commit.lease().job()).orElseThrow();
            leaked.addAll(job.terms().limits());
        }
    }

    @Override
    public LimitStore limits() {
        return new ForwardingLimits(correct.limits()) {
            @Override
            public Granted grant(GrantPlan plan) {
                var ahead = new HashMap<>(plan.ahead());
                jobs().list(JobQuery.ALL.withLimit(JobQuery.MOST)).jobs().stream()
                        .filter(LeakedPermits.this::waitsInVain)
                        .forEach(job -> ahead.remove(job.queue()));
                return correct.grant(new GrantPlan(ahead, plan.limit()));
            }
        };
    }

    private boolean waitsInVain(Job job) {
        return job.state() == JobState.WAITING && job.terms().limits().stream().anyMatch(leaked::contains);
    }
}
