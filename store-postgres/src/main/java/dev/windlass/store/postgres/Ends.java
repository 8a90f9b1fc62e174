package dev.windlass.store.postgres;

import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Then;
import dev.windlass.task.Content;
import dev.windlass.task.JobState;
import dev.windlass.task.Queue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ends attempts: the statement that decides, once and for all, what an attempt came to. */
final class Ends {
    /**
     * The delete of the lease under its fence settles the race with a rescue; every insert hangs on it. The codes of states and
     * outcomes are those of JobState and Outcome: they are kept for years, so the statement may name them.
     */
    private static final String END = """
            with clock as materialized (select windlass.windlass_now() as at),
            i as materialized (
              select *
              from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::boolean[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[], ?::boolean[])
                   with ordinality
                   as i(i_job, i_fence, state, same_place, outcome, before, ran,
                        wait, reason, error, type, version, crc, bytes, i_parks, ord)),
            gone as (
              delete from windlass.lease l
              using i
              where l.job = i.i_job and l.fence = i.i_fence
              returning l.*, i.*),
            tallied as materialized (
              select g.*, at,
                     case when outcome in (2, 3, 8) then failures + 1 when outcome = 5 then 0 else failures end as failed,
                     case when outcome = 6 and not i_parks then releases + 1 else releases end as given_back,
                     (outcome = 6 or i_parks) and before is null as untouched,
                     case when cancel_keep is not null and state < 4 then 5
                          when state = 1 and marks & 16 <> 0 and (marks & 32 = 0 or marks & 512 <> 0) then 3
                          else state end as to_state,
                     case when cancel_keep is not null and state < 4 then cancel_keep else wait end as stay
              from gone g, clock
              order by ord),
            record as (
              insert into windlass.attempt (job, fence, worker, started, ended, ran, ordinal, number, outcome, host, error)
              select job, fence, worker, windlass.windlass_after(claimed, before), at, ran, 0, failures + 1, outcome,
                     coalesce(host, ''), error
              from tallied t
              where to_state < 4),
            past as (
              insert into windlass.past (job, fence, since, keep_until, worker, started, ran, failures, losses, releases,
                                         number, marks, result_version, result_crc, state, kept, outcome, host, error,
                                         result_type, result_bytes)
              select job, fence, at, windlass.windlass_after(at, stay), worker, windlass.windlass_after(claimed, before), ran,
                     failed, 0, given_back, failures + 1, nullif(marks & 1, 0), version, crc, to_state,
                     windlass.windlass_kept(stay), outcome, coalesce(host, ''), error, type, bytes
              from tallied t
              where to_state in (4, 5)),
            died as (
              insert into windlass.dead (job, fence, since, keep_until, worker, started, ran, failures, losses, releases,
                                         number, marks, reason, outcome, host, error)
              select job, fence, at, windlass.windlass_after(at, stay), worker, windlass.windlass_after(claimed, before), ran,
                     failed, 0, given_back, failures + 1, nullif(marks & 1, 0), reason, outcome, coalesce(host, ''), error
              from tallied t
              where to_state = 6),
            future as (
              insert into windlass.scheduled (due, job, fence, since, first_claimed, failures, releases, weight, marks, lane, queue)
              select windlass.windlass_after(at, wait), job, fence, at, first_claimed, failed, given_back, weight,
                     marks & ~1824, line & 3, queue
              from tallied
              where to_state = 0),
            present as (
              insert into windlass.ready (position, job, fence, since, first_claimed, failures, losses, releases, weight,
                                          marks, line, queue)
              select case when same_place then position else nextval('windlass.place') end,
                     job, fence, at, first_claimed, failed,
                     case when untouched then losses else 0 end, given_back, weight, marks,
                     case when untouched then line else line & 3 end, queue
              from tallied
              where to_state = 1),
            waits as (
              insert into windlass.waiting (job, position, fence, since, first_claimed, failures, losses, releases, weight,
                                            marks, reason, line, queue, parked_task, parked_version)
              select job, case when i_parks then position end, fence, at, first_claimed, failed,
                     case when untouched then losses else 0 end, given_back, weight,
                     case when i_parks then marks else marks & ~800 | 1040 end,
                     case when i_parks then 5 else 1 end,
                     case when untouched then line else line & 3 end, queue,
                     case when i_parks then (select task from windlass.job where id = t.job) end,
                     case when i_parks then (select payload_version from windlass.job where id = t.job) end
              from tallied t
              where to_state = 3)
            select job, fence, 0 as ordinal, to_state, state <> to_state and to_state = 5 as called_off,
                   marks, queue, outcome, untouched
            from tallied
            """;

