package dev.windlass.benchmarks;

import java.util.Optional;

/** Watches what a database is made to write. */
interface Meter {
    /** For databases that count nothing. */
    Meter NONE = jobs -> Optional.empty();

    /** What each of so many jobs cost since the meter was made. Waits until nobody has the database open any more. */
    Optional<Cost> perJob(long jobs) throws Exception;
}
