package dev.windlass.store.postgres;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.toMap;

import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Lane;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes jobs that wait. A job is never made READY here: it becomes due, and whoever promotes it decides where it goes.
 */
final class Editing {
    /**
     * Takes the jobs out of where they wait and puts them back as they are to be. A claim that began before this was durable finds
     * the row that it saw gone, and does not see the other: so nobody claims an edited job with the payload that it had. An update
     * would let that claim have the changed row, and the payload of its own, older snapshot.
     *
     * <p>Out of a lane, or of the wait for a permit (1, 2), goes what is due later; what waits for something else goes on waiting. A
     * parked job (5) is found by the version of its payload.
     *
     * <p>The new due time is null where none is asked for: a greatest alone passes the null over, and the job would be due at once.
     */
    private static final String EDIT = """
            with clock as materialized (select windlass.windlass_now() as at),
            i as materialized (
              select i.*, at, coalesce(windlass.windlass_after(at, delay),
                                   case when instant is not null then greatest(instant, at) end) as new_due
              from clock, unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[], ?::bigint[], ?::bigint[],
                                 ?::timestamptz[], ?::boolean[])
                   as i(id, new_type, new_version, new_crc, new_payload, new_lane, delay, instant, earlier)),
            later as (
              delete from windlass.scheduled using i where job = id
              returning job, fence, since, first_claimed, failures, 0 as losses, releases, weight, marks, lane as line, queue,
                        due, null::bigint as position, null::smallint as reason, null::text as parked_task,
                        null::int as parked_version, 0 as state),
            standing as (
              delete from windlass.ready using i where job = id and not earlier
              returning job, fence, since, first_claimed, failures, losses, releases, weight, marks, line, queue,
                        null::timestamptz as due, position, null::smallint as reason, null::text as parked_task,
                        null::int as parked_version, 1 as state),
            held as (
              delete from windlass.waiting using i where job = id and not earlier
              returning job, fence, since, first_claimed, failures, losses, releases, weight, marks, line, queue,
                        null::timestamptz as due, position, reason, parked_task, parked_version, 3 as state),
            edited as materialized (
              select g.*, i.*, coalesce(octet_length(new_payload), weight) as new_weight,
                     line & 4 | coalesce(new_lane, line & 3) as new_line,
                     case when new_due > at and (state = 1 or reason in (1, 2)) then 0 else state end as to_state
              from (select * from later union all select * from standing union all select * from held) as g
                   join i on i.id = g.job),
            base as (
              update windlass.job b
              set payload_type = coalesce(new_type, payload_type), payload_version = coalesce(new_version, payload_version),
                  payload_crc = coalesce(new_crc, payload_crc), payload = coalesce(new_payload, payload),
                  bytes = case when new_payload is null then bytes end, lane = coalesce(new_lane, b.lane)
              from edited e
              where b.id = e.job and (new_payload is not null or new_lane is not null)),
            resized as (
              insert into windlass.depth (jobs, bytes, queue)
              select 0, sum(octet_length(new_payload) - coalesce(b.bytes, octet_length(b.payload))), e.queue
              from edited e join windlass.job b on b.id = e.job
              where e.marks & 8 <> 0 and new_payload is not null
              group by e.queue),
            future as (
              insert into windlass.scheduled (due, job, fence, since, first_claimed, failures, releases, weight, marks, lane, queue)
              select case when earlier then least(due, new_due) else coalesce(new_due, due) end, job, fence,
                     case when state = 0 then since else at end, first_claimed, failures, releases, new_weight,
                     case when state = 0 then marks else marks & ~1824 end, new_line & 3, queue
              from edited
              where to_state = 0),
            present as (
              insert into windlass.ready (position, job, fence, since, first_claimed, failures, losses, releases, weight,
                                          marks, line, queue)
              select case when new_line = line then position else nextval('windlass.place') end,
                     job, fence, since, first_claimed, failures, losses, releases, new_weight, marks, new_line, queue
              from edited
              where to_state = 1),
            waits as (
              insert into windlass.waiting (job, position, fence, since, first_claimed, failures, losses, releases, weight,
                                            marks, reason, line, queue, parked_task, parked_version)
              select job, position, fence, since, first_claimed, failures, losses, releases, new_weight, marks, reason,
                     new_line, queue, parked_task, case when reason = 5 then coalesce(new_version, parked_version) end
              from edited
              where to_state = 3)
            select job, state, to_state, marks, queue, null::bigint as outcome, false as untouched
            from edited
            """;

