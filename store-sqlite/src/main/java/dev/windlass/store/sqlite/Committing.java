package dev.windlass.store.sqlite;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Fence;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Queue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Writes what holders report. The insert of the attempt's record is the one that decides: it finds the lease still held under its
 * fence, or it inserts nothing. All else follows from it in the same transaction.
 */
final class Committing {
    /**
     * Races with a rescue, which moves the job out of state 2, and with a later claim, which changes the fence: whoever commits
     * after either finds no row here. A repeat meets the key.
     */
    static final String RECORD = """
            insert into windlass_attempt (job, fence, ordinal, outcome, number, worker, host, started, ended, ran, error,
                type, version, crc, result)
            select number, fence, ?3, ?4, failures + 1, worker, (select w.host from windlass_worker w where w.id = windlass_life.worker),
                since + ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12
            from windlass_life
            where number = ?1 and fence = ?2 and state = 2
            on conflict (job, fence, ordinal) do nothing
            """;

    /** A record of a loss (7) was written by the rescue, not by the holder: it is no earlier answer to him. */
    static final String RECORDED = """
            select 1
            from windlass_attempt
            where job = (select number from windlass_job where id = ?) and fence = ? and ordinal = ? and (outcome is null or outcome <> 7)
            """;

    static final String HELD = """
            select 1
            from windlass_life
            where number = (select number from windlass_job where id = ?) and fence = ? and state = 2
            """;

    private static final String CHECKPOINT = """
            insert into windlass_checkpoint (job, type, version, crc, bytes)
            values ((select number from windlass_job where id = ?), ?, ?, ?, ?)
            on conflict (job) do update
            set type = excluded.type, version = excluded.version, crc = excluded.crc, bytes = excluded.bytes
            """;

    /**
     * Old attempts beyond those that are kept, except the one whose error is the job's. Not before their hour is over: a repeat is
     * recognized by its record.
     */
    static final String CUT = """
            delete from windlass_attempt
            where job = (select number from windlass_job where id = ?1) and ended <= ?2
                and fence <= (
                    select a.fence
                    from windlass_attempt a
                    where a.job = (select number from windlass_job where id = ?1) and a.ordinal = 0
                    order by a.fence desc
                    limit 1 offset ?3)
                and fence <> coalesce(
                    (select max(e.fence)
                        from windlass_attempt e
                        where e.job = (select number from windlass_job where id = ?1) and e.error is not null),
                    0)
            """;

    private Committing() {}

    static List<CommitAnswer> commit(Turn turn, List<Commit> commits) throws SQLException {
        var answers = new ArrayList<CommitAnswer>(commits.size());
        for (var run : runsOfDistinctJobs(commits)) {
            commitRun(turn, run, answers);
        }
        return answers;
    }

    /**
     * Cuts the list so that no part names a job twice. Within a part all records are written before any consequence, so a second
     * commit of the same job would not see what the first one did.
     */
    private static List<List<Commit>> runsOfDistinctJobs(List<Commit> commits) {
        var runs = new ArrayList<List<Commit>>();
        var jobs = new HashSet<JobId>(commits.size() * 2);
        var from = 0;
        for (var index = 0; index < commits.size(); index++) {
            if (!jobs.add(commits.get(index).lease().job())) {
                runs.add(commits.subList(from, index));
                from = index;
                jobs.clear();
                jobs.add(commits.get(index).lease().job());
            }
        }
        runs.add(commits.subList(from, commits.size()));
        return runs;
    }

    private static void commitRun(Turn turn, List<Commit> run, List<CommitAnswer> answers) throws SQLException {
        if (run.isEmpty()) {
            return;
        }
        var record = turn.statement(RECORD);
        for (var commit : run) {
            bindRecord(turn, record, commit);
            record.addBatch();
        }
        var counts = record.executeBatch();
        var moves = new Moves(turn);
        for (var index = 0; index < counts.length; index++) {
            var commit = run.get(index);
            if (counts[index] == 1) {
                consequences(turn, commit, moves);
                answers.add(CommitAnswer.FINISHED);
            } else {
                answers.add(
                        recorded(turn, commit.lease(), commit.ordinal()) ? CommitAnswer.FINISHED : CommitAnswer.FENCED);
            }
        }
        moves.flush();
        holdAgain(turn, run, counts);
    }

    /** Once the jobs have moved: whoever ties loose ends in between would take a key from a job that seems to run. */
    private static void holdAgain(Turn turn, List<Commit> run, int[] counts) throws SQLException {
        for (var index = 0; index < counts.length; index++) {
            if (counts[index] == 1 && isUnstarted(run.get(index).then())) {
                Keys.holdAfterClaim(turn, run.get(index).lease().job());
            }
        }
    }

