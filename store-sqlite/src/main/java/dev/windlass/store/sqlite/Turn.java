package dev.windlass.store.sqlite;

import dev.windlass.store.StoreClock;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalInt;

/**
 * One write transaction: what a piece of work may use while it has the writer. All work of a transaction sees the same time.
 *
 * <p>Belongs to the thread that writes.
 */
final class Turn {
    private static final String CARRY = "update windlass_engine set sequence = ?, clock = ? where number = ?";
    private static final String RAISE = "update windlass_engine set generation = ? where number = ?";
    private static final String OURS = "select 1 from windlass_engine where number = ?";

    /** Rows that this connection has changed since it was opened, those of undone transactions included. */
    private static final String CHANGES = "select total_changes()";

    private final Statements statements;
    private final NewNames names;
    private final Ruled ruled = new Ruled();
    private final JobNumbers jobNumbers = new JobNumbers();
    private final Recount recount = new Recount();
    private final Misses misses = new Misses();
    private final StoreClock clock;
    private final EngineRow engine;

    private long sequence;
    private long generation;
    private Instant now;
    private long micros;
    private long ceiling;
    private long changes;

    Turn(Statements statements, Names names, StoreClock clock, EngineRow engine) {
        this.statements = statements;
        this.names = new NewNames(names);
        this.clock = clock;
        this.engine = engine;
        this.sequence = engine.sequence();
        this.generation = engine.generation();
        this.now = clock.now();
        this.micros = Micros.floor(now);
        this.ceiling = Micros.ceil(now);
    }

    /** Begins the turn: takes the time once the write lock is held, so that no wait for the lock can make it stale. */
    void begin() {
        now = clock.now();
        micros = Micros.floor(now);
        ceiling = Micros.ceil(now);
    }

    /**
     * Writes what the engine carries from turn to turn, and compares the engine's number in the same statement. The write lock is
     * held, so a number that still fits now fits when the transaction commits.
     *
     * <p>A turn that has changed nothing only compares, so that its commit needs no sync: an idle engine's duties would otherwise
     * write and sync eight times a second for nothing.
     *
     * @return whether the file still belongs to this engine
     */
    boolean carry() throws SQLException {
        if (changes() == changes) {
            return isOurs();
        }
        var update = statements.of(CARRY);
        update.setLong(1, sequence);
        update.setLong(2, micros);
        update.setLong(3, engine.number());
        var carried = update.executeUpdate() == 1;
        changes = changes();
        return carried;
    }

    /** The transaction is durable. */
    void committed() {
        names.committed();
        recount.committed();
    }

    /** The transaction was undone. */
    void undone() {
        forget();
        recount.undone();
    }

    /** What a part of the transaction has done can be undone from here on. */
    void doubt() {
        forget();
        recount.doubt();
    }

    private void forget() {
        names.forget();
        ruled.forget();
        jobNumbers.forget();
    }

    private long changes() throws SQLException {
        try (var row = statements.of(CHANGES).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether the file belongs to this engine still, as far as the transaction sees, or the last commit if there is none. */
    boolean isOurs() throws SQLException {
        var select = statements.of(OURS);
        select.setLong(1, engine.number());
        try (var row = select.executeQuery()) {
            return row.next();
        }
    }

    PreparedStatement statement(String sql) throws SQLException {
        return statements.of(sql);
    }

    int number(String name) throws SQLException {
        return names.number(statements, name);
    }

    OptionalInt findNumber(String name) throws SQLException {
        return names.find(statements, name);
    }

    String text(int number) throws SQLException {
        return names.text(statements, number);
    }

    JobNumbers jobNumbers() {
        return jobNumbers;
    }

    /** What the auditor is counting anew. */
    Recount recount() {
        return recount;
    }

    /** Lines whose claims go wrong. */
    Misses misses() {
        return misses;
    }

    /** The queues that the store itself keeps to rules. */
    Ruled ruled() {
        return ruled;
    }

    Instant now() {
        return now;
    }

    /** {@link #now} in whole microseconds, rounded down. */
    long micros() {
        return micros;
    }

    /** The first microsecond that is not before {@code delay} from now. */
    long after(Duration delay) {
        return Math.addExact(ceiling, Micros.of(delay));
    }

    /** A number above all that were ever given, for a job or for a place in a line. Those of an undone transaction are left out. */
    long next() {
        return ++sequence;
    }

    long generation() {
        return generation;
    }

    /** Fences from here on are above all that another store gave under this generation. */
    void outrun(long other) throws SQLException {
        generation = Math.max(generation, other + 1);
        // Also where it was raised before: that transaction may have been undone, and what is not in the file is
        // forgotten.
        if (generation > engine.generation()) {
            var raise = statements.of(RAISE);
            raise.setLong(1, generation);
            raise.setLong(2, engine.number());
            raise.executeUpdate();
        }
    }
}
