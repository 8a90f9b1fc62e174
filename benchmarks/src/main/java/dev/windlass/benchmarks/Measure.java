package dev.windlass.benchmarks;

/** Something that is measured: one class for each. */
interface Measure {
    /** The name under which its figures stand in the report, and by which {@code --only} chooses it. */
    String name();

    /** Takes it, and tells the report what came out. */
    void take(Setting setting, Report report) throws Exception;
}
