package dev.windlass.store.postgres;

import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import dev.windlass.task.Outcome;
import java.sql.SQLException;
import java.util.Optional;

/**
 * A job that went from one state to another in this transaction and has, or had, something beside its rows.
 *
 * @param marks before the move
 * @param outcome how its attempt ended, if one did
 * @param untouched whether it goes back without having started
 */
record Moved(JobId job, JobState to, int marks, String queue, Optional<Outcome> outcome, boolean untouched) {
    /** Of the columns job, to_state, marks, queue, outcome and untouched. */
    static Moved of(Row row) throws SQLException {
        return new Moved(
                row.job("job"),
                JobState.of(row.integer("to_state")),
                row.integer("marks"),
                row.text("queue"),
                row.findNumber("outcome").map(code -> Outcome.of(code.intValue())),
                row.truth("untouched"));
    }

    boolean has(Mark mark) {
        return mark.in(marks);
    }

    /** Whether it has anything that its move may have to take back: terms stay, for people. */
    boolean isLoose() {
        return marks > Mark.TERMS.bit();
    }
}
