package dev.windlass.store.postgres;

import dev.windlass.store.ClaimPlan;
import dev.windlass.store.Exchange;
import dev.windlass.store.Exchange.HolderState;
import dev.windlass.store.Lease;
import dev.windlass.store.WorkerId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Gives ready jobs to workers, within the transaction of an exchange. */
final class Claims {
    /**
     * Takes the claim number. The lock on the row that comes with it orders this claim against everything that would end the row:
     * either the leases are there when the rescuer looks, or the row is seen to have ended here. Against everything that would
     * change the rules as well: the statement behind it, which travels with it, sees rules that hold until this claim commits.
     * Tells as well whether any job is parked, and whether a queue of the plan may have suspects, so that nobody looks for those while
     * there are none.
     */
    private static final String NUMBER = """
            update windlass.worker set claimed = ?
            where id = ? and claimed < ? and not ended and not draining and until > (select windlass.windlass_now())
            returning exists (select 1 from windlass.waiting where reason = 5) as parked,
                      exists (select 1 from windlass.ready where queue = any (?::text[]) and line >= 4)
                        or exists (
                          select 1 from windlass.waiting
                          where reason = 5 and queue = any (?::text[]) and line >= 4) as suspected
            """;

    private static final String EDITION = "select edition from windlass.control";

    private static final String HOLDER = "select not ended as live from windlass.worker where id = ?";

    private static final String SUSPECTS = """
            select q as queue
            from unnest(?::text[]) as q
            where exists (select 1 from windlass.ready r where r.queue = q and r.line >= 4)
               or exists (
                 select 1
                 from windlass.waiting w
                 where w.reason = 5 and w.queue = q and w.line >= 4 and exists (
                   select 1
                   from windlass.worker me cross join lateral unnest(me.tasks, me.versions) as can(task, version)
                   where me.id = ? and can.task = w.parked_task and can.version >= w.parked_version))
            """;

    private static final String PARKED = """
            select i.queue, i.line
            from unnest(?::text[], ?::bigint[]) as i(queue, line)
            where exists (
              select 1
              from windlass.worker me cross join lateral unnest(me.tasks, me.versions) as can(task, version)
                   cross join lateral (
                     select 1
                     from windlass.waiting w
                     where w.reason = 5 and w.queue = i.queue and w.line = i.line
                       and w.parked_task = can.task and w.parked_version <= can.version
                     limit 1) as p
              where me.id = ?)
            """;

    private static final String NUMBER_ALONE = NUMBER.strip() + ";\n" + EDITION;

    /** A claim in one round trip. */
    private static final String AT_ONCE = NUMBER.strip() + ";\n" + Takes.CLAIM_AT_ONCE;

    private final Transaction transaction;
    private final List<Untouched> back;
    private final List<Moved> moved = new ArrayList<>();
    private int starts;

    /** A claim, by a worker that gives these leases back before it. */
    Claims(Transaction transaction, List<Untouched> back) {
        this.transaction = transaction;
        this.back = back;
    }

    /** What a claim came to. */
    record Taken(HolderState holder, List<Lease> leases, List<String> suspects, Optional<Duration> next) {}

    /** The claim has its number; there may be jobs that want looking for. */
    private record Numbered(boolean anyParked, boolean anySuspects) {
        static Numbered of(Row row) throws SQLException {
            return new Numbered(row.truth("parked"), row.truth("suspected"));
        }
    }

    /** What a claim at once found: the edition of the rules, and a job or none. */
    private record Found(long edition, Optional<Taking> taking) {
        static Found of(Row row) throws SQLException {
            return new Found(
                    row.number("edition"),
                    row.findJob("job").isEmpty() ? Optional.empty() : Optional.of(Taking.of(row)));
        }
    }

    /** Claims by the plan, or answers what an earlier claim of this number was given. */
    Taken claim(Exchange.Ask ask) throws SQLException {
        if (ask.plan().entries().isEmpty()) {
            Allowances.giveBack(transaction, back);
            return repeated(ask);
        }
        var rules = transaction.ruled().last();
        var isPlain = back.isEmpty()
                && queues(ask.plan()).stream()
                        .noneMatch(queue -> rules.find(queue).isPresent());
        return isPlain ? atOnce(ask, rules) : byRules(ask);
    }

