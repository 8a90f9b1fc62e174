package dev.windlass.store.sqlite;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What can be told about a file from outside, beside an engine that may have it; see {@link SqliteStore#inspect}.
 *
 * @param logBytes length of the write-ahead log beside it
 * @param freeBytes what its disk has left for this user
 * @param schema version of its tables
 * @param pragmas settings that are kept in the file, by their names in SQLite
 * @param integrity "ok", or the first damage that was found
 * @param engine who had it last
 */
public record FileReport(
        Path file,
        long bytes,
        long logBytes,
        long freeBytes,
        int schema,
        Map<String, String> pragmas,
        String integrity,
        LastEngine engine) {
    public FileReport {
        // In the order given, which is how they are shown.
        pragmas = Collections.unmodifiableMap(new LinkedHashMap<>(pragmas));
    }

    /**
     * The engine that opened the file last.
     *
     * @param number how many have opened it
     * @param generation upper half of the fences it gave
     * @param clock store time as last written
     * @param closed whether it gave the file up; otherwise it has it still, or was killed
     */
    public record LastEngine(long number, long generation, Instant clock, boolean closed, long pid) {}

    /** Whether the structure of the file is whole. */
    public boolean isSound() {
        return Integrity.isSound(integrity);
    }
}
