package dev.windlass.store.sqlite;

import dev.windlass.store.Bucket;
import dev.windlass.store.Control;
import dev.windlass.store.QueueOverride;
import dev.windlass.store.QueueRow;
import dev.windlass.store.QueueStore;
import dev.windlass.store.QueueText;
import dev.windlass.store.StoreClock;
import dev.windlass.store.WorkerId;
import dev.windlass.task.Queue;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** The rules of queues, and what stands in them. */
final class SqliteQueues implements QueueStore {
    private static final String REVISION = "select revision from windlass_engine";
    static final String RAISE = "update windlass_engine set revision = revision + 1";
    private static final String DRAINING = "select id from windlass_worker where draining = 1";
    private static final String HOW_MANY = "select count(*) from windlass_queue where number <> ?";

    /** Read beside the writer, since it may look through many jobs of other queues; what has moved meanwhile is not cancelled. */
    static final String TO_PURGE = """
            select number from windlass_life where state = 1 and queue = ?1
            union all
            select number from windlass_life where state = 0 and queue = ?1
            union all
            select number from windlass_life where state = 3 and queue = ?1
            limit ?2
            """;

    private static final String PURGE = """
            update windlass_life
            set state = 5, since = ?, keep_until = ?, line = line & 3, waiting = null
            where number = ? and state in (0, 1, 3)
            """;

    private final Writes writes;
    private final Readers readers;
    private final StoreClock clock;
    private final Counting counting;

    SqliteQueues(Writes writes, Readers readers, StoreClock clock) {
        this.writes = writes;
        this.readers = readers;
        this.clock = clock;
        this.counting = new Counting(writes, readers);
    }

    @Override
    public void declare(Collection<Queue> queues) {
        var changes = queues.stream()
                .filter(queue -> queue.bounds().canBeFull())
                .map(queue -> new Counting.Change(queue.name(), known -> known.withDeclared(queue)))
                .toList();
        counting.before(
                changes,
                () -> writes.write(turn -> {
                    for (var queue : queues) {
                        declare(turn, QueueText.plain(queue));
                    }
                    return queues.size();
                }));
    }

    private static void declare(Turn turn, Queue queue) throws SQLException {
        var known = KeptQueue.find(turn, turn.number(queue.name()));
        if (!known.declared().equals(Optional.of(queue))) {
            change(turn, known, known.withDeclared(queue));
        }
    }

    @Override
    public void override(Queue rules) {
        change(rules.name(), queue -> queue.withOverride(Optional.of(QueueText.plain(rules))));
    }

    @Override
    public void reset(String queue) {
        change(queue, known -> known.withOverride(Optional.empty()));
    }

    @Override
    public void pause(String queue) {
        writeChange(queue, known -> known.withPaused(true));
    }

    @Override
    public void resume(String queue) {
        writeChange(queue, known -> known.withPaused(false));
    }

    @Override
    public boolean adopt(QueueOverride said) {
        return change(
                said.queue(),
                known -> known.isSpokenOf()
                        ? known
                        : known.withOverride(said.rules().map(QueueText::plain)).withPaused(said.paused()));
    }

    private boolean change(String queue, UnaryOperator<KeptQueue> change) {
        Queue.requireName(queue);
        return counting.before(List.of(new Counting.Change(queue, change)), () -> writeChange(queue, change));
    }

    /** Answers whether it changed anything. A pause comes here directly: it waits for no count of jobs, since it needs none. */
    private boolean writeChange(String queue, UnaryOperator<KeptQueue> change) {
        Queue.requireName(queue);
        return writes.write(turn -> {
            var known = KeptQueue.find(turn, turn.number(queue));
            var next = change.apply(known);
            if (!next.equals(known)) {
                change(turn, known, next);
            }
            return !next.equals(known);
        });
    }

