package dev.windlass.store.postgres;

import dev.windlass.store.Attempt;
import dev.windlass.store.LogLine;
import dev.windlass.store.Tally;
import dev.windlass.store.TermsText;
import dev.windlass.store.Transfer;
import dev.windlass.task.Content;
import dev.windlass.task.DeadReason;
import dev.windlass.task.JobId;
import dev.windlass.task.Queue;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Tells what has become of jobs that were accepted a moment ago in this transaction, and that nobody else has seen. */
final class ArrivedRows {
    /** A scheduled job is no suspect: whatever led it there has cleared it. */
    private static final String LIFE = """
            with i as materialized (
              select *
              from unnest(?::uuid[], ?::timestamptz[], ?::bigint[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[],
                          ?::boolean[])
                   as i(i_job, i_accepted, i_fence, i_first, i_failures, i_losses, i_releases, i_suspect)),
            bases as (update windlass.job set accepted = i_accepted from i where id = i_job),
            present as (
              update windlass.ready
              set fence = i_fence, first_claimed = i_first, failures = i_failures, losses = i_losses, releases = i_releases,
                  line = case when i_suspect then line | 4 else line end
              from i
              where job = i_job),
            future as (
              update windlass.scheduled
              set fence = i_fence, first_claimed = i_first, failures = i_failures, releases = i_releases
              from i
              where job = i_job)
            update windlass.waiting
            set fence = i_fence, first_claimed = i_first, failures = i_failures, losses = i_losses, releases = i_releases,
                line = case when i_suspect then line | 4 else line end
            from i
            where job = i_job
            """;

    /** Jobs that have ended were accepted without keys and limits, and so stand where they are ready. */
    private static final String ENDED = """
            with i as materialized (
              select *
              from unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[],
                          ?::bigint[], ?::bytea[])
                   as i(i_job, i_since, i_keep, i_state, i_reason, type, version, crc, bytes)),
            gone as (
              delete from windlass.ready using i where job = i_job
              returning ready.*, i.*, greatest(i_keep, windlass.windlass_after((select windlass.windlass_now()), ?)) as stays),
            past as (
              insert into windlass.past (job, fence, since, keep_until, failures, losses, releases, marks, result_version,
                                         result_crc, state, result_type, result_bytes)
              select job, fence, i_since, stays, failures, losses, releases, nullif(marks & 1, 0), version, crc, i_state, type,
                     bytes
              from gone
              where i_state <> 6),
            died as (
              insert into windlass.dead (job, fence, since, keep_until, failures, losses, releases, marks, reason)
              select job, fence, i_since, stays, failures, losses, releases, nullif(marks & 1, 0), i_reason
              from gone
              where i_state = 6)
            select job, i_state as to_state, marks, queue, null::bigint as outcome, false as untouched from gone
            """;

    private static final String ATTEMPTS = """
            insert into windlass.attempt (job, fence, worker, started, ended, ran, ordinal, number, outcome, host, error)
            select job, fence, worker, started, ended, ran, 0, number, outcome, host, error
            from unnest(?::uuid[], ?::bigint[], ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::bigint[], ?::bigint[],
                        ?::bigint[], ?::text[], ?::text[])
                 as i(job, fence, worker, started, ended, ran, number, outcome, host, error)
            """;

    private static final String CHECKPOINTS = """
            insert into windlass.checkpoint (job, type, version, crc, bytes)
            select * from unnest(?::uuid[], ?::text[], ?::bigint[], ?::bigint[], ?::bytea[])
            """;

    private static final String PROGRESS = """
            insert into windlass.progress (job, done, total)
            select * from unnest(?::uuid[], ?::bigint[], ?::bigint[])
            """;

    private static final String LOGS = """
            insert into windlass.log (job, fence, at, text)
            select job, fence, at, text
            from unnest(?::uuid[], ?::bigint[], ?::timestamptz[], ?::text[]) with ordinality as i(job, fence, at, text, ord)
            order by ord
            """;

    /** With keys and limits that it was not accepted with: it may have given them back, and holds them again if it is revived. */
    private static final String TERMS = """
            with i as materialized (select * from unnest(?::uuid[], ?::text[]) as i(i_job, i_text)),
            present as (update windlass.ready set marks = marks | 1 from i where job = i_job and marks & 1 = 0),
            future as (update windlass.scheduled set marks = marks | 1 from i where job = i_job and marks & 1 = 0)
            insert into windlass.terms (job, text)
            select i_job, i_text from i
            on conflict (job) do update set text = excluded.text
            """;

