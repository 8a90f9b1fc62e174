package dev.windlass.store.sqlite;

import dev.windlass.store.Edit;
import dev.windlass.store.EditAnswer;
import dev.windlass.task.Due;
import dev.windlass.task.JobId;
import dev.windlass.task.JobState;
import java.sql.SQLException;

/**
 * Changes jobs that wait. Every statement names the states it may meet: a job that was claimed meanwhile runs as it was.
 *
 * <p>A job is never made READY here. It becomes due, and whoever promotes it decides where it goes.
 */
final class Editing {
    private static final String PAYLOAD = """
            update windlass_job
            set type = ?, version = ?, crc = ?, payload = ?
            where id = ?
            """;
    /** A parked job is found by the version of its payload. */
    private static final String PARKED_VERSION = """
            update windlass_life
            set parked_version = (select j.version from windlass_job j where j.number = windlass_life.number)
            where number = (select number from windlass_job where id = ?) and state = 3 and waiting = 5
            """;

    private static final String LANE = "update windlass_job set lane = ? where id = ?";

    /** To the end of the other line; a job that stands in none has its place made later. */
    private static final String LINE = """
            update windlass_life
            set line = (line & 4) | ?, position = case when state = 1 then ? else position end
            where number = (select number from windlass_job where id = ?) and state in (0, 1, 3) and line & 3 <> ?
            """;

    /** Out of the line, or out of the wait for a permit. What waits for something else goes on waiting. */
    private static final String LATER = """
            update windlass_life
            set state = 0, since = ?, due = ?, waiting = null
            where number = (select number from windlass_job where id = ?) and (state = 1 or (state = 3 and waiting in (1, 2)))
            """;

    private static final String DUE = """
            update windlass_life
            set due = ?
            where number = (select number from windlass_job where id = ?) and state = 0
            """;
    private static final String EARLIER = """
            update windlass_life
            set due = ?
            where number = (select number from windlass_job where id = ?) and state = 0 and due > ?
            """;

    private Editing() {}

    static EditAnswer edit(Turn turn, JobId id, Edit edit) throws SQLException {
        var state = SqliteJobs.state(turn, id);
        if (state.isEmpty()) {
            return EditAnswer.UNKNOWN;
        }
        if (state.get().ended()) {
            return EditAnswer.ENDED;
        }
        if (state.get() == JobState.RUNNING) {
            return EditAnswer.RUNNING;
        }
        if (edit.payload().isPresent()) {
            Depths.resized(turn, id, edit.payload().get());
            var update = turn.statement(PAYLOAD);
            Contents.bind(update, 1, edit.payload().get(), turn::number);
            update.setBytes(5, id.bytes());
            update.executeUpdate();
            parkAnew(turn, id);
        }
        if (edit.lane().isPresent()) {
            changeLane(turn, id, edit.lane().get().code());
        }
        if (edit.due().isPresent()) {
            reschedule(turn, id, edit.due().get());
        }
        LooseEnds.tie(turn);
        return EditAnswer.EDITED;
    }

    private static void parkAnew(Turn turn, JobId id) throws SQLException {
        var update = turn.statement(PARKED_VERSION);
        update.setBytes(1, id.bytes());
        update.executeUpdate();
    }

    private static void changeLane(Turn turn, JobId id, int lane) throws SQLException {
        var base = turn.statement(LANE);
        base.setInt(1, lane);
        base.setBytes(2, id.bytes());
        base.executeUpdate();
        var line = turn.statement(LINE);
        line.setInt(1, lane);
        line.setLong(2, turn.next());
        line.setBytes(3, id.bytes());
        line.setInt(4, lane);
        line.executeUpdate();
    }

    private static void reschedule(Turn turn, JobId id, Due due) throws SQLException {
        var at = due.from(turn.now());
        var wait = turn.statement(DUE);
        wait.setLong(1, Micros.ceil(at));
        wait.setBytes(2, id.bytes());
        if (wait.executeUpdate() == 0 && at.isAfter(turn.now())) {
            var later = turn.statement(LATER);
            later.setLong(1, turn.micros());
            later.setLong(2, Micros.ceil(at));
            later.setBytes(3, id.bytes());
            later.executeUpdate();
        }
    }

    /** Lets a SCHEDULED job come due by then, unless it does so earlier. */
    static void moveEarlier(Turn turn, JobId id, Due due) throws SQLException {
        var at = Micros.ceil(due.from(turn.now()));
        var update = turn.statement(EARLIER);
        update.setLong(1, at);
        update.setBytes(2, id.bytes());
        update.setLong(3, at);
        update.executeUpdate();
    }
}
