package dev.windlass.store.postgres;

import dev.windlass.store.JobQuery;
import dev.windlass.task.JobState;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Along which index a list goes: always in the order of ids, and along the shortest that knows a condition of the query. A state's own
 * table is short as a rule; jobs that succeeded or were cancelled are nearly all there are, and are walked with the others.
 */
record Walk(String sql, Optional<String> tag) {
    private static final String TAGGED =
            "select job as id from windlass.tag where tag = ? and job > ? order by job limit ?";

    private static final String EVERY = "select id from windlass.job where id > ? order by id limit ?";

    static Walk of(JobQuery query) {
        if (query.tag().isPresent()) {
            return new Walk(TAGGED, query.tag());
        }
        return new Walk(query.state().map(Walk::in).orElse(EVERY), Optional.empty());
    }

    private static String in(JobState state) {
        return switch (state) {
            case SCHEDULED -> in("scheduled");
            case READY -> in("ready");
            case RUNNING -> in("lease");
            case WAITING -> in("waiting");
            case DEAD -> in("dead");
            case SUCCEEDED, CANCELLED -> EVERY;
        };
    }

    private static String in(String table) {
        return "select job as id from windlass.%s where job > ? order by job limit ?".formatted(table);
    }

    /** A call of a statement that has this walk in it; to be bound next: after which id, and how many rows of the index. */
    Call begin(Transaction transaction, String statement) throws SQLException {
        var call = transaction.call(statement.replace("WALK", sql));
        return tag.isPresent() ? call.text(tag.get()) : call;
    }
}