    /** On the chance that the rules that are known still hold and that nothing is parked, as it is nearly always. */
    private Taken atOnce(Exchange.Ask ask, Rules rules) throws SQLException {
        var places = Places.of(ask.plan().entries().stream()
                .filter(entry -> entry.kind() != ClaimPlan.Kind.PARKED)
                .toList());
        Numbered number;
        List<Found> found;
        try (var call = transaction.call(AT_ONCE)) {
            bindNumber(call, ask).number(ask.worker().value()).number(rules.edition());
            var allowances = Allowances.free(transaction, rules);
            allowances.bind(call, places, ask.plan().total());
            bindTake(call, ask, ask.plan().total(), ClaimPlan.MOST_BYTES);
            var answered = call.find(Numbered::of);
            if (answered.isEmpty()) {
                return repeated(ask);
            }
            number = answered.get();
            found = call.next(Found::of);
        }
        var edition = found.get(0).edition();
        if (number.anyParked() || edition != rules.edition()) {
            return byRules(ask, number, edition);
        }
        var taken = Beside.read(
                transaction,
                found.stream().flatMap(each -> each.taking().stream()).toList());
        LooseEnds.tie(transaction, taken.stream().map(Taking::moved).toList());
        return new Taken(
                HolderState.LIVE, places.inOrder(taken), suspects(ask, number, queue -> true), Optional.empty());
    }

    private Taken byRules(Exchange.Ask ask) throws SQLException {
        Numbered number;
        long edition;
        try (var call = transaction.call(NUMBER_ALONE)) {
            var answered = bindNumber(call, ask).find(Numbered::of);
            if (answered.isEmpty()) {
                Allowances.giveBack(transaction, back);
                return repeated(ask);
            }
            number = answered.get();
            edition = call.then(row -> row.number("edition"));
        }
        return byRules(ask, number, edition);
    }

    private static Call bindNumber(Call call, Exchange.Ask ask) throws SQLException {
        return call.number(ask.claimNumber())
                .number(ask.worker().value())
                .number(ask.claimNumber())
                .texts(queues(ask.plan()))
                .texts(queues(ask.plan()));
    }

    private Taken byRules(Exchange.Ask ask, Numbered number, long edition) throws SQLException {
        var rules = transaction.ruled().at(transaction, edition);
        var allowances = Allowances.of(transaction, rules, ask.plan(), back);
        var taken = new ArrayList<Lease>();
        for (var look : looks(ask, number)) {
            taken.addAll(take(ask, look, taken, allowances));
        }
        allowances.close();
        LooseEnds.tie(transaction, moved);
        return new Taken(
                HolderState.LIVE, taken, suspects(ask, number, allowances::isOpen), allowances.next(ask.plan()));
    }

    /** A lane of a queue, or its suspects. */
    private record Place(String queue, int line) {
        static Place of(ClaimPlan.Entry entry) {
            return new Place(entry.queue(), Line.of(entry));
        }
    }

    /** Where a claim looks by one statement. Suspects come to claims of suspects alone, whether they stand ready or are parked. */
    private record Look(boolean isAtParked, Places places) {
        String sql(Allowances allowances) {
            if (isAtParked) {
                return Takes.CLAIM_PARKED;
            }
            return places.all().stream().anyMatch(place -> allowances.isRuled(place.queue()))
                    ? Takes.CLAIM_BY_RULES
                    : Takes.CLAIM;
        }
    }

    /**
     * In the order of the plan: one statement for all that is ready up to a place at which something is parked, one for that, and so
     * on. While nothing is parked, one for all.
     */
    private List<Look> looks(Exchange.Ask ask, Numbered number) throws SQLException {
        var parked = number.anyParked() ? parked(ask) : Set.<Place>of();
        var looks = new ArrayList<Look>();
        var ready = new ArrayList<ClaimPlan.Entry>();
        for (var entry : ask.plan().entries()) {
            if (entry.kind() != ClaimPlan.Kind.SOUND && parked.contains(Place.of(entry))) {
                looks.add(new Look(false, Places.of(ready)));
                looks.add(new Look(true, Places.of(List.of(entry))));
                ready.clear();
            }
            if (entry.kind() != ClaimPlan.Kind.PARKED) {
                ready.add(entry);
            }
        }
        looks.add(new Look(false, Places.of(ready)));
        return looks;
    }