    private static final String STATES = """
            select s.job, s.state
            from unnest(?::uuid[]) as i(job) join windlass.standing s on s.job = i.job
            """;

    private Editing() {}

    /**
     * What is to become of one job.
     *
     * @param earlier whether its due time alone may change, and only while it is SCHEDULED for a later one
     */
    record Change(JobId job, Edit edit, boolean earlier) {
        private @Nullable Content payload() {
            return edit.payload().orElse(null);
        }

        private @Nullable Integer lane() {
            return edit.lane().map(Lane::code).orElse(null);
        }

        /** Whether a job in this state would have been changed: it moved while the statement looked. */
        private boolean concerns(JobState state) {
            return state == JobState.SCHEDULED || (!earlier && (state == JobState.READY || state == JobState.WAITING));
        }
    }

    private record Standing(JobId job, JobState state) {}

    private record Edited(Moved moved, JobState from) {
        static Edited of(Row row) throws SQLException {
            return new Edited(Moved.of(row), JobState.of(row.integer("state")));
        }

        boolean isMove() {
            return moved.to() != from;
        }
    }

    static EditAnswer edit(Transaction transaction, JobId id, Edit edit) throws SQLException {
        if (edit(transaction, List.of(new Change(id, edit, false))).contains(id)) {
            return EditAnswer.EDITED;
        }
        var state = states(transaction, List.of(id)).get(id);
        if (state == null) {
            return EditAnswer.UNKNOWN;
        }
        return state == JobState.RUNNING ? EditAnswer.RUNNING : EditAnswer.ENDED;
    }

    /** Makes at most one change to each job; answers which were changed. The others run or have ended, or are as early already. */
    static Set<JobId> edit(Transaction transaction, List<Change> changes) throws SQLException {
        var edited = new HashSet<JobId>();
        var open = changes.stream().sorted(comparing(Change::job)).toList();
        while (!open.isEmpty()) {
            edited.addAll(once(transaction, open));
            open = moving(
                    transaction,
                    open.stream()
                            .filter(change -> !edited.contains(change.job()))
                            .toList());
        }
        return edited;
    }

    private static List<JobId> once(Transaction transaction, List<Change> changes) throws SQLException {
        try (var call = transaction.call(EDIT)) {
            var edited = call.jobs(changes, Change::job)
                    .texts(changes, change -> column(change.payload(), Content::type))
                    .numbers(changes, change -> column(change.payload(), Content::version))
                    .numbers(changes, change -> column(change.payload(), Content::crc))
                    .bytes(changes, change -> column(change.payload(), Content::bytes))
                    .numbers(changes, Change::lane)
                    .dues(changes, change -> change.edit().due().orElse(null))
                    .truths(changes, Change::earlier)
                    .list(Edited::of);
            LooseEnds.tie(
                    transaction,
                    edited.stream().filter(Edited::isMove).map(Edited::moved).toList());
            return edited.stream().map(each -> each.moved().job()).toList();
        }
    }

    private static <T> @Nullable T column(@Nullable Content content, Function<Content, T> column) {
        return content == null ? null : column.apply(content);
    }

    /** Those that stand where they could be changed, now that the statement is over. It ends once they rest for the length of two. */
    private static List<Change> moving(Transaction transaction, List<Change> missed) throws SQLException {
        if (missed.isEmpty()) {
            return List.of();
        }
        var states = states(transaction, missed.stream().map(Change::job).toList());
        return missed.stream()
                .filter(change -> states.containsKey(change.job()) && change.concerns(states.get(change.job())))
                .toList();
    }

    private static Map<JobId, JobState> states(Transaction transaction, List<JobId> jobs) throws SQLException {
        try (var call = transaction.call(STATES)) {
            return call
                    .jobs(jobs, job -> job)
                    .list(row -> new Standing(row.job("job"), JobState.of(row.integer("state"))))
                    .stream()
                    .collect(toMap(Standing::job, Standing::state));
        }
    }
}