    /** After loose ends were tied: the answers to commits whose jobs are cancelled by that. */
    static void callOff(List<JobId> cancelled, List<Commit> commits, List<CommitAnswer> answers) {
        for (var index = 0; index < answers.size(); index++) {
            var commit = commits.get(index);
            if (answers.get(index) == CommitAnswer.FINISHED
                    && commit.then() instanceof Then.End
                    && cancelled.contains(commit.lease().job())) {
                answers.set(index, CommitAnswer.CALLED_OFF);
            }
        }
    }

    private static void bindRecord(Turn turn, PreparedStatement record, Commit commit) throws SQLException {
        record.setLong(1, turn.jobNumbers().of(turn, commit.lease().job()));
        record.setLong(2, commit.lease().fence());
        record.setInt(3, commit.ordinal());
        record.setLong(6, turn.micros());
        if (commit.then() instanceof Then.End end) {
            var ended = end.ended();
            record.setInt(4, ended.outcome().code());
            record.setObject(
                    5, ended.span().map(span -> Micros.of(span.before())).orElse(null));
            record.setObject(7, ended.span().map(span -> Micros.of(span.ran())).orElse(null));
            record.setString(8, ended.error().orElse(null));
        } else {
            record.setObject(4, null);
            record.setObject(5, null);
            record.setObject(7, null);
            record.setString(8, null);
        }
        if (commit.then() instanceof Then.Succeed succeed) {
            Contents.bind(record, 9, succeed.result(), turn::number);
        } else {
            Contents.bindNone(record, 9);
        }
    }

    /** The answer to a commit that needs not be made, or cannot be made any more. */
    static Optional<CommitAnswer> forestalled(Turn turn, LeaseKey lease, int ordinal) throws SQLException {
        if (recorded(turn, lease, ordinal)) {
            return Optional.of(CommitAnswer.FINISHED);
        }
        return held(turn, lease) ? Optional.empty() : Optional.of(CommitAnswer.FENCED);
    }

    private static boolean recorded(Turn turn, LeaseKey lease, int ordinal) throws SQLException {
        var select = turn.statement(RECORDED);
        select.setBytes(1, lease.job().bytes());
        select.setLong(2, lease.fence());
        select.setInt(3, ordinal);
        return finds(select);
    }

    private static boolean held(Turn turn, LeaseKey lease) throws SQLException {
        var select = turn.statement(HELD);
        select.setBytes(1, lease.job().bytes());
        select.setLong(2, lease.fence());
        return finds(select);
    }

    private static boolean finds(PreparedStatement select) throws SQLException {
        try (var row = select.executeQuery()) {
            return row.next();
        }
    }

    private static void consequences(Turn turn, Commit commit, Moves moves) throws SQLException {
        if (commit.checkpoint().isPresent()) {
            writeCheckpoint(turn, commit.lease().job(), commit.checkpoint().get());
        }
        if (commit.note().isPresent()) {
            // Before the job moves: a note is taken only while the lease is held.
            Noting.note(turn, commit.note().get());
        }
        Accepting.accept(turn, commit.children());
        if (isUnstarted(commit.then())) {
            Allowances.giveBack(turn, commit.lease());
        }
        if (commit.then() instanceof Then.Park) {
            Limiting.parks(turn, commit.lease().job());
        }
        moves.add(commit.lease(), commit.then());
        // Once in so many claims: the fence counts them, so that all other commits ask nobody.
        if (Fence.counter(commit.lease().fence()) % JobStore.MOST_ATTEMPTS == 0) {
            cutHistory(turn, commit.lease().job());
        }
        if (commit.then() instanceof Then.End) {
            turn.jobNumbers().over(commit.lease().job());
        }
    }

    /** Whether the lease goes back without having started. */
    private static boolean isUnstarted(Then then) {
        return (then instanceof Then.Release || then instanceof Then.Park)
                && ((Then.End) then).ended().span().isEmpty();
    }

    private static void cutHistory(Turn turn, JobId job) throws SQLException {
        var cut = turn.statement(CUT);
        cut.setBytes(1, job.bytes());
        cut.setLong(2, turn.micros() - Micros.of(Queue.SHORTEST_KEEP));
        cut.setInt(3, JobStore.MOST_ATTEMPTS);
        cut.executeUpdate();
    }

    private static void writeCheckpoint(Turn turn, JobId job, Content content) throws SQLException {
        var upsert = turn.statement(CHECKPOINT);
        upsert.setBytes(1, job.bytes());
        Contents.bind(upsert, 2, content, turn::number);
        upsert.executeUpdate();
    }
}
