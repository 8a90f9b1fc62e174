package dev.windlass.store.postgres;

import dev.windlass.store.Allowance;
import dev.windlass.store.Bucket;
import dev.windlass.store.ClaimPlan;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the queues of one claim may give, decided in the claim's own transaction. It holds the rows of queues with a rate or a
 * concurrency until it commits, so what is counted here cannot be given twice, by whatever process; claims of other queues hold none.
 *
 * <p>Belongs to one claim and its thread.
 */
final class Allowances {
    /** Nobody waits long for a process that stops while it holds these rows: the server ends it. */
    private static final String BRIEF = "select set_config('idle_in_transaction_session_timeout', '5s', true)";

    /**
     * A statement of its own after the locks, so that it sees what claims before this one have taken. Whatever holds a lease counts, its
     * process alive or not: what may still run. The time is that of the claim, too, so that a start is known by it if it is given back.
     */
    private static final String TAKEN = """
            select (select windlass.windlass_now()) as at, i.queue,
                   case when i.paced then (select count(*) from windlass.lease l where l.queue = i.queue and l.paced) else 0 end
                     as running
            from unnest(?::text[], ?::boolean[]) as i(queue, paced)
            """;

    private static final String SPEND = """
            update windlass.queue q set level = i.level, spent = i.spent
            from unnest(?::text[], ?::bigint[], ?::bigint[]) as i(name, level, spent)
            where q.name = i.name
            """;

    private static final String STANDING = """
            select i.queue
            from unnest(?::text[], ?::bigint[]) as i(queue, line)
            where exists (select 1 from windlass.ready r where r.queue = i.queue and r.line = i.line)
            """;

    private final Transaction transaction;
    private final Rules rules;
    private final Map<String, Allowance> byQueue = new HashMap<>();
    private final Map<String, Bucket> filled = new HashMap<>();
    private Optional<Instant> now = Optional.empty();

    private Allowances(Transaction transaction, Rules rules) {
        this.transaction = transaction;
        this.rules = rules;
    }

    /** Under rules that cannot change before the transaction ends, since it holds the row of its worker. */
    static Allowances of(Transaction transaction, Rules rules, ClaimPlan plan, List<Untouched> back)
            throws SQLException {
        var allowances = new Allowances(transaction, rules);
        if (!rules.queues().isEmpty() || !back.isEmpty()) {
            allowances.open(plan, back);
        }
        return allowances;
    }

    /** For a claim of queues without rules. */
    static Allowances free(Transaction transaction, Rules rules) {
        return new Allowances(transaction, rules);
    }

    /** For a claim that takes nothing, but gives back. */
    static void giveBack(Transaction transaction, List<Untouched> back) throws SQLException {
        of(transaction, Rules.UNREAD, ClaimPlan.NOTHING, back).close();
    }

    private void open(ClaimPlan plan, List<Untouched> back) throws SQLException {
        var names = Stream.concat(
                        plan.entries().stream().map(ClaimPlan.Entry::queue).filter(this::isMetered),
                        back.stream().map(Untouched::queue))
                .distinct()
                .sorted()
                .toList();
        if (!names.isEmpty()) {
            fill(lock(names), back);
        }
    }

    private List<KeptQueue> lock(List<String> names) throws SQLException {
        try (var call = transaction.callAfter(KeptQueue.LOCK, BRIEF)) {
            return call.texts(names).list(KeptQueue::of);
        }
    }

    private boolean isMetered(String queue) {
        return rules.find(queue)
                .filter(kept -> !kept.paused() && (kept.hasRate() || kept.hasConcurrency()))
                .isPresent();
    }

    private void fill(List<KeptQueue> queues, List<Untouched> back) throws SQLException {
        for (var queue : queues) {
            var bucket = Untouched.giveBack(queue, back);
            if (!bucket.equals(queue.bucket())) {
                filled.put(queue.name(), bucket);
            }
        }
        var metered = queues.stream().filter(queue -> isMetered(queue.name())).toList();
        if (metered.isEmpty()) {
            return;
        }
        var running = running(metered);
        for (var queue : metered) {
            var bucket = queue.hasRate()
                    ? Optional.of(filled.getOrDefault(queue.name(), queue.bucket()))
                    : Optional.<Bucket>empty();
            var held = running.getOrDefault(queue.name(), 0);
            byQueue.put(queue.name(), new Allowance(queue.rules(), bucket, held, micros()));
        }
    }

