package dev.windlass.store.sqlite;

import dev.windlass.store.LeaseKey;
import dev.windlass.store.Note;
import dev.windlass.store.Progress;
import java.sql.SQLException;
import java.util.List;

/** Writes progress and log lines of leases that are held. */
final class Noting {
    /** Races with a rescue: a note of a holder who lost the job must not appear under the next one. */
    static final String PROGRESS = """
            update windlass_life
            set done = ?, total = ?
            where number = (select number from windlass_job where id = ?) and fence = ? and state = 2
            """;

    static final String HELD =
            "select 1 from windlass_life where number = (select number from windlass_job where id = ?) and fence = ? and state = 2";
    private static final String LAST_LINE =
            "select coalesce(max(line), 0) from windlass_log where job = (select number from windlass_job where id = ?)";
    private static final String LINE =
            "insert into windlass_log (job, line, fence, at, text) values ((select number from windlass_job where id = ?), ?, ?, ?, ?)";
    private static final String CUT =
            "delete from windlass_log where job = (select number from windlass_job where id = ?) and line <= ?";

    private Noting() {}

    static void note(Turn turn, Note note) throws SQLException {
        if (note.progress().isPresent()) {
            progress(turn, note.lease(), note.progress().get());
        }
        if (!note.said().isEmpty() && held(turn, note.lease())) {
            append(turn, note.lease(), note.said());
        }
    }

    private static void progress(Turn turn, LeaseKey lease, Progress progress) throws SQLException {
        var update = turn.statement(PROGRESS);
        update.setLong(1, progress.done());
        update.setLong(2, progress.total());
        update.setBytes(3, lease.job().bytes());
        update.setLong(4, lease.fence());
        update.executeUpdate();
    }

    private static boolean held(Turn turn, LeaseKey lease) throws SQLException {
        var select = turn.statement(HELD);
        select.setBytes(1, lease.job().bytes());
        select.setLong(2, lease.fence());
        try (var row = select.executeQuery()) {
            return row.next();
        }
    }

    private static void append(Turn turn, LeaseKey lease, List<Note.Line> lines) throws SQLException {
        var job = lease.job().bytes();
        var last = lastLine(turn, job);
        var insert = turn.statement(LINE);
        for (var line : lines) {
            insert.setBytes(1, job);
            insert.setLong(2, ++last);
            insert.setLong(3, lease.fence());
            insert.setLong(4, Micros.floor(line.at(turn.now())));
            insert.setString(5, line.text());
            insert.addBatch();
        }
        insert.executeBatch();
        if (last > Note.MOST_LINES) {
            var cut = turn.statement(CUT);
            cut.setBytes(1, job);
            cut.setLong(2, last - Note.MOST_LINES);
            cut.executeUpdate();
        }
    }

    private static long lastLine(Turn turn, byte[] job) throws SQLException {
        var select = turn.statement(LAST_LINE);
        select.setBytes(1, job);
        try (var row = select.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
