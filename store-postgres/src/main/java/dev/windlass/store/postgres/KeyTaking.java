package dev.windlass.store.postgres;

import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.JobId;
import dev.windlass.task.OneLine;
import dev.windlass.task.Unique;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking for unique keys.
 *
 * @param taken the jobs that took theirs
 * @param firsts the jobs that others answer, each with the one that does
 */
record KeyTaking(Set<JobId> taken, Map<JobId, JobId> firsts) {
    /** Nobody asked. */
    static final KeyTaking NOTHING = new KeyTaking(Set.of(), Map.of());

    /**
     * How long a key that an open transaction has taken is waited for: nearly all of them are over by then. A caller's own transaction
     * stays open as long as he likes, and whoever waits for it holds up those behind him.
     */
    private static final int PATIENCE_SECONDS = 2;

    /** PostgreSQL has waited for a lock as long as it was told to. */
    private static final String LOCK_TIMEOUT = "55P03";

    /**
     * The insert settles which of many racing jobs holds a key: it waits for the transaction of whoever came first, which may be
     * undone yet. Keys go in in one order, so that two batches wait for each other one way round. Nothing is updated, and so no row of
     * a holder is locked: he may be claimed, and let go of his key, while this transaction changes him.
     *
     * <p>The patience ends with the statement, for the transaction may be a user's and have settings of its own.
     */
    private static final String TAKE = """
            with patience as materialized (
              select current_setting('lock_timeout') as usual, set_config('lock_timeout', '%ds', true) as ours),
            i as materialized (
              select * from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[]) with ordinality as i(job, task, key, lasting, ord)),
            wanted as materialized (
              select distinct on (task, key) job, windlass.windlass_after(at, lasting) as until, task, key
              from patience, (select windlass.windlass_now() as at) as clock, i
              where %s
              order by task, key, ord),
            taken as (
              insert into windlass.unique_key (job, until, task, key)
              select job, until, task, key from wanted order by task, key
              on conflict do nothing
              returning job)
            select job from taken
            union all
            select null from patience where set_config('lock_timeout', usual, true) is null
            """;

    /**
     * Who answers for jobs that took no key, in a statement of its own: its snapshot has the transactions that were waited for. A key
     * whose time is over is nobody's, and goes, so that it can be taken.
     */
    private static final String ANSWER = """
            with clock as materialized (select windlass.windlass_now() as at),
            i as materialized (select * from unnest(?::uuid[], ?::text[], ?::text[]) as i(job, task, key)),
            over as (
              delete from windlass.unique_key k
              using i, clock
              where k.task = i.task and k.key = i.key and k.until <= at)
            select job, first
            from (
              select i.job, coalesce(%s, k.job) as first
              from clock cross join i
                   left join windlass.unique_key k on k.task = i.task and k.key = i.key and (k.until is null or k.until > at))
              as answered
            where first is not null
            """;

    /** A job that is known takes no key: a repeat of an accept finds itself, whoever holds its key by now. */
    private static final Way NEW = new Way(
            TAKE.formatted(PATIENCE_SECONDS, "not exists (select 1 from windlass.job b where b.id = i.job)"),
            ANSWER.formatted("(select b.id from windlass.job b where b.id = i.job)"));

    private static final Way AGAIN = new Way(TAKE.formatted(PATIENCE_SECONDS, "true"), ANSWER.formatted("null"));

    /** For whom keys are taken. */
    private record Way(String take, String answer) {}

    /** A job that asks for the key of its terms. */
    record Asked(JobId job, String task, Unique unique) {}

    private record Answered(JobId job, JobId first) {}

    /** For new jobs: a key goes to the first of them that asks, if it is free, and to none that the store knows. */
    static KeyTaking ofNew(Transaction transaction, List<Asked> asked) throws SQLException {
        return take(transaction, NEW, asked);
    }

    /** For known jobs, which held their keys before. */
    static KeyTaking again(Transaction transaction, List<Asked> asked) throws SQLException {
        return take(transaction, AGAIN, asked);
    }

    /** Each round takes a key or finds who has it. One that was let go of between the two is asked for again. */
    private static KeyTaking take(Transaction transaction, Way way, List<Asked> asked) throws SQLException {
        var taken = new HashSet<JobId>();
        var answers = new LinkedHashMap<JobId, JobId>();
        for (var open = asked; !open.isEmpty(); open = without(open, taken, answers)) {
            taken.addAll(taken(transaction, way, open));
            var rest = without(open, taken, answers);
            if (!rest.isEmpty()) {
                answered(transaction, way, rest).forEach(answer -> answers.put(answer.job(), answer.first()));
            }
        }
        answers.entrySet().removeIf(answer -> answer.getKey().equals(answer.getValue()));
        return new KeyTaking(taken, answers);
    }

    private static List<Asked> without(List<Asked> asked, Set<JobId> taken, Map<JobId, JobId> answers) {
        return asked.stream()
                .filter(each -> !taken.contains(each.job()) && !answers.containsKey(each.job()))
                .toList();
    }

    private static List<JobId> taken(Transaction transaction, Way way, List<Asked> asked) throws SQLException {
        try (var call = transaction.call(way.take())) {
            return call.jobs(asked, Asked::job)
                    .texts(asked, Asked::task)
                    .texts(asked, each -> each.unique().key())
                    .numbers(asked, each -> lasting(each.unique()))
                    .list(row -> row.job("job"));
        } catch (SQLException e) {
            if (LOCK_TIMEOUT.equals(e.getSQLState())) {
                throw busy(asked, e);
            }
            throw e;
        }
    }

    private static @Nullable Long lasting(Unique unique) {
        return unique.scope() == Unique.Scope.FOR_TIME ? Call.micros(unique.lasting()) : null;
    }

    private static StoreException busy(List<Asked> asked, SQLException cause) {
        var first = asked.get(0);
        var key = "unique key " + OneLine.quoted(first.unique().key()) + " of task " + first.task();
        var which =
                asked.size() == 1 ? key : "one of " + asked.size() + " unique keys, the first of which is " + key + ",";
        return new StoreException(
                ErrorCode.BUSY_KEY,
                which + " is held by a transaction that stayed open for " + PATIENCE_SECONDS
                        + " s; nothing was accepted, try again once that has ended",
                cause);
    }

    private static List<Answered> answered(Transaction transaction, Way way, List<Asked> asked) throws SQLException {
        try (var call = transaction.call(way.answer())) {
            return call.jobs(asked, Asked::job)
                    .texts(asked, Asked::task)
                    .texts(asked, each -> each.unique().key())
                    .list(row -> new Answered(row.job("job"), row.job("first")));
        }
    }
}
