package dev.windlass.store.sqlite;

import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Lease;
import dev.windlass.store.Then;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Buries jobs whose payload or checkpoint is not what was stored. SQLite's pages have no checksums: of 60 bits flipped at random
 * 51 were read back as wrong payloads without a word.
 */
final class Corrupt {
    /** Long enough for people to find it and to bring the payload from elsewhere. */
    private static final Duration KEEP = Duration.ofDays(90);

    private Corrupt() {}

    /** Ends, in the transaction of their claim, leases that nobody has seen and nobody will. */
    static List<JobId> bury(Turn turn, List<Lease> damaged) throws SQLException {
        var burials = new ArrayList<Commit>();
        var jobs = new ArrayList<JobId>();
        for (var lease : damaged) {
            burials.add(Commit.end(lease.key(), new Then.Die(ended(lease), DeadReason.CORRUPT, KEEP)));
            jobs.add(lease.key().job());
        }
        Committing.commit(turn, burials);
        return jobs;
    }

    private static Ended ended(Lease lease) {
        var part = lease.payload().intact() ? "checkpoint" : "payload";
        return new Ended(
                Outcome.FATAL,
                Optional.empty(),
                Optional.of("the stored " + part + " is damaged: its checksum differs; enqueue the job anew"));
    }
}