    /** Until then and no longer, be it that the job was accepted with the whole time; and not if another holds the key by now. */
    private static final String KEYS = """
            insert into windlass.unique_key as k (job, until, task, key)
            select job, until, task, key
            from unnest(?::uuid[], ?::timestamptz[], ?::text[], ?::text[]) as i(job, until, task, key)
            order by task, key
            on conflict (task, key) do update
              set job = excluded.job, until = excluded.until
              where k.job = excluded.job or k.until <= (select windlass.windlass_now())
            """;

    private ArrivedRows() {}

    /**
     * Jobs that back off keep their places in lines in which nobody passes them. Before any job of the batch is accepted: whoever waits
     * there comes after them.
     */
    static void stand(Transaction transaction, List<Transfer> arriving) throws SQLException {
        var kept = each(arriving, transfer -> transfer.beside().places());
        if (kept.isEmpty()) {
            return;
        }
        var keys = LimitKeys.share(transaction, kept.stream().map(Of::thing).toList());
        var places = new ArrayList<Uses.Place>();
        for (var of : kept) {
            var key = keys.get(of.thing());
            if (key != null) {
                places.add(new Uses.Place(of.job(), key.number(), of.queue(), false, false));
            }
        }
        Uses.stand(transaction, places);
    }

    static void write(Transaction transaction, List<Transfer> arrived, Instant now) throws SQLException {
        life(transaction, arrived);
        terms(transaction, arrived, now);
        keys(transaction, arrived, now);
        attempts(transaction, each(arrived, transfer -> transfer.past().attempts()));
        checkpoints(transaction, arrived);
        progress(transaction, arrived);
        logs(transaction, each(arrived, transfer -> transfer.beside().log()));
        end(
                transaction,
                arrived.stream()
                        .filter(transfer -> transfer.past().state().ended())
                        .toList());
    }

    /** One of many things that a job has. */
    private record Of<T>(JobId job, String queue, T thing) {}

    private static <T> List<Of<T>> each(List<Transfer> arrived, Function<Transfer, List<T>> things) {
        return arrived.stream()
                .flatMap(transfer -> things.apply(transfer).stream()
                        .map(thing ->
                                new Of<>(transfer.job().id(), transfer.job().queue(), thing)))
                .toList();
    }

    private static void life(Transaction transaction, List<Transfer> arrived) throws SQLException {
        try (var call = transaction.call(LIFE)) {
            call.jobs(arrived, transfer -> transfer.job().id())
                    .instants(arrived, transfer -> micros(transfer.past().accepted()))
                    .numbers(arrived, transfer -> transfer.past().fence())
                    .instants(
                            arrived,
                            transfer -> transfer.past()
                                    .first()
                                    .map(ArrivedRows::micros)
                                    .orElse(null))
                    .numbers(arrived, transfer -> tally(transfer).failures())
                    .numbers(arrived, transfer -> tally(transfer).losses())
                    .numbers(arrived, transfer -> tally(transfer).releases())
                    .truths(arrived, transfer -> transfer.past().suspect())
                    .run();
        }
    }

    private static Tally tally(Transfer transfer) {
        return transfer.past().tally();
    }

    private static void terms(Transaction transaction, List<Transfer> arrived, Instant now) throws SQLException {
        var termed = arrived.stream()
                .filter(transfer -> !transfer.job().terms().equals(Terms.NONE))
                .toList();
        if (termed.isEmpty()) {
            return;
        }
        try (var call = transaction.call(TERMS)) {
            call.jobs(termed, transfer -> transfer.job().id())
                    .texts(
                            termed,
                            transfer -> TermsText.write(transfer.job().terms().resolved(now)))
                    .run();
        }
    }

    private record Timed(JobId job, String task, String key, Instant until) {}

