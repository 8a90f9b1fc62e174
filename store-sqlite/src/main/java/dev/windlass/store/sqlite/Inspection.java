package dev.windlass.store.sqlite;

import dev.windlass.store.FileReason;
import dev.windlass.store.StoreException;
import dev.windlass.task.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks at a file without opening it as a store. It does not try the engine's lock: for as long as it held that, an engine that starts
 * would be refused. Who has the file is read from its engine row instead.
 */
final class Inspection {
    private static final List<String> PRAGMAS =
            List.of("journal_mode", "page_size", "page_count", "freelist_count", "encoding");
    private static final String ENGINE = "select number, generation, clock, clean, pid from windlass_engine";
    private static final String SCHEMA = "select max(version) from windlass_migration";

    private final Path file;
    private final Connection connection;

    private Inspection(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    static FileReport of(Path path) {
        var file = DatabaseFile.resolve(path);
        try (var connection = ReadOnlyStore.connect(file)) {
            return new Inspection(file, connection).report();
        } catch (SQLException e) {
            throw Opening.refusal(file, e);
        } catch (IOException e) {
            throw new StoreException(
                    ErrorCode.CALL_FAILED,
                    file + " cannot be looked at: " + FileReason.of(e) + "; check the path and its rights",
                    e);
        }
    }

    private FileReport report() throws SQLException, IOException {
        var log = file.resolveSibling(file.getFileName() + "-wal");
        return new FileReport(
                file,
                Files.size(file),
                Files.exists(log) ? Files.size(log) : 0,
                Files.getFileStore(file).getUsableSpace(),
                Integer.parseInt(ask(SCHEMA)),
                pragmas(),
                Integrity.of(Files.size(file)).verdict(connection),
                engine());
    }

    private Map<String, String> pragmas() throws SQLException {
        var answers = new LinkedHashMap<String, String>();
        for (var pragma : PRAGMAS) {
            answers.put(pragma, ask("pragma " + pragma));
        }
        return answers;
    }

    private String ask(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "no answer";
        }
    }

    private FileReport.LastEngine engine() throws SQLException {
        try (var statement = connection.createStatement();
                var row = statement.executeQuery(ENGINE)) {
            if (!row.next()) {
                throw DatabaseFile.refused(file, "its engine row is missing, so it is damaged; restore a backup");
            }
            return new FileReport.LastEngine(
                    row.getLong(1), row.getLong(2), Micros.instant(row.getLong(3)), row.getInt(4) == 1, row.getLong(5));
        }
    }
}
