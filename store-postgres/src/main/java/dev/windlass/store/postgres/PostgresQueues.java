package dev.windlass.store.postgres;

import dev.windlass.store.Control;
import dev.windlass.store.Depth;
import dev.windlass.store.Hint;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import dev.windlass.store.QueueText;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Queue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The rules of queues, and what stands in them. */
final class PostgresQueues implements QueueStore {
    private static final String REVISION = "select revision from windlass.control";

    private static final String LIST = """
            select %s, (extract(epoch from (select windlass.windlass_now())) * 1000000)::bigint as micros, d.jobs, d.bytes
            from windlass.queue q
                 left join lateral (
                   select coalesce(sum(jobs), 0)::bigint as jobs, coalesce(sum(bytes), 0)::bigint as bytes
                   from windlass.depth where queue = q.name) d on q.bounded
            order by name
            """.formatted(KeptQueue.COLUMNS);

    private static final String DRAINING = "select id from windlass.worker where draining";

    private final Database database;
    private final Hints hints;
    private final Ruling ruling;

    PostgresQueues(Database database, Hints hints) {
        this.database = database;
        this.hints = hints;
        this.ruling = new Ruling(database);
    }

    @Override
    public void declare(Collection<Queue> queues) {
        enact(queues.stream()
                .map(QueueText::plain)
                .map(queue -> new Ruling.Change(
                        queue.name(),
                        known -> known.declared().equals(Optional.of(queue)) ? known : known.withDeclared(queue)))
                .toList());
    }

    @Override
    public void override(Queue rules) {
        var plain = Optional.of(QueueText.plain(rules));
        change(rules.name(), queue -> queue.withOverride(plain));
    }

    @Override
    public void reset(String queue) {
        change(queue, known -> known.withOverride(Optional.empty()));
    }

    @Override
    public void pause(String queue) {
        change(queue, known -> known.withPaused(true));
    }

    @Override
    public void resume(String queue) {
        change(queue, known -> known.withPaused(false));
    }

    @Override
    public boolean adopt(QueueOverride said) {
        var rules = said.rules().map(QueueText::plain);
        return change(
                said.queue(),
                known -> known.isSpokenOf() ? known : known.withOverride(rules).withPaused(said.paused()));
    }

    private boolean change(String queue, UnaryOperator<KeptQueue> change) {
        Queue.requireName(queue);
        return enact(List.of(new Ruling.Change(queue, change)));
    }

    private boolean enact(List<Ruling.Change> changes) {
        var changed = ruling.enact(changes);
        if (changed) {
            hints.tell(Hint.CONTROL);
        }
        return changed;
    }

    @Override
    public List<QueueRow> list() {
        return database.transact(PostgresQueues::list);
    }

    private static List<QueueRow> list(Transaction transaction) throws SQLException {
        try (var call = transaction.call(LIST)) {
            return call.list(row ->
                    KeptQueue.of(row).view(new Depth(row.number("jobs"), row.number("bytes")), row.number("micros")));
        }
    }

    @Override
    public int purge(String queue, int limit, Duration keep) {
        Queue.requireName(queue);
        return Purging.purge(database, queue, limit, Ends.kept(keep));
    }

    @Override
    public Control control(long known) {
        return database.transact(transaction -> {
            // The revision first: what changes right after is read now and once more.
            var revision = revision(transaction);
            return revision == known
                    ? new Control(revision, Optional.empty(), Set.of())
                    : new Control(revision, Optional.of(list(transaction)), draining(transaction));
        });
    }

    private static long revision(Transaction transaction) throws SQLException {
        try (var call = transaction.call(REVISION)) {
            return call.<Long>get(row -> row.number("revision"));
        }
    }

    private static Set<WorkerId> draining(Transaction transaction) throws SQLException {
        try (var call = transaction.call(DRAINING)) {
            return new HashSet<>(call.list(row -> new WorkerId(row.number("id"))));
        }
    }
}
