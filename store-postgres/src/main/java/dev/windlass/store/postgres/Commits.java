package dev.windlass.store.postgres;

import dev.windlass.store.Commit;
import dev.windlass.store.CommitAnswer;
import dev.windlass.store.Fence;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseKey;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes commits and all that follows from them, within the transaction of an exchange. */
final class Commits {
    /**
     * Locks the leases that are still held under their fences, so that no rescue moves them before this is durable; the record of a
     * repeat is there already and nothing follows from it.
     */
    private static final String CHECKPOINT = """
            with i as materialized (select * from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as i(job, fence, ordinal)),
            held as materialized (
              select l.*, i.ordinal
              from i join windlass.lease l on l.job = i.job and l.fence = i.fence
              for no key update of l),
            record as (
              insert into windlass.attempt (job, fence, ordinal, number, worker, ended, host)
              select job, fence, ordinal, failures + 1, worker, (select windlass.windlass_now()), ''
              from held
              on conflict do nothing
              returning job, fence, ordinal),
            cleared as (
              update windlass.lease l set losses = 0, line = (line & 3)::smallint
              from record r
              where l.job = r.job and (l.losses > 0 or l.line >= 4))
            select * from record
            """;

    private static final String SAVE = """
            insert into windlass.checkpoint (job, type, version, crc, bytes)
            select * from unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[])
            on conflict (job) do update
              set type = excluded.type, version = excluded.version, crc = excluded.crc, bytes = excluded.bytes
            """;

    /**
     * A statement of its own, so that its snapshot is younger than the delete that found no lease: the first of two equal calls may
     * have committed while that delete waited for it. An end that a rescue recorded, LOST (7), is not the holder's.
     */
    private static final String RECORDED = """
            select a.job, a.fence, a.ordinal
            from unnest(?::uuid[], ?::bigint[], ?::bigint[]) as i(job, fence, ordinal)
                 join windlass.history a on a.job = i.job and a.fence = i.fence and a.ordinal = i.ordinal
            where a.outcome is distinct from 7
            """;

    /** Not before their hour is over: a repeat is recognized by its record. The attempt whose error is the job's stays. */
    private static final String CUT = """
            delete from windlass.attempt
            where job = ? and ended <= (select windlass.windlass_now()) - interval '1 hour'
              and fence <= (select fence from windlass.attempt where job = ? and ordinal = 0 order by fence desc offset ? limit 1)
              and fence is distinct from (select max(fence) from windlass.attempt where job = ? and error is not null)
            """;

    private final Transaction transaction;
    private final Set<Key> finished = new HashSet<>();
    private final Set<Key> calledOff = new HashSet<>();
    private final List<Moved> moved = new ArrayList<>();

