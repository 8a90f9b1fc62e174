package dev.windlass.store.postgres;

import dev.windlass.store.Hint;
import dev.windlass.store.NewWorker;
import dev.windlass.store.Renewal;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/** The rows of workers. */
final class PostgresWorkers implements WorkerStore {
    private static final String JOIN = """
            insert into windlass.worker (id, pid, lease, joined, until, name, host, tasks, versions)
            select ?, ?, lease, at, windlass.windlass_after(at, lease), ?, ?, ?, ?
            from (select windlass.windlass_now() as at, ?::bigint as lease) as i
            on conflict do nothing
            """;

    /** Whoever changes rules has locked the rows of all workers: nobody may come in beside them, and claim by the rules of before. */
    private static final String BETWEEN_CHANGES = "lock table windlass.control in row exclusive mode";

    private static final String DRAIN = """
            update windlass.worker set draining = true
            where id = ? and not ended and not draining and until > (select windlass.windlass_now())
            """;

    private static final String LIVES = """
            select not ended and until > (select windlass.windlass_now()) as live from windlass.worker where id = ?
            """;

    /** One condition only: whoever ended the row has won, however long ago it expired. */
    private static final String RENEW = """
            with renewed as (
              update windlass.worker set until = windlass.windlass_after((select windlass.windlass_now()), lease)
              where id = ? and not ended
              returning id, (select windlass.windlass_now()) as at)
            select at, (select count(*) from windlass.lease where worker = renewed.id) as held from renewed
            """;

    private static final String LEAVE = "update windlass.worker set ended = true where id = ?";

    private static final String LIST =
            "select id, pid, joined, until, ended, draining, name, host, tasks, versions from windlass.worker order by joined desc, id";

    private final Database database;
    private final Hints hints;

    PostgresWorkers(Database database, Hints hints) {
        this.database = database;
        this.hints = hints;
    }

    @Override
    public void join(NewWorker worker) {
        var tasks = List.copyOf(worker.tasks().entrySet());
        database.run(transaction -> {
            try (var call = transaction.callAfter(JOIN, BETWEEN_CHANGES)) {
                call.number(worker.id().value())
                        .number(worker.pid())
                        .text(worker.name())
                        .text(worker.host())
                        .texts(tasks, Map.Entry::getKey)
                        .numbers(tasks, Map.Entry::getValue)
                        .duration(worker.lease())
                        .run();
            }
        });
    }

    @Override
    public Renewal renew(WorkerId worker) {
        return database.transact(transaction -> {
            try (var call = transaction.call(RENEW)) {
                return call.number(worker.value())
                        .<Renewal>find(row -> new Renewal.Renewed(row.integer("held"), row.instant("at")))
                        .orElseGet(Renewal.Ended::new);
            }
        });
    }

    @Override
    public void leave(WorkerId worker) {
        database.run(transaction -> {
            try (var call = transaction.call(LEAVE)) {
                call.number(worker.value()).run();
            }
        });
    }

    @Override
    public boolean drain(WorkerId worker) {
        var live = database.transact(transaction -> drain(transaction, worker));
        hints.tell(Hint.CONTROL);
        return live;
    }

    private static boolean drain(Transaction transaction, WorkerId worker) throws SQLException {
        Ruling.begin(transaction);
        try (var drain = transaction.call(DRAIN);
                var live = transaction.call(LIVES)) {
            if (drain.number(worker.value()).run() == 1) {
                Ruling.raise(transaction, 1);
            }
            return live.number(worker.value()).find(row -> row.truth("live")).orElse(false);
        }
    }

    @Override
    public List<Worker> list() {
        return database.transact(transaction -> {
            try (var call = transaction.call(LIST)) {
                return call.list(PostgresWorkers::worker);
            }
        });
    }

    private static Worker worker(Row row) throws SQLException {
        return new Worker(
                new WorkerId(row.number("id")),
                row.text("name"),
                row.text("host"),
                row.number("pid"),
                row.versions("tasks", "versions"),
                state(row),
                row.instant("joined"),
                row.instant("until"));
    }

    private static Worker.State state(Row row) throws SQLException {
        if (row.truth("ended")) {
            return Worker.State.ENDED;
        }
        return row.truth("draining") ? Worker.State.DRAINING : Worker.State.LIVE;
    }
}
