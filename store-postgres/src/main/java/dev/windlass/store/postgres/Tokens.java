package dev.windlass.store.postgres;

import dev.windlass.store.Refill;
import dev.windlass.task.JobId;
import dev.windlass.task.Limit.Bound;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tokens of rates: taken by starts, put back where nothing started. Here alone a key's row is locked against others of its kind, by
 * number, because what a bucket holds is one value that all its starts share.
 */
final class Tokens {
    /**
     * The keys of rates in which these jobs have a part. What is read of a row that somebody else had locked is what he left there; the time
     * is read after the lock, so that no start is reckoned at a time before one that came earlier.
     */
    private static final String LOCK = """
            with locked as materialized (
              select k.number, k.name, k."full"
              from windlass.limit_key k
              where k.number = any (array(
                      select u.key from unnest(?::uuid[]) as i(job) join windlass.use u on u.job = i.job))
                and exists (select 1 from %1$s as f where f.kind = 4)
              order by k.number
              for no key update)
            select k.number, k."full", f.kind, f.count, f.period, f.burst, (select windlass.windlass_now()) as at
            from locked k cross join lateral %1$s as f
            order by k.number
            """.formatted(Bounds.IN_FORCE);

    /** A statement of its own: the one that locked saw the uses of before it waited. */
    private static final String PARTS = """
            select u.job, u.key, u.held, u.spent
            from unnest(?::uuid[]) with ordinality as i(job, ord) join windlass.use u on u.job = i.job
            order by i.ord, u.key
            """;

    /** Whoever waits for such a key sleeps until its next token, and that is another one now. */
    private static final String WRITE = """
            with filled as (
              update windlass.limit_key k
              set "full" = i."full"
              from unnest(?::bigint[], ?::timestamptz[]) as i(number, "full")
              where k.number = i.number),
            told as (
              insert into windlass.look (key) select i.key from unnest(?::bigint[]) as i(key))
            update windlass.use u
            set spent = i.spent, held = false
            from unnest(?::uuid[], ?::bigint[], ?::timestamptz[]) as i(job, key, spent)
            where u.job = i.job and u.key = i.key
            """;

    private final Transaction transaction;
    private final Map<Long, Bucket> buckets = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Part> written = new ArrayList<>();

    private Tokens(Transaction transaction) {
        this.transaction = transaction;
    }

    private static Tokens lock(Transaction transaction, List<JobId> jobs) throws SQLException {
        var tokens = new Tokens(transaction);
        try (var call = transaction.call(LOCK)) {
            for (var bucket : call.jobs(jobs, job -> job).list(Bucket::of)) {
                tokens.buckets.put(bucket.key, bucket);
            }
        }
        if (!tokens.buckets.isEmpty()) {
            try (var call = transaction.call(PARTS)) {
                call.jobs(jobs, job -> job).list(Part::of).stream()
                        .filter(part -> tokens.buckets.containsKey(part.key()))
                        .forEach(tokens.parts::add);
            }
        }
        return tokens;
    }

    /** The claim of a job under a rate is a start, and costs the token that was set aside for it. */
    static void spend(Transaction transaction, List<JobId> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        var tokens = lock(transaction, jobs);
        for (var part : tokens.parts) {
            if (part.held()) {
                tokens.spend(part);
            }
        }
        tokens.write();
    }

    /** The start of jobs for which no token was set aside. Whoever asks has found one to spare, under the lock of grants. */
    static void spendUnheld(Transaction transaction, List<JobId> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        var tokens = lock(transaction, jobs);
        for (var part : tokens.parts) {
            if (!part.held()) {
                tokens.spend(part);
            }
        }
        tokens.write();
    }

    private void spend(Part part) {
        var bucket = buckets.get(part.key());
        if (bucket != null) {
            bucket.full = bucket.refill.spend(bucket.full, bucket.now);
            written.add(part.withSpent(Optional.of(bucket.full)));
        }
    }

    /**
     * Puts the tokens of jobs back that were claimed and never started: each as long as it is the last one that was taken, for the key may have
     * run over since. Another start may leave the key as full as this one did, so what is back does not come back again.
     */
    static void putBack(Transaction transaction, List<JobId> jobs) throws SQLException {
        if (jobs.isEmpty()) {
            return;
        }
        var tokens = lock(transaction, jobs);
        tokens.parts.stream()
                .filter(part -> part.spent().isPresent())
                .sorted(Comparator.comparing((Part part) -> part.spent().orElseThrow())
                        .reversed())
                .forEach(tokens::putBack);
        tokens.write();
    }

    private void putBack(Part part) {
        var bucket = buckets.get(part.key());
        if (bucket != null && part.spent().filter(bucket.full::equals).isPresent()) {
            bucket.full = bucket.refill.putBack(bucket.full);
        }
        written.add(part.withSpent(Optional.empty()));
    }

    private void write() throws SQLException {
        if (written.isEmpty()) {
            return;
        }
        var filled = written.stream().map(Part::key).distinct().toList();
        try (var call = transaction.call(WRITE)) {
            call.numbers(filled, key -> key)
                    .instants(filled, this::full)
                    .numbers(filled, key -> key)
                    .jobs(written, Part::job)
                    .numbers(written, Part::key)
                    .instants(written, part -> part.spent().orElse(null))
                    .run();
        }
    }

    private Instant full(long key) {
        var bucket = buckets.get(key);
        return bucket == null ? Instant.EPOCH : bucket.full;
    }

    /** A key of a rate, locked. */
    private static final class Bucket {
        private final long key;
        private final Refill refill;
        private final Instant now;
        private Instant full;

        private Bucket(long key, Refill refill, Instant full, Instant now) {
            this.key = key;
            this.refill = refill;
            this.full = full;
            this.now = now;
        }

        static Bucket of(Row row) throws SQLException {
            var rated = (Bound.Rated) Bounds.find(row, "").orElseThrow();
            return new Bucket(
                    row.number("number"),
                    Refill.of(rated.rate()),
                    row.findInstant("full").orElse(Instant.EPOCH),
                    row.instant("at"));
        }
    }

    /** A job's part in a key of a rate. */
    private record Part(JobId job, long key, boolean held, Optional<Instant> spent) {
        static Part of(Row row) throws SQLException {
            return new Part(row.job("job"), row.number("key"), row.truth("held"), row.findInstant("spent"));
        }

        Part withSpent(Optional<Instant> full) {
            return new Part(job, key, held, full);
        }
    }
}