    private static void keys(Transaction transaction, List<Transfer> arrived, Instant now) throws SQLException {
        var timed = arrived.stream()
                .flatMap(transfer -> transfer.keyUntil(now).stream()
                        .flatMap(until -> transfer.job().terms().unique().stream()
                                .map(unique -> new Timed(
                                        transfer.job().id(), transfer.job().task(), unique.key(), micros(until)))))
                .toList();
        if (timed.isEmpty()) {
            return;
        }
        try (var call = transaction.call(KEYS)) {
            call.jobs(timed, Timed::job)
                    .instants(timed, Timed::until)
                    .texts(timed, Timed::task)
                    .texts(timed, Timed::key)
                    .run();
        }
    }

    private static void attempts(Transaction transaction, List<Of<Attempt>> attempts) throws SQLException {
        if (attempts.isEmpty()) {
            return;
        }
        try (var call = transaction.call(ATTEMPTS)) {
            call.jobs(attempts, Of::job)
                    .numbers(attempts, of -> of.thing().fence())
                    .numbers(attempts, of -> of.thing().worker().value())
                    .instants(
                            attempts,
                            of -> of.thing().started().map(ArrivedRows::micros).orElse(null))
                    .instants(attempts, of -> micros(of.thing().ended()))
                    .numbers(attempts, ArrivedRows::ran)
                    .numbers(attempts, of -> of.thing().number())
                    .numbers(attempts, of -> of.thing().outcome().code())
                    .texts(attempts, of -> of.thing().host())
                    .texts(attempts, of -> of.thing().error().orElse(null))
                    .run();
        }
    }

    private static @Nullable Long ran(Of<Attempt> of) {
        return of.thing().ran().map(Call::micros).orElse(null);
    }

    private static void checkpoints(Transaction transaction, List<Transfer> arrived) throws SQLException {
        var saved =
                each(arrived, transfer -> transfer.past().checkpoint().stream().toList());
        if (saved.isEmpty()) {
            return;
        }
        try (var call = transaction.call(CHECKPOINTS)) {
            call.jobs(saved, Of::job)
                    .texts(saved, of -> of.thing().type())
                    .numbers(saved, of -> of.thing().version())
                    .numbers(saved, of -> of.thing().crc())
                    .bytes(saved, of -> of.thing().bytes())
                    .run();
        }
    }

    private static void progress(Transaction transaction, List<Transfer> arrived) throws SQLException {
        var made =
                each(arrived, transfer -> transfer.beside().progress().stream().toList());
        if (made.isEmpty()) {
            return;
        }
        try (var call = transaction.call(PROGRESS)) {
            call.jobs(made, Of::job)
                    .numbers(made, of -> of.thing().done())
                    .numbers(made, of -> of.thing().total())
                    .run();
        }
    }

    private static void logs(Transaction transaction, List<Of<LogLine>> lines) throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        try (var call = transaction.call(LOGS)) {
            call.jobs(lines, Of::job)
                    .numbers(lines, of -> of.thing().fence())
                    .instants(lines, of -> micros(of.thing().at()))
                    .texts(lines, of -> of.thing().text())
                    .run();
        }
    }

    private static void end(Transaction transaction, List<Transfer> ended) throws SQLException {
        if (ended.isEmpty()) {
            return;
        }
        try (var call = transaction.call(ENDED)) {
            var moved = call.jobs(ended, transfer -> transfer.job().id())
                    .instants(ended, transfer -> micros(transfer.past().since()))
                    .instants(ended, ArrivedRows::keepUntil)
                    .numbers(ended, transfer -> transfer.past().state().code())
                    .numbers(ended, ArrivedRows::reason)
                    .texts(ended, transfer -> result(transfer, Content::type))
                    .numbers(ended, transfer -> result(transfer, Content::version))
                    .numbers(ended, transfer -> result(transfer, Content::crc))
                    .bytes(ended, transfer -> result(transfer, Content::bytes))
                    .duration(Queue.SHORTEST_KEEP)
                    .list(Moved::of);
            LooseEnds.tie(transaction, moved);
        }
    }

    private static Instant keepUntil(Transfer transfer) {
        return micros(transfer.past().keepUntil().orElse(transfer.past().since()));
    }

    private static @Nullable Integer reason(Transfer transfer) {
        return transfer.past().reason().map(DeadReason::code).orElse(null);
    }

    private static <T> @Nullable T result(Transfer transfer, Function<Content, T> column) {
        return transfer.past().result().map(column).orElse(null);
    }

    /** PostgreSQL would round, and what has happened must not lie in the future. */
    private static Instant micros(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS);
    }
}
