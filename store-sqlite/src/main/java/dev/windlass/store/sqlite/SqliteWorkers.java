package dev.windlass.store.sqlite;

import dev.windlass.store.NewWorker;
import dev.windlass.store.Renewal;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import dev.windlass.task.Codec;
import dev.windlass.task.Content;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The rows of workers. */
final class SqliteWorkers implements WorkerStore {

    private static final String JOIN = """
            insert into windlass_worker (id, name, host, pid, lease, tasks, joined, until)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """;

    /** Races with a rescue: who ended the row first has won, and only an open row is prolonged. */
    private static final String RENEW = "update windlass_worker set until = ? + lease where id = ? and ended is null";

    private static final String DRAIN =
            "update windlass_worker set draining = 1 where id = ? and ended is null and until > ? and draining = 0";

    private static final String LIVES = "select 1 from windlass_worker where id = ? and ended is null and until > ?";

    static final String HELD = "select count(*) from windlass_life where state = 2 and worker = ?";
    private static final String LEAVE = "update windlass_worker set ended = ? where id = ? and ended is null";
    private static final String LIST = """
            select id, name, host, pid, case when ended is not null then 2 else draining end, joined, until, tasks
            from windlass_worker
            order by joined desc, id
            """;

    private static final List<Worker.State> STATES =
            List.of(Worker.State.LIVE, Worker.State.DRAINING, Worker.State.ENDED);

    private final Writes writes;
    private final Readers readers;

    SqliteWorkers(Writes writes, Readers readers) {
        this.writes = writes;
        this.readers = readers;
    }

    @Override
    public void join(NewWorker worker) {
        writes.write(turn -> {
            var insert = turn.statement(JOIN);
            insert.setLong(1, worker.id().value());
            insert.setString(2, worker.name());
            insert.setInt(3, turn.number(worker.host()));
            insert.setLong(4, worker.pid());
            insert.setLong(5, Micros.of(worker.lease()));
            insert.setString(6, Codec.json().encode(worker.tasks(), 1).text());
            insert.setLong(7, turn.micros());
            insert.setLong(8, turn.after(worker.lease()));
            return insert.executeUpdate();
        });
    }

    @Override
    public Renewal renew(WorkerId worker) {
        return writes.write(turn -> {
            var update = turn.statement(RENEW);
            update.setLong(1, turn.micros());
            update.setLong(2, worker.value());
            return update.executeUpdate() == 1
                    ? new Renewal.Renewed(held(turn, worker), turn.now())
                    : new Renewal.Ended();
        });
    }

    private static int held(Turn turn, WorkerId worker) throws SQLException {
        var select = turn.statement(HELD);
        select.setLong(1, worker.value());
        try (var row = select.executeQuery()) {
            row.next();
            return row.getInt(1);
        }
    }

    @Override
    public void leave(WorkerId worker) {
        writes.write(turn -> {
            var update = turn.statement(LEAVE);
            update.setLong(1, turn.micros());
            update.setLong(2, worker.value());
            return update.executeUpdate();
        });
    }

    @Override
    public boolean drain(WorkerId worker) {
        return writes.write(turn -> {
            var update = turn.statement(DRAIN);
            update.setLong(1, worker.value());
            update.setLong(2, turn.micros());
            if (update.executeUpdate() == 1) {
                turn.statement(SqliteQueues.RAISE).executeUpdate();
                return true;
            }
            var select = turn.statement(LIVES);
            select.setLong(1, worker.value());
            select.setLong(2, turn.micros());
            try (var row = select.executeQuery()) {
                return row.next();
            }
        });
    }

    @Override
    public List<Worker> list() {
        return readers.read(reader -> {
            var workers = new ArrayList<Worker>();
            try (var row = reader.statement(LIST).executeQuery()) {
                while (row.next()) {
                    workers.add(worker(reader, row));
                }
            }
            return workers;
        });
    }

    private static Worker worker(Reader reader, ResultSet row) throws SQLException {
        return new Worker(
                new WorkerId(row.getLong(1)),
                row.getString(2),
                reader.text(row.getInt(3)),
                row.getLong(4),
                tasks(row.getString(8)),
                STATES.get(row.getInt(5)),
                Micros.instant(row.getLong(6)),
                Micros.instant(row.getLong(7)));
    }

    /** Names and versions in the row's JSON; a row of a version before has names alone, one a line. */
    private static Map<String, Integer> tasks(String written) {
        if (!written.startsWith("{")) {
            return written.lines().collect(Collectors.toUnmodifiableMap(task -> task, task -> 1));
        }
        var versions = Codec.json().decode(Content.json(written), Tasks.class);
        return versions == null ? Map.of() : versions;
    }

    /** What the JSON is read as. */
    private static final class Tasks extends HashMap<String, Integer> {
        private static final long serialVersionUID = 1L;
    }
}
