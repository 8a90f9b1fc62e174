package dev.windlass.store.sqlite;

import dev.windlass.store.Fence;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreClock;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** Makes a database ready for an engine, or says in one sentence why it cannot be. */
final class Opening {
    private static final ProgramLog log = ProgramLog.of(Opening.class);

    static final String HAS_ENGINE = "select 1 from sqlite_schema where type = 'table' and name = 'windlass_engine'";
    private static final String CLEAN = "select clean from windlass_engine";
    private static final String FORMER = "select number, generation, sequence, clock from windlass_engine";
    private static final String RAISE =
            "update windlass_engine set number = ?, generation = ?, clean = 0, pid = ? where number = ?";

    /**
     * All workers of a file run in the process of its engine, and that one is gone. Their rows end here and not by their leases, so
     * that their jobs go on at once.
     */
    private static final String END_WORKERS = "update windlass_worker set ended = ? where ended is null";

    /** A stored time this far ahead of the clock was written under a wrong clock; to wait for it would stop everything. */
    private static final Duration MOST_AHEAD = Duration.ofMinutes(1);

    private final Path file;
    private final Connection connection;
    private final StoreClock clock;

    Opening(Path file, Connection connection, StoreClock clock) {
        this.file = file;
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * The engine that has the file from now on, and its clock.
     *
     * @param checkLate whether the file is still to be checked, because the last stop was unclean and the file is large
     */
    record Opened(EngineRow engine, StoreClock clock, boolean checkLate) {}

    Opened open(Migrations migrations) {
        try {
            var checkLate = !stoppedCleanly() && !checkNow();
            execute("begin immediate");
            migrations.apply(file, connection, Micros.floor(clock.now()));
            var opened = raise(checkLate);
            execute("commit");
            return opened;
        } catch (SQLException e) {
            throw refusal(file, e);
        }
    }

    /** Checks a file that is small enough; answers false for one that is not. */
    private boolean checkNow() throws SQLException {
        var check = Integrity.afterUncleanStop(connection);
        if (check == Integrity.LATE) {
            return false;
        }
        check.requireSound(file, connection);
        return true;
    }

    private boolean stoppedCleanly() throws SQLException {
        try (var statement = connection.createStatement()) {
            try (var row = statement.executeQuery(HAS_ENGINE)) {
                if (!row.next()) {
                    return true;
                }
            }
            try (var row = statement.executeQuery(CLEAN)) {
                return row.next() && row.getInt(1) == 1;
            }
        }
    }

    private Opened raise(boolean checkLate) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(FORMER)) {
            if (!row.next()) {
                throw DatabaseFile.refused(file, "its engine row is missing, so it is damaged; restore a backup");
            }
            var number = row.getLong(1);
            var carried = carried(row.getLong(4));
            var generation = Fence.raise(row.getLong(2), carried.now().getEpochSecond());
            var engine = new EngineRow(number + 1, generation, row.getLong(3));
            write(number, engine, Micros.floor(carried.now()));
            return new Opened(engine, carried, checkLate);
        }
    }

    private void write(long formerNumber, EngineRow engine, long nowMicros) throws SQLException {
        try (var raise = connection.prepareStatement(RAISE);
                var end = connection.prepareStatement(END_WORKERS)) {
            raise.setLong(1, engine.number());
            raise.setLong(2, engine.generation());
            raise.setLong(3, ProcessHandle.current().pid());
            raise.setLong(4, formerNumber);
            raise.executeUpdate();
            end.setLong(1, nowMicros);
            end.executeUpdate();
        }
    }

    /** The clock, held at the last time that the file knows until it has passed that: store time never runs backwards. */
    private StoreClock carried(long lastMicros) {
        var last = Micros.instant(lastMicros);
        var now = clock.now();
        if (last.isAfter(now.plus(MOST_AHEAD))) {
            log.warn(
                    "the clock shows {}, but {} was last written at {}: was the clock set back? The clock is obeyed",
                    now,
                    file,
                    last);
            return clock;
        }
        return last.isAfter(now) ? () -> later(clock.now(), last) : clock;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void execute(String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** An error at opening, as a sentence that names the remedy. */
    static StoreException refusal(Path file, SQLException error) {
        var fact = switch (Trouble.of(error)) {
            case FULL -> "no space is left on its disk; free some";
            case BUSY -> "another program, not an engine, holds its write lock; end that one and try again";
            case FATAL -> fatalFact(error);
            case LOCAL ->
                "its schema cannot be brought up to date (" + error.getMessage()
                        + "); is it the file of another program?";
        };
        return new StoreException(ErrorCode.STORE_REFUSED, file + " cannot be opened: " + fact, error);
    }

    private static String fatalFact(SQLException error) {
        return switch (error.getErrorCode()) {
            case 26 -> "it is not a database; choose another file";
            case 11 -> "it is damaged (" + error.getMessage() + "); restore a backup";
            default ->
                "it cannot be read and written there (" + error.getMessage() + "); check the disk and the rights";
        };
    }
}
