package dev.windlass.store.sqlite;

import dev.windlass.task.Queue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What is done about a fault that was found a moment ago. It looks again first, because the job may have gone on since. */
@FunctionalInterface
interface Healing {
    /** What nobody knows the name of is called so. */
    String UNKNOWN = "unknown";

    /** Answers whether there was something to heal. */
    boolean heal(Turn turn, long key) throws SQLException;

    /** A step that needs more than SQL. */
    @FunctionalInterface
    interface Step {
        void take(Turn turn, long key) throws SQLException;
    }

    /**
     * Statements on the key ?1, one after the other. They may use ?2, the time; ?3, a new place in a line; ?4, the name of what nobody
     * knows; ?5, until when it is kept.
     */
    static Healing by(String... statements) {
        return (turn, key) -> {
            var changed = 0;
            for (var sql : List.of(statements)) {
                var statement = turn.statement(sql);
                bind(turn, statement, key);
                changed += statement.executeUpdate();
            }
            return changed > 0;
        };
    }

    /** A step that is taken after this, if there was something to heal. */
    default Healing then(Step step) {
        return (turn, key) -> {
            var healed = heal(turn, key);
            if (healed) {
                step.take(turn, key);
            }
            return healed;
        };
    }

    /** A step that is taken where this question about the key ?1 has an answer. */
    static Healing where(String select, Step step) {
        return (turn, key) -> {
            var statement = turn.statement(select);
            statement.setLong(1, key);
            try (var row = statement.executeQuery()) {
                if (!row.next()) {
                    return false;
                }
            }
            step.take(turn, key);
            return true;
        };
    }

    /** As many of the parameters as the statement has. */
    private static void bind(Turn turn, PreparedStatement statement, long key) throws SQLException {
        var count = statement.getParameterMetaData().getParameterCount();
        var values = new long[] {
            key,
            turn.micros(),
            count >= 3 ? turn.next() : 0,
            count >= 4 ? turn.number(UNKNOWN) : 0,
            turn.after(Queue.DEFAULT_KEEP)
        };
        for (var index = 0; index < count; index++) {
            statement.setLong(index + 1, values[index]);
        }
    }
}