    private Commits(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Answers each commit in its place. */
    static List<CommitAnswer> write(Transaction transaction, List<Commit> commits) throws SQLException {
        var writing = new Commits(transaction);
        for (var round : rounds(commits)) {
            writing.round(round);
        }
        LooseEnds.tie(transaction, writing.moved);
        return commits.stream().map(Key::of).map(writing::answer).toList();
    }

    private CommitAnswer answer(Key key) {
        if (calledOff.contains(key)) {
            return CommitAnswer.CALLED_OFF;
        }
        return finished.contains(key) ? CommitAnswer.FINISHED : CommitAnswer.FENCED;
    }

    /**
     * Commits of one lease build on each other, and the parts of one statement do not see each other's writes: the n-th commit of
     * each lease goes into the n-th round. Nearly always there is one.
     */
    private static List<List<Commit>> rounds(List<Commit> commits) {
        var rounds = new ArrayList<List<Commit>>();
        var seen = new LinkedHashMap<LeaseKey, Integer>();
        for (var commit : commits) {
            var round = seen.merge(commit.lease(), 1, Integer::sum);
            if (rounds.size() < round) {
                rounds.add(new ArrayList<>());
            }
            rounds.get(round - 1).add(commit);
        }
        // Two calls that share leases lock them in one order, so they wait and do not deadlock.
        rounds.forEach(round ->
                round.sort(Comparator.comparing(commit -> commit.lease().job())));
        return rounds;
    }

    private void round(List<Commit> round) throws SQLException {
        var first = new HashSet<Key>();
        first.addAll(keys(
                CHECKPOINT,
                round.stream()
                        .filter(commit -> commit.then() instanceof Then.GoOn)
                        .toList()));
        first.addAll(ends(round));
        consequences(
                round.stream().filter(commit -> first.contains(Key.of(commit))).toList());
        finished.addAll(first);
        finished.addAll(keys(
                RECORDED,
                round.stream().filter(commit -> !first.contains(Key.of(commit))).toList()));
    }

    private List<Key> ends(List<Commit> round) throws SQLException {
        var succeeded = Successes.write(
                transaction, round.stream().filter(Successes::is).toList());
        moved.addAll(succeeded.loose());
        var decided = new ArrayList<Key>();
        succeeded.commits().forEach(commit -> decided.add(Key.of(commit)));
        for (var end : Ends.write(
                transaction, round.stream().filter(Commits::isOtherEnd).toList())) {
            decided.add(end.key());
            if (end.calledOff()) {
                calledOff.add(end.key());
            }
            if (end.moved().isLoose()) {
                moved.add(end.moved());
            }
        }
        return decided;
    }

    private static boolean isOtherEnd(Commit commit) {
        return commit.then() instanceof Then.End && !Successes.is(commit);
    }

    private List<Key> keys(String sql, List<Commit> commits) throws SQLException {
        if (commits.isEmpty()) {
            return List.of();
        }
        try (var call = keyed(sql, commits)) {
            return call.list(Key::of);
        }
    }

    private Call keyed(String sql, List<Commit> commits) throws SQLException {
        return transaction
                .call(sql)
                .jobs(commits, commit -> commit.lease().job())
                .numbers(commits, commit -> commit.lease().fence())
                .numbers(commits, Commit::ordinal);
    }

    /** What follows from commits that were accepted just now; those of a repeat have happened. */
    private void consequences(List<Commit> accepted) throws SQLException {
        var saved = new LinkedHashMap<LeaseKey, Content>();
        var children =
                accepted.stream().flatMap(commit -> commit.children().stream()).toList();
        var notes = accepted.stream().flatMap(commit -> commit.note().stream()).toList();
        accepted.forEach(commit -> commit.checkpoint().ifPresent(content -> saved.put(commit.lease(), content)));
        if (!saved.isEmpty()) {
            save(List.copyOf(saved.entrySet()));
        }
        if (!children.isEmpty()) {
            Acceptance.add(transaction, children);
        }
        Notes.write(transaction, notes);
        // Once in so many claims: the fence counts them.
        for (var commit : accepted) {
            if (Fence.counter(commit.lease().fence()) % JobStore.MOST_ATTEMPTS == 0) {
                cutHistory(commit.lease().job());
            }
        }
    }

    private void cutHistory(JobId job) throws SQLException {
        try (var call = transaction.call(CUT)) {
            call.job(job).job(job).number(JobStore.MOST_ATTEMPTS).job(job).run();
        }
    }

    private void save(List<Map.Entry<LeaseKey, Content>> saved) throws SQLException {
        try (var call = transaction.call(SAVE)) {
            call.jobs(saved, entry -> entry.getKey().job())
                    .texts(saved, entry -> entry.getValue().type())
                    .numbers(saved, entry -> entry.getValue().version())
                    .numbers(saved, entry -> entry.getValue().crc())
                    .bytes(saved, entry -> entry.getValue().bytes())
                    .run();
        }
    }

    /** What names a commit for ever. */
    record Key(LeaseKey lease, int ordinal) {
        static Key of(Commit commit) {
            return new Key(commit.lease(), commit.ordinal());
        }

        static Key of(Row row) throws SQLException {
            return new Key(row.lease(), row.integer("ordinal"));
        }
    }
}