    private Map<String, Integer> running(List<KeptQueue> queues) throws SQLException {
        var running = new HashMap<String, Integer>();
        try (var call = transaction.call(TAKEN)) {
            var found = call.texts(queues, KeptQueue::name)
                    .truths(queues, KeptQueue::hasConcurrency)
                    .list(row -> Map.entry(row.instant("at"), Map.entry(row.text("queue"), row.integer("running"))));
            for (var entry : found) {
                now = Optional.of(entry.getKey());
                running.put(entry.getValue().getKey(), entry.getValue().getValue());
            }
        }
        return running;
    }

    private long micros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, now.orElseThrow());
    }

    /** Ten parameters of a claim: its time, if it matters, and a column for each thing that it has to know of a place. */
    void bind(Call call, Places places, int room) throws SQLException {
        var all = places.all();
        call.instants(now.stream().toList(), at -> at)
                .texts(all, Places.Place::queue)
                .numbers(all, Places.Place::line)
                .numbers(all, place -> most(place, room))
                .numbers(all, Places.Place::share)
                .numbers(all, Places.Place::rank)
                .numbers(all, Places.Place::beyond)
                .truths(all, place -> starts(place.queue()))
                .numbers(all, place -> most(place.queue()).orElse(null))
                .truths(all, place -> paces(place.queue()));
    }

    /** Most jobs that the place may give, where there is so much room. */
    int most(Places.Place place, int room) {
        var most = Math.min(place.entry().quota(), room);
        return most(place.queue()).map(left -> Math.min(left, most)).orElse(most);
    }

    /** Whether a claim of the queue has to look at any of this. */
    boolean isRuled(String queue) {
        return rules.find(queue).isPresent();
    }

    /** Most jobs that the queue may give still; empty where nothing bounds it. */
    private Optional<Integer> most(String queue) {
        if (isPaused(queue)) {
            return Optional.of(0);
        }
        return Optional.ofNullable(byQueue.get(queue)).map(Allowance::left);
    }

    private boolean isPaused(String queue) {
        return rules.find(queue).filter(KeptQueue::paused).isPresent();
    }

    /** Whether the claim of a job of this queue is its start. */
    boolean starts(String queue) {
        return rules.find(queue)
                .filter(kept -> kept.rules().startsWhenClaimed())
                .isPresent();
    }

    /** Whether its leases are counted. */
    private boolean paces(String queue) {
        return rules.find(queue).filter(KeptQueue::paced).isPresent();
    }

    /** Whether the queue had anything to give when the claim began. */
    boolean isOpen(String queue) {
        return !isPaused(queue)
                && Optional.ofNullable(byQueue.get(queue)).map(Allowance::open).orElse(true);
    }

    /** The queue gave one. */
    void took(String queue) {
        Optional.ofNullable(byQueue.get(queue)).ifPresent(allowance -> allowance.take(1));
    }

    /** Keeps what was spent. */
    void close() throws SQLException {
        byQueue.forEach((queue, allowance) -> allowance.spent().ifPresent(bucket -> filled.put(queue, bucket)));
        if (filled.isEmpty()) {
            return;
        }
        var spent = List.copyOf(filled.entrySet());
        try (var call = transaction.call(SPEND)) {
            call.texts(spent, Map.Entry::getKey)
                    .numbers(spent, entry -> entry.getValue().level())
                    .numbers(spent, entry -> entry.getValue().at())
                    .run();
        }
    }

    /** How soon a rate allows a start for which a job of the plan waits. */
    Optional<Duration> next(ClaimPlan plan) throws SQLException {
        var waiting = new ArrayList<ClaimPlan.Entry>();
        for (var entry : plan.entries()) {
            var allowance = byQueue.get(entry.queue());
            if (allowance != null && allowance.next().isPresent()) {
                waiting.add(entry);
            }
        }
        if (waiting.isEmpty()) {
            return Optional.empty();
        }
        try (var call = transaction.call(STANDING)) {
            return call
                    .texts(waiting, ClaimPlan.Entry::queue)
                    .numbers(waiting, Line::of)
                    .list(row -> row.text("queue"))
                    .stream()
                    .flatMap(queue -> Optional.ofNullable(byQueue.get(queue)).flatMap(Allowance::next).stream())
                    .min(Comparator.naturalOrder());
        }
    }
}
