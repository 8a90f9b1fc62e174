package dev.windlass.store.postgres;

import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Ends attempts that succeeded. {@link Ends} could do it too, for twice the price: nearly all ends are of this sort, and its statement
 * looks at each of its rows once for every state that a job may go to.
 */
final class Successes {
    /**
     * The delete of the lease under its fence settles the race with a rescue; the insert hangs on it. A cancel that came before changes
     * nothing: the success was first. Answers arrays of places in the batch, because so many rows would cost more than the rest.
     */
    private static final String SUCCEED = """
            with clock as materialized (select windlass.windlass_now() as at),
            gone as (
              delete from windlass.lease l
              using unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bigint[],
                           ?::bytea[])
                    with ordinality as i(i_job, i_fence, before, ran, keep, type, version, crc, bytes, ord)
              where l.job = i.i_job and l.fence = i.i_fence
              returning l.job, l.fence, l.worker, l.claimed, l.failures, l.releases, l.marks, l.queue, l.host,
                        i.before, i.ran, i.keep, i.type, i.version, i.crc, i.bytes, i.ord),
            past as (
              insert into windlass.past (job, fence, since, keep_until, worker, started, ran, failures, losses, releases,
                                         number, marks, result_version, result_crc, state, kept, outcome, host, result_type,
                                         result_bytes)
              select job, fence, at, windlass.windlass_after(at, keep), worker, windlass.windlass_after(claimed, before), ran,
                     failures, 0, releases, failures + 1, nullif(marks & 1, 0), version, crc, 4,
                     windlass.windlass_kept(keep), 1, coalesce(host, ''), type, bytes
              from gone, clock)
            select array_agg(ord) as places,
                   array_agg(ord) filter (where marks > 1) as loose,
                   array_agg(marks::bigint) filter (where marks > 1) as marks,
                   array_agg(queue) filter (where marks > 1) as queues
            from gone
            """;

    /** Which of a batch decide, and which of those have something beside their rows. */
    record Decided(List<Commit> commits, List<Moved> loose) {}

    private Successes() {}

    static boolean is(Commit commit) {
        return commit.then() instanceof Then.Succeed succeed
                && succeed.ended().outcome() == Outcome.SUCCEEDED
                && succeed.ended().error().isEmpty();
    }

    static Decided write(Transaction transaction, List<Commit> commits) throws SQLException {
        if (commits.isEmpty()) {
            return new Decided(List.of(), List.of());
        }
        try (var call = transaction.call(SUCCEED)) {
            return call.jobs(commits, commit -> commit.lease().job())
                    .numbers(commits, commit -> commit.lease().fence())
                    .numbers(
                            commits,
                            commit -> span(commit)
                                    .map(span -> Call.micros(span.before()))
                                    .orElse(null))
                    .numbers(
                            commits,
                            commit -> span(commit)
                                    .map(span -> Call.micros(span.ran()))
                                    .orElse(null))
                    .numbers(
                            commits,
                            commit -> Call.micros(Ends.kept(success(commit).keep())))
                    .texts(commits, commit -> result(commit).type())
                    .numbers(commits, commit -> result(commit).version())
                    .numbers(commits, commit -> result(commit).crc())
                    .bytes(commits, commit -> result(commit).bytes())
                    .get(row -> decided(commits, row));
        }
    }

    private static Then.Succeed success(Commit commit) {
        return (Then.Succeed) commit.then();
    }

    private static Optional<Ended.Span> span(Commit commit) {
        return success(commit).ended().span();
    }

    private static Content result(Commit commit) {
        return success(commit).result();
    }

    private static Decided decided(List<Commit> commits, Row row) throws SQLException {
        var places = row.numbers("places");
        if (places.isEmpty()) {
            return new Decided(List.of(), List.of());
        }
        return new Decided(places.stream().map(place -> at(commits, place)).toList(), loose(commits, row));
    }

    /** Places count from 1. */
    private static Commit at(List<Commit> commits, long place) {
        return commits.get((int) place - 1);
    }

    private static List<Moved> loose(List<Commit> commits, Row row) throws SQLException {
        var places = row.numbers("loose");
        if (places.isEmpty()) {
            return List.of();
        }
        var marks = row.numbers("marks");
        var queues = row.texts("queues");
        var moved = new ArrayList<Moved>();
        for (var index = 0; index < places.size(); index++) {
            var job = at(commits, places.get(index)).lease().job();
            moved.add(new Moved(
                    job,
                    JobState.SUCCEEDED,
                    marks.get(index).intValue(),
                    queues.get(index),
                    Optional.of(Outcome.SUCCEEDED),
                    false));
        }
        return moved;
    }
}
