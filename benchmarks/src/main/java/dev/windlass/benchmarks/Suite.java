package dev.windlass.benchmarks;

import java.util.List;

/** What {@code ./bench} measures on one kind of database. */
interface Suite {
    /** The word of the command line. */
    String name();

    Databases open(Workspace workspace) throws Exception;

    List<Measure> measures();
}
