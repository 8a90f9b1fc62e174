package dev.windlass.store.postgres;

import java.sql.SQLException;
import java.util.List;

/** Something that should not be, in rows that have a key. Keys travel as texts, and go in the order of their own type. */
interface Fault {
    /** What is wrong, for people. */
    String fault();

    /** What is done about it, for people. */
    String remedy();

    /** A key before all others. */
    String beginning();

    /**
     * Selects key and wrong for keys behind the first parameter in their order, at most as many as the second. One statement, so one
     * moment: what moves together is seen together.
     */
    String look();

    /** Looks again, because much may have happened since, heals what is wrong still, and answers what it was, for people. */
    List<String> heal(Transaction transaction, List<String> keys) throws SQLException;
}