    private static void change(Turn turn, KeptQueue before, KeptQueue after) throws SQLException {
        if (before.equals(KeptQueue.unknown(before.number(), before.name()))) {
            requireRoom(turn, before);
        }
        filled(turn, before, after).write(turn);
        turn.statement(RAISE).executeUpdate();
        turn.ruled().forget();
    }

    static void requireRoom(Turn turn, KeptQueue queue) throws SQLException {
        var select = turn.statement(HOW_MANY);
        select.setInt(1, queue.number());
        try (var row = select.executeQuery()) {
            row.next();
            if (row.getLong(1) >= MOST) {
                throw new IllegalArgumentException("the store keeps rules of " + MOST + " queues already, "
                        + queue.name() + " is one too many; give limits to keys instead of a queue to each");
            }
        }
    }

    /** With the bucket of its rate, if that is another than before. */
    private static KeptQueue filled(Turn turn, KeptQueue before, KeptQueue after) {
        var was = before.rules().bounds().rate();
        var is = after.rules().bounds().rate();
        if (is.isEmpty() || is.equals(was)) {
            return after;
        }
        var rate = is.get();
        return after.withBucket(was.map(old -> before.bucket().under(old, rate, turn.micros()))
                .orElseGet(() -> Bucket.full(rate, turn.micros())));
    }

    @Override
    public List<QueueRow> list() {
        return readers.read(this::list);
    }

    private List<QueueRow> list(Reader reader) throws SQLException {
        var now = Micros.floor(clock.now());
        var found = new ArrayList<QueueRow>();
        try (var row = reader.statement(KeptQueue.EVERY).executeQuery()) {
            while (row.next()) {
                found.add(KeptQueue.read(row, reader.text(row.getInt(1))).view(now));
            }
        }
        found.sort(Comparator.comparing(QueueRow::name));
        return List.copyOf(found);
    }

    @Override
    public int purge(String queue, int limit, Duration keep) {
        Queue.requireName(queue);
        var purged = 0;
        while (purged < limit) {
            var wanted = limit - purged;
            var found = readers.read(reader -> toPurge(reader, queue, wanted));
            purged += found.isEmpty() ? 0 : writes.write(turn -> purge(turn, found, keep));
            if (found.size() < wanted) {
                return purged;
            }
            // Some of them, or all, may have started meanwhile, and others stand behind these.
        }
        return purged;
    }

    private static List<Long> toPurge(Reader reader, String queue, int limit) throws SQLException {
        var number = reader.findNumber(queue);
        if (number.isEmpty()) {
            return List.of();
        }
        var select = reader.statement(TO_PURGE);
        select.setInt(1, number.getAsInt());
        select.setInt(2, limit);
        var found = new ArrayList<Long>();
        try (var row = select.executeQuery()) {
            while (row.next()) {
                found.add(row.getLong(1));
            }
        }
        return found;
    }

    private static int purge(Turn turn, List<Long> numbers, Duration keep) throws SQLException {
        var update = turn.statement(PURGE);
        for (var number : numbers) {
            update.setLong(1, turn.micros());
            update.setLong(2, Keeping.until(turn, keep));
            update.setLong(3, number);
            update.addBatch();
        }
        var purged = 0;
        for (var count : update.executeBatch()) {
            purged += count;
        }
        LooseEnds.tie(turn);
        return purged;
    }

    @Override
    public Control control(long known) {
        return readers.read(reader -> {
            // The revision first: what changes right after is read now and once more.
            var revision = revision(reader);
            return revision == known
                    ? new Control(revision, Optional.empty(), Set.of())
                    : new Control(revision, Optional.of(list(reader)), draining(reader));
        });
    }

    private static Set<WorkerId> draining(Reader reader) throws SQLException {
        var found = new HashSet<WorkerId>();
        try (var row = reader.statement(DRAINING).executeQuery()) {
            while (row.next()) {
                found.add(new WorkerId(row.getLong(1)));
            }
        }
        return found;
    }

    private static long revision(Reader reader) throws SQLException {
        try (var row = reader.statement(REVISION).executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
