package dev.windlass.store.memory;

import java.time.Instant;
import java.util.Optional;

/**
 * A job's part in one key of a limit: its place in the line, whether it waits there, and its permit. Guarded by the ledger's lock.
 */
final class Use {
    final Row row;
    final KeyLine key;
    final long line;
    boolean held;

    /** When its key had all tokens again after this job's start, as long as nobody has taken one since. */
    Optional<Instant> spent = Optional.empty();

    Use(Row row, KeyLine key, long line) {
        this.row = row;
        this.key = key;
        this.line = line;
    }
}
