package dev.windlass.store.postgres;

import dev.windlass.store.NewWorker;
import dev.windlass.store.Renewal;
import dev.windlass.store.Worker;
import dev.windlass.store.WorkerId;
import dev.windlass.store.WorkerStore;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/** The rows of workers. */
final class PostgresWorkers implements WorkerStore {
    private static final String JOIN = """
            insert into worker (id, pid, lease, joined, until, name, host, tasks)
            select ?, ?, lease, at, windlass_after(at, lease), ?, ?, ?
            from (select windlass_now() as at, ?::bigint as lease) as i
            on conflict do nothing
            """;

    /** One condition only: whoever ended the row has won, however long ago it expired. */
    private static final String RENEW = """
            with renewed as (
              update worker set until = windlass_after((select windlass_now()), lease)
              where id = ? and not ended
              returning id, (select windlass_now()) as at)
            select at, (select count(*) from lease where worker = renewed.id) as held from renewed
            """;

    private static final String LEAVE = "update worker set ended = true where id = ?";

    private static final String LIST =
            "select id, pid, joined, until, ended, name, host, tasks from worker order by joined desc, id";

    private final Database database;

    PostgresWorkers(Database database) {
        this.database = database;
    }

    @Override
    public void join(NewWorker worker) {
        database.run(connection -> {
            try (var call = new Call(connection, JOIN)) {
                call.number(worker.id().value())
                        .number(worker.pid())
                        .text(worker.name())
                        .text(worker.host())
                        .texts(List.copyOf(worker.tasks().keySet()))
                        .duration(worker.lease())
                        .run();
            }
        });
    }

    @Override
    public Renewal renew(WorkerId worker) {
        return database.transact(connection -> {
            try (var call = new Call(connection, RENEW)) {
                return call.number(worker.value())
                        .<Renewal>find(row -> new Renewal.Renewed(row.integer("held"), row.instant("at")))
                        .orElseGet(Renewal.Ended::new);
            }
        });
    }

    @Override
    public void leave(WorkerId worker) {
        database.run(connection -> {
            try (var call = new Call(connection, LEAVE)) {
                call.number(worker.value()).run();
            }
        });
    }

    @Override
    public boolean drain(WorkerId worker) {
        throw new UnsupportedOperationException("the spike has no control revision");
    }

    @Override
    public List<Worker> list() {
        return database.transact(connection -> {
            try (var call = new Call(connection, LIST)) {
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
                // The spike keeps names alone.
                row.texts("tasks").stream().collect(Collectors.toMap(task -> task, task -> 1)),
                row.truth("ended") ? Worker.State.ENDED : Worker.State.LIVE,
                row.instant("joined"),
                row.instant("until"));
    }
}
