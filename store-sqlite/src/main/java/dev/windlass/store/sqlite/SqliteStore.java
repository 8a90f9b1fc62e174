package dev.windlass.store.sqlite;

import dev.windlass.store.Ability;
import dev.windlass.store.JobStore;
import dev.windlass.store.LeaseStore;
import dev.windlass.store.Store;
import dev.windlass.store.StoreClock;
import dev.windlass.store.StoreException;
import dev.windlass.store.Upkeep;
import dev.windlass.store.WorkerStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The embedded default: jobs in one SQLite file, safe against crashes of the process and of the system and against power loss.
 *
 * <p>One engine at a time has the file; a second one is refused. Writes of all threads share commits on one writer, reads go
 * beside it. Safe for all threads.
 *
 * <p>When the disk is full, writes fail with {@code STORE_FULL} and go on as soon as there is space. After an I/O error, or when
 * another engine took the file, every call fails with {@code STORE_FAILED}: what the process believes about the file can no
 * longer be trusted, and only opening it anew helps.
 */
public final class SqliteStore implements Store {
    private final Parts parts;
    private final SqliteJobs jobs;
    private final SqliteLeases leases;
    private final SqliteWorkers workers;
    private final SqliteUpkeep upkeep;

    private SqliteStore(Parts parts) {
        this.parts = parts;
        this.jobs = new SqliteJobs(parts.writes(), parts.readers());
        this.leases = new SqliteLeases(parts.writes(), parts.readers());
        this.workers = new SqliteWorkers(parts.writes(), parts.readers());
        this.upkeep = new SqliteUpkeep(parts.writes());
    }

    /**
     * Opens the file with default settings, and creates it if it is not there.
     *
     * @throws StoreException if it cannot be opened; the message says why and what to do
     */
    public static SqliteStore at(Path file) {
        return at(file, SqliteOptions.DEFAULTS);
    }

    /** Opens the file with settings of the caller's. */
    public static SqliteStore at(Path file, SqliteOptions options) {
        return new SqliteStore(Parts.open(file, options, Outside.clock(), GroupCommit.Service.THREAD));
    }

    /** A store without a thread: each write runs on its caller, in the order of the calls, by a clock that a test steers. */
    static SqliteStore inline(Path file, StoreClock clock) {
        return new SqliteStore(Parts.open(file, SqliteOptions.DEFAULTS, clock, GroupCommit.Service.CALLER));
    }

    /** A store with its thread, by a clock that a test steers. */
    static SqliteStore steered(Path file, StoreClock clock) {
        return new SqliteStore(Parts.open(file, SqliteOptions.DEFAULTS, clock, GroupCommit.Service.THREAD));
    }

    @Override
    public JobStore jobs() {
        return jobs;
    }

    @Override
    public LeaseStore leases() {
        return leases;
    }

    @Override
    public WorkerStore workers() {
        return workers;
    }

    @Override
    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public Instant now() {
        return parts.clock().now();
    }

    @Override
    public Set<Ability> abilities() {
        return EnumSet.of(Ability.ATOMIC, Ability.DURABLE);
    }

    /** Waits for writes that stand in line, then gives the file up. Idempotent. */
    @Override
    public void close() {
        parts.close();
    }
}
