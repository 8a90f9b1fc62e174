package dev.windlass.store.sqlite;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Exchange;
import dev.windlass.store.Lease;
import dev.windlass.store.NewJob;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Content;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.Lane;
import dev.windlass.task.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;

/** Ordinary jobs and what is ordinarily done with them. */
final class Jobs {
    /** For tests in which nothing is to run out of time: a busy machine may need more than the 100 ms of a transaction. */
    static final SqliteOptions PATIENT = SqliteOptions.DEFAULTS.withTransactionLimit(Duration.ofMinutes(1));

    static final String QUEUE = "mail";
    static final Duration LEASE = Duration.ofSeconds(15);
    static final Duration KEEP = Duration.ofDays(1);

    private Jobs() {}

    static JobId id(long number) {
        return new JobId(new UUID(0x0190_0000_0000_7000L, 0x8000_0000_0000_0000L | number));
    }

    static NewJob job(long number) {
        return job(number, Content.json("{\"number\":" + number + "}"));
    }

    static NewJob job(long number, Content payload) {
        return new NewJob(id(number), "mail.welcome", QUEUE, Lane.NORMAL, Due.NOW, payload, Optional.empty());
    }

    static NewJob due(long number, Due due) {
        return new NewJob(id(number), "mail.welcome", QUEUE, Lane.NORMAL, due, Content.NONE, Optional.empty());
    }

    /** Jobs of the numbers {@code from} to {@code to}, which is not among them. */
    static List<NewJob> jobs(long from, long to) {
        return LongStream.range(from, to).mapToObj(Jobs::job).toList();
    }

    static void accept(Store store, long number) {
        store.jobs().accept(List.of(job(number)));
    }

    static WorkerId join(Store store, long number) {
        var id = new WorkerId(number);
        store.workers().join(new NewWorker(id, "worker " + number, "host", 1, LEASE, Map.of("mail.welcome", 1)));
        return id;
    }

    static List<Lease> claim(Store store, WorkerId worker, long claim, int most) {
        var plan = ClaimPlan.of(QUEUE, Lane.NORMAL, ClaimPlan.Kind.SOUND, most);
        return store.leases()
                .exchange(new Exchange.Ask(worker, claim, List.of(), plan))
                .claimed();
    }

    static Exchange.Answer finish(Store store, WorkerId worker, long claim, List<Lease> leases) {
        var commits =
                leases.stream().map(lease -> Commit.end(lease.key(), succeed())).toList();
        return store.leases().exchange(new Exchange.Ask(worker, claim, commits, ClaimPlan.NOTHING));
    }

    static Then succeed() {
        return new Then.Succeed(Ended.of(Outcome.SUCCEEDED), Content.json("true"), KEEP);
    }
}