    private Ends() {}

    /** Answers which of them decide: the leases of the others are no longer held under their fences. */
    static List<Decided> write(Transaction transaction, List<Commit> commits) throws SQLException {
        if (commits.isEmpty()) {
            return List.of();
        }
        var ends = commits.stream().map(End::of).toList();
        try (var call = transaction.call(END)) {
            return call.jobs(commits, commit -> commit.lease().job())
                    .numbers(commits, commit -> commit.lease().fence())
                    .numbers(ends, end -> end.state().code())
                    .truths(ends, end -> end.then() instanceof Then.Release)
                    .numbers(ends, end -> end.ended().outcome().code())
                    .numbers(ends, End::before)
                    .numbers(ends, End::ran)
                    .numbers(ends, end -> Call.micros(end.waits()))
                    .numbers(ends, End::reason)
                    .texts(ends, end -> end.ended().error().orElse(null))
                    .texts(ends, end -> end.result().map(Content::type).orElse(null))
                    .numbers(ends, end -> end.result().map(Content::version).orElse(null))
                    .numbers(ends, end -> end.result().map(Content::crc).orElse(null))
                    .bytes(ends, end -> end.result().map(Content::bytes).orElse(null))
                    .truths(ends, end -> end.then() instanceof Then.Park)
                    .list(Decided::of);
        }
    }

    /** An end that decides. Called off is one in whose place the job was cancelled. */
    record Decided(Commits.Key key, boolean calledOff, Moved moved) {
        static Decided of(Row row) throws SQLException {
            return new Decided(Commits.Key.of(row), row.truth("called_off"), Moved.of(row));
        }
    }

    /** An end as columns: the state it leads to, and how long until the job is due or may be forgotten. */
    private record End(Then.End then, JobState state, Duration waits) {
        static End of(Commit commit) {
            var then = commit.then();
            if (then instanceof Then.Succeed end) {
                return new End(end, JobState.SUCCEEDED, kept(end.keep()));
            } else if (then instanceof Then.Die end) {
                return new End(end, JobState.DEAD, kept(end.keep()));
            } else if (then instanceof Then.Cancel end) {
                return new End(end, JobState.CANCELLED, kept(end.keep()));
            } else if (then instanceof Then.Later end) {
                return new End(end, JobState.SCHEDULED, end.delay());
            }
            var state = then instanceof Then.Park ? JobState.WAITING : JobState.READY;
            return new End((Then.End) then, state, Duration.ZERO);
        }

        Ended ended() {
            return then.ended();
        }

        @Nullable
        Long before() {
            return ended().span().map(span -> Call.micros(span.before())).orElse(null);
        }

        @Nullable
        Long ran() {
            return ended().span().map(span -> Call.micros(span.ran())).orElse(null);
        }

        @Nullable
        Integer reason() {
            return then instanceof Then.Die die ? die.reason().code() : null;
        }

        Optional<Content> result() {
            return then instanceof Then.Succeed succeed ? Optional.of(succeed.result()) : Optional.empty();
        }
    }

    static Duration kept(Duration keep) {
        return keep.compareTo(Queue.SHORTEST_KEEP) < 0 ? Queue.SHORTEST_KEEP : keep;
    }
}