    /** Where something is parked that the worker can perform. */
    private Set<Place> parked(Exchange.Ask ask) throws SQLException {
        var places = Places.of(ask.plan().entries().stream()
                        .filter(entry -> entry.kind() != ClaimPlan.Kind.SOUND)
                        .toList())
                .all();
        try (var call = transaction.call(PARKED)) {
            return Set.copyOf(call.texts(places, Places.Place::queue)
                    .numbers(places, Places.Place::line)
                    .number(ask.worker().value())
                    .list(row -> new Place(row.text("queue"), row.integer("line"))));
        }
    }

    private Taken repeated(Exchange.Ask ask) throws SQLException {
        if (!live(ask.worker())) {
            return new Taken(HolderState.ENDED, List.of(), List.of(), Optional.empty());
        }
        return new Taken(HolderState.LIVE, given(ask), suspects(queues(ask.plan()), ask.worker()), Optional.empty());
    }

    private boolean live(WorkerId worker) throws SQLException {
        try (var call = transaction.call(HOLDER)) {
            return call.number(worker.value()).find(row -> row.truth("live")).orElse(false);
        }
    }

    private List<Lease> given(Exchange.Ask ask) throws SQLException {
        try (var call = transaction.call(Takes.GIVEN)) {
            var given =
                    call.number(ask.worker().value()).number(ask.claimNumber()).list(Taking::of);
            return Beside.read(transaction, given).stream().map(Taking::lease).toList();
        }
    }

    private List<Lease> take(Exchange.Ask ask, Look look, List<Lease> taken, Allowances allowances)
            throws SQLException {
        var room = ask.plan().total() - taken.size();
        var bytes = ClaimPlan.MOST_BYTES
                - taken.stream().mapToLong(lease -> lease.payload().size()).sum();
        var places = look.places().that(place -> allowances.most(place, room) > 0);
        if (places.isEmpty() || bytes <= 0) {
            return List.of();
        }
        try (var call = transaction.call(look.sql(allowances))) {
            allowances.bind(call, places, room);
            if (look.isAtParked()) {
                call.number(ask.worker().value());
            }
            var found =
                    Beside.read(transaction, bindTake(call, ask, room, bytes).list(Taking::of));
            var started = look.isAtParked() ? started(found) : found;
            started.forEach(taking -> note(taking.moved(), allowances));
            return places.inOrder(started);
        }
    }

    private Call bindTake(Call call, Exchange.Ask ask, int room, long bytes) throws SQLException {
        return call.number(ask.plan().starts() - starts)
                .number(room)
                .number(bytes)
                .number(ask.worker().value())
                .number(ask.claimNumber())
                .number(ask.worker().value());
    }

    /** Without those that a rate of theirs refuses: for what was parked nothing was set aside. */
    private List<Taking> started(List<Taking> found) throws SQLException {
        var oldest = found.stream()
                .sorted(Comparator.comparingLong(Taking::position))
                .map(Taking::moved)
                .toList();
        var refused = ParkedStarts.refused(transaction, oldest);
        return found.stream()
                .filter(taking -> !refused.contains(taking.moved().job()))
                .toList();
    }

    private void note(Moved job, Allowances allowances) {
        allowances.took(job.queue());
        if (allowances.starts(job.queue()) || job.has(Mark.PERMITTED) || job.has(Mark.KEY_UNTIL_STARTED)) {
            starts++;
        }
        if (job.isLoose()) {
            moved.add(job);
        }
    }

    /** Not those of a queue that gives nothing: room would be made for a suspect that does not come. */
    private List<String> suspects(Exchange.Ask ask, Numbered number, Predicate<String> open) throws SQLException {
        return number.anySuspects()
                ? suspects(queues(ask.plan()).stream().filter(open).toList(), ask.worker())
                : List.of();
    }

    private List<String> suspects(List<String> queues, WorkerId worker) throws SQLException {
        if (queues.isEmpty()) {
            return List.of();
        }
        try (var call = transaction.call(SUSPECTS)) {
            return call.texts(queues).number(worker.value()).list(row -> row.text("queue"));
        }
    }

    private static List<String> queues(ClaimPlan plan) {
        return plan.entries().stream().map(ClaimPlan.Entry::queue).distinct().toList();
    }
}
