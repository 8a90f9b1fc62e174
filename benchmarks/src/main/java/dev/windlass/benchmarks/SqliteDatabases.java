package dev.windlass.benchmarks;

import java.io.IOException;
import org.sqlite.SQLiteJDBCLoader;

/** Files of SQLite in the workspace. */
record SqliteDatabases(Workspace workspace) implements Databases {
    private static final String SUFFIX = ".db";

    @Override
    public Address fresh(String name) throws IOException {
        return Address.of(workspace.fresh(name + SUFFIX));
    }

    @Override
    public Address copy(Address original, String name) throws IOException {
        return Address.of(workspace.copy(original.file(), name + SUFFIX));
    }

    @Override
    public void settle(Address database) {
        // A file does nothing by itself.
    }

    @Override
    public void clear() {
        // A file does nothing by itself, and lies where the workspace is emptied at the end.
    }

    @Override
    public Meter meter(Address database) {
        return Meter.NONE;
    }

    @Override
    public void describe(Report report) {
        report.line("sqlite    sqlite-jdbc " + SQLiteJDBCLoader.getVersion());
    }

    @Override
    public void close() {
        // The files belong to the workspace.
    }
}
