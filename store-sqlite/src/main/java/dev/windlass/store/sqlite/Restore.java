package dev.windlass.store.sqlite;

import dev.windlass.store.Fence;
import dev.windlass.store.FileReason;
import dev.windlass.store.ProgramLog;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import dev.windlass.task.WindlassException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Puts a backup where an engine is to open it.
 *
 * <p>Everything is made and checked beside the target; what is there is touched only then. Its log is brought home before it is
 * replaced, so that a crash between the two leaves the old file whole, and no log that would be taken for the new file's.
 *
 * <p>A restore goes back in time: a holder from after the backup, or from before it, may still be running somewhere. The raise of the
 * generation keeps the fences of new claims above all that were ever given, and the running jobs of the backup get a fence that
 * nobody holds, so that the next rescue takes them back and everybody of the time before is FENCED.
 */
final class Restore {
    private static final ProgramLog log = ProgramLog.of(Restore.class);

    private static final String ENGINE = "select number, generation from windlass_engine";
    private static final String FOREIGN =
            "select count(*) > 0 and sum(name = 'windlass_engine') = 0 from sqlite_schema where type = 'table'";
    private static final String RAISE = "update windlass_engine set number = ?, generation = ?";

    /** The counter stays: see {@link Fence}. */
    private static final String FENCE_OFF =
            "update windlass_life set fence = (? << 31) + (fence & 2147483647) where state = 2";

    private final Path backup;
    private final Path target;
    private final Instant now;

    /** Reading a damaged file and bringing its log home fail alike: it is said once. */
    private boolean warned;

    private Restore(Path backup, Path target, Instant now) {
        this.backup = backup;
        this.target = target;
        this.now = now;
    }

    /** To a place where nothing is. */
    static void put(Path backup, Path target) {
        var file = DatabaseFile.resolve(target);
        if (Draft.isThere(file)) {
            throw refused(
                    file,
                    "there is a file already, which would be lost; choose another place, or replace it by SqliteStore.replace");
        }
        put(new Restore(backup.toAbsolutePath(), file, Outside.clock().now()));
    }

    /** Also in the place of a file that is there. */
    static void replace(Path backup, Path target) {
        put(new Restore(
                backup.toAbsolutePath(),
                DatabaseFile.resolve(target),
                Outside.clock().now()));
    }

    private static void put(Restore restore) {
        restore.requireBackup();
        restore.requireStore();
        var lock = EngineLock.take(restore.target);
        try {
            restore.put();
        } catch (IOException e) {
            throw restore.failure(e);
        } catch (SQLException e) {
            throw Draft.failure(restore.backup + " was not restored to " + restore.target, e);
        } finally {
            new Closing(restore.target).inOrder(List.of(lock::close));
        }
    }

    private void requireBackup() {
        if (!Files.isRegularFile(backup)) {
            throw refused(backup, "there is no such file; name the backup");
        }
        try {
            if (Files.exists(target) && Files.isSameFile(backup, target)) {
                throw refused(target, "it is the backup itself; copy it elsewhere first");
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Whatever else has the target's name is somebody's only copy of something. Looked at before a lock file is made beside it. */
    private void requireStore() {
        if (!Files.exists(target)) {
            return;
        }
        try (var file = Files.newInputStream(target)) {
            var begin = file.readNBytes(DatabaseFile.HEADER.length());
            if (begin.length > 0 && !DatabaseFile.HEADER.equals(new String(begin, StandardCharsets.ISO_8859_1))) {
                throw kept("it does not begin as an SQLite file");
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private WindlassException kept(String fact) {
        return new WindlassException(
                ErrorCode.BAD_INPUT,
                target + " is not replaced: " + fact
                        + ", so it is no store; name another place, or move it away first");
    }

    private StoreException failure(IOException cause) {
        return new StoreException(
                ErrorCode.CALL_FAILED,
                backup + " was not restored to " + target + " (" + FileReason.of(cause)
                        + "); check the directory, its rights and its space",
                cause);
    }

    private void put() throws IOException, SQLException {
        Draft.removeReplacements(target);
        try (var draft = Draft.replacing(target)) {
            take(draft);
            try (var copy = draft.open()) {
                requireWhole(copy);
                fenceOff(copy);
            }
            if (Files.exists(target)) {
                bringHome();
                draft.likeOf(target);
            }
            Draft.removeCompanions(target);
            Draft.syncDirectory(target);
            draft.publish();
        }
        log.info("{} was restored to {}", backup, target);
    }

    private void take(Draft draft) throws SQLException {
        try (var source = DatabaseFile.readOnly(backup)) {
            draft.take(source);
        } catch (SQLException e) {
            if (Trouble.of(e) == Trouble.FULL) {
                throw e;
            }
            throw Opening.refusal(backup, e);
        }
    }

    /** Checks the copy and not the backup: what was checked is what is put in place. */
    private void requireWhole(Connection copy) throws SQLException {
        Integrity.FULL.requireSound(backup, copy);
        try (var statement = copy.createStatement();
                var row = statement.executeQuery(Opening.HAS_ENGINE)) {
            if (!row.next()) {
                throw refused(backup, "it is no backup of a Windlass store; choose another file");
            }
        }
        Migrations.ofThisVersion().requireKnown(backup, copy);
    }

    private void fenceOff(Connection copy) throws SQLException {
        var theirs = engine(copy).orElseThrow(() -> refused(backup, "its engine row is missing; choose another file"));
        var former = former();
        var number = Math.max(theirs.number(), former.map(Former::number).orElse(0L)) + 1;
        var generation =
                Math.max(theirs.generation(), former.map(Former::generation).orElse(0L));
        var raised = Fence.raise(generation, now.getEpochSecond());
        try (var raise = copy.prepareStatement(RAISE);
                var fence = copy.prepareStatement(FENCE_OFF)) {
            raise.setLong(1, number);
            raise.setLong(2, raised);
            raise.executeUpdate();
            fence.setLong(1, raised);
            fence.executeUpdate();
        }
    }

    /** Which engine had a file, and what its fences began with. */
    private record Former(long number, long generation) {}

    private static Optional<Former> engine(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(ENGINE)) {
            return row.next() ? Optional.of(new Former(row.getLong(1), row.getLong(2))) : Optional.empty();
        }
    }

    /** Of the file that is replaced: several opens within a second carry its generation past the clock. */
    private Optional<Former> former() {
        if (!Files.exists(target)) {
            return Optional.empty();
        }
        try (var old = DatabaseFile.plain(target)) {
            if (isForeign(old)) {
                throw kept("it is the database of another program");
            }
            return engine(old);
        } catch (SQLException e) {
            // Its generation is taken from the clock then.
            warn(e);
            return Optional.empty();
        }
    }

    /** Whether it has tables, and none of them is ours. */
    private static boolean isForeign(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(FOREIGN)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private void bringHome() {
        try (var old = DatabaseFile.plain(target);
                var statement = old.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
        } catch (SQLException e) {
            // To be beyond reading is the best of reasons to be replaced.
            warn(e);
        }
    }

    private void warn(SQLException damage) {
        if (!warned) {
            log.warn("{} is damaged ({}); it is replaced all the same", target, damage.getMessage());
        }
        warned = true;
    }

    private static StoreException refused(Path file, String fact) {
        return new StoreException(ErrorCode.STORE_REFUSED, file + " cannot be restored: " + fact);
    }
}
