package dev.windlass.store.postgres;

import dev.windlass.store.NewJob;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.TermsText;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import dev.windlass.task.Secrets;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What jobs brought along, for those that did. */
final class TermRows {
    private static final ProgramLog log = ProgramLog.of(TermRows.class);

    /**
     * In place of terms that cannot be read. They bind the job to nothing, for it will not run; and people are shown no value of it,
     * since the names of its secret fields were there.
     */
    static final Terms DAMAGED = Secrets.allMarked(Options.DEFAULT).terms();

    /** All that a batch brings, in one statement. Tags have a row for each word, the time of expiry one for whoever looks by it. */
    private static final String WRITE = """
            with i as materialized (select * from unnest(?::uuid[], ?::text[], ?::timestamptz[]) as i(job, text, expires)),
            tags as (
              insert into windlass.tag (job, tag)
              select * from unnest(?::uuid[], ?::text[])
              on conflict do nothing),
            times as (
              insert into windlass.expiry (job, at)
              select job, expires from i where expires is not null)
            insert into windlass.terms (job, text)
            select job, text from i
            """;

    private static final String FIND = "select text from windlass.terms where job = ?";

    private static final String REWRITE = "update windlass.terms set text = ? where job = ?";

    private TermRows() {}

    private record Tagged(JobId job, String tag) {}

    /** Writes the terms of jobs that were accepted at this time, and all of which bring some. */
    static void write(Transaction transaction, List<NewJob> jobs, Instant at) throws SQLException {
        var tags = jobs.stream()
                .flatMap(job -> job.terms().tags().stream().map(tag -> new Tagged(job.id(), tag)))
                .toList();
        try (var call = transaction.call(WRITE)) {
            call.jobs(jobs, NewJob::id)
                    .texts(jobs, job -> TermsText.write(job.terms().resolved(at)))
                    .instants(jobs, job -> expires(job.terms(), at))
                    .jobs(tags, Tagged::job)
                    .texts(tags, Tagged::tag)
                    .run();
        }
    }

    private static @Nullable Instant expires(Terms terms, Instant at) {
        return terms.expires().map(end -> Call.upToMicros(end.from(at))).orElse(null);
    }

    /** Makes a job that has terms name what these name as secret as well. Tags and expiry have rows of their own, and stay. */
    static void mark(Transaction transaction, JobId job, Terms others) throws SQLException {
        if (!others.headers().containsKey(Secrets.HEADER)) {
            return;
        }
        var terms = find(transaction, job);
        var marked = Secrets.marked(terms, others);
        if (!marked.equals(terms)) {
            try (var call = transaction.call(REWRITE)) {
                call.text(TermsText.write(marked)).job(job).run();
            }
        }
    }

    /** Throws where they cannot be read, for whoever asks writes what follows from them. */
    private static Terms find(Transaction transaction, JobId job) throws SQLException {
        try (var call = transaction.call(FIND)) {
            return call.job(job).find(row -> TermsText.read(row.text("text"))).orElse(Terms.NONE);
        }
    }

    /** For those who can do without: one job must not hold up others that are read with it. */
    static Terms read(Optional<String> text) {
        return readable(text).orElse(DAMAGED);
    }

    /** Empty where what stands there are no terms; without a text there are none, and that is well. */
    static Optional<Terms> readable(Optional<String> text) {
        try {
            return Optional.of(text.map(TermsText::read).orElse(Terms.NONE));
        } catch (RuntimeException e) {
            // A bit that flipped makes anything of it: no JSON, another type, a name that terms refuse. At debug, since
            // every look at the job comes by here, and its end tells people. What was thrown may quote a secret header.
            log.debug("the terms of a job cannot be read: {}", e.getClass().getName());
            return Optional.empty();
        }
    }
}
