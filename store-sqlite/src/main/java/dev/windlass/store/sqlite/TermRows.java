package dev.windlass.store.sqlite;

import dev.windlass.store.NewJob;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.TermsText;
import dev.windlass.task.Options;
import dev.windlass.task.Secrets;
import dev.windlass.task.Terms;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What jobs brought along, for those that did. */
final class TermRows {
    private static final ProgramLog log = ProgramLog.of(TermRows.class);

    /**
     * In place of terms that cannot be read. They bind the job to nothing, for it will not run; and people are shown no value of it, since
     * the names of its secret fields are lost with the rest.
     */
    static final Terms DAMAGED = Secrets.allMarked(Options.DEFAULT).terms();

    private static final String INSERT = "insert or replace into windlass_terms (job, text) values (?, ?)";
    private static final String TAG = "insert or ignore into windlass_tag (tag, job) values (?, ?)";

    /** The text of a job's terms, read for those alone that have any. For a select from life as l. */
    static final String TEXT =
            "case when l.marks & 1 then (select t.text from windlass_terms t where t.job = l.number) end";

    private static final String FIND = "select text from windlass_terms where job = ?";

    private TermRows() {}

    /** Writes the terms of a job that has any; its life is there. */
    static void write(Turn turn, long number, NewJob job) throws SQLException {
        var insert = turn.statement(INSERT);
        insert.setLong(1, number);
        insert.setString(2, TermsText.write(job.terms().resolved(turn.now())));
        insert.executeUpdate();
        for (var tag : job.terms().tags()) {
            var row = turn.statement(TAG);
            row.setString(1, tag);
            row.setLong(2, number);
            row.executeUpdate();
        }
        if (job.terms().expires().isPresent()) {
            ExpiryRows.write(turn, number, job.terms().expires().get());
        }
        Mark.TERMS.set(turn, number);
    }

    /** Makes the job name what these terms name as secret as well. Tags and expiry have rows of their own, and stay. */
    static void mark(Turn turn, long number, Terms others) throws SQLException {
        var terms = find(turn, number);
        var marked = Secrets.marked(terms, others);
        if (!marked.equals(terms)) {
            var insert = turn.statement(INSERT);
            insert.setLong(1, number);
            insert.setString(2, TermsText.write(marked));
            insert.executeUpdate();
            Mark.TERMS.set(turn, number);
        }
    }

    /** The terms of a job, whether it knows of them or not. Throws where they cannot be read, for whoever asks writes what follows from them. */
    static Terms find(Turn turn, long number) throws SQLException {
        var select = turn.statement(FIND);
        select.setLong(1, number);
        try (var row = select.executeQuery()) {
            return row.next() ? parse(row.getString(1)) : Terms.NONE;
        }
    }

    /** For those who can do without: one job must not hold up others that are read with it. */
    static Terms read(@Nullable String text) {
        return readable(text).orElse(DAMAGED);
    }

    /** Empty where what stands there are no terms; without a text there are none, and that is well. */
    static Optional<Terms> readable(@Nullable String text) {
        try {
            return Optional.of(parse(text));
        } catch (RuntimeException e) {
            // A bit that flipped makes anything of it: no JSON, another type, a name that terms refuse. At debug, since
            // every look at the job comes by here, and its end tells people. What was thrown may quote a secret header.
            log.debug("the terms of a job cannot be read: {}", e.getClass().getName());
            return Optional.empty();
        }
    }

    private static Terms parse(@Nullable String text) {
        return text == null ? Terms.NONE : TermsText.read(text);
    }
}
