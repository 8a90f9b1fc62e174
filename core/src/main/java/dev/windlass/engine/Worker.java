package dev.windlass.engine;

import dev.windlass.store.Ability;
import dev.windlass.store.Commit;
import dev.windlass.store.Ended;
import dev.windlass.store.Sight;
import dev.windlass.store.Store;
import dev.windlass.store.Then;
import dev.windlass.task.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A worker's parts, put together: slots, the duties that feed and empty them, and its row. It does nothing by itself; threads, a
 * test or the simulation call the duties.
 */
public final class Worker {
    /** A duty and the name under which its thread, its log lines and its health appear. */
    public record Named(String name, Duty duty) {}

    private final Store store;
    private final Membership membership;
    private final Finisher finisher = new Finisher();
    private final Slots slots;
    private final Claimer claimer;
    private final Beater beater;
    private final Optional<Recorder> recorder;
    private final Overseer overseer;
    private final List<Named> upkeep;

    /** What a worker is made for. */
    public record Plan(
            Membership.Card card, Rules rules, Map<String, Work> works, Settings settings, Observer observer) {}

    /** What a worker gets from outside; the isolation is one for all workers of a process. */
    public record Seams(Ticker ticker, Chance chance, Hints hints, Isolation isolation) {}

    public Worker(Store store, Plan plan, Intake intake, Seams seams) {
        this.store = store;
        var settings = plan.settings();
        membership = new Membership(plan.card(), settings, seams.ticker(), seams.chance());
        recorder = recorder(plan.observer());
        var observer = recorder.<Observer>map(known -> known).orElse(plan.observer());
        var verdicts = new Verdicts(plan.rules(), seams.chance(), settings.maxPayload());
        var aftermath = aftermath(observer, settings, seams);
        var runParts = new RunParts(
                plan.works(),
                verdicts,
                intake,
                finisher,
                membership,
                observer,
                aftermath,
                new CommitPoint(store.leases(), membership, seams.ticker(), seams.chance()),
                seams.ticker(),
                settings.timing().grace());
        slots = new Slots(settings.slots(), runParts::run, seams.hints(), seams.isolation());
        var parts = new WorkerParts(
                membership,
                finisher,
                slots,
                plan.rules(),
                verdicts,
                settings,
                seams.isolation(),
                observer,
                aftermath,
                seams.hints(),
                seams.ticker());
        claimer = new Claimer(store, parts);
        beater = new Beater(store.workers(), parts, claimer);
        overseer = new Overseer(store, parts);
        upkeep = upkeep(parts);
    }

    private Aftermath aftermath(Observer observer, Settings settings, Seams seams) {
        var atomic = store.abilities().contains(Ability.ATOMIC);
        return new Aftermath(observer, seams.hints(), atomic, settings.timing().upkeep());
    }

    private Optional<Recorder> recorder(Observer observer) {
        return store.abilities().contains(Ability.RULED)
                ? Optional.of(new Recorder(store.statistics(), membership, observer))
                : Optional.empty();
    }

    private List<Named> upkeep(WorkerParts parts) {
        var duties = new ArrayList<Named>();
        var lookout = new Lookout(store.upkeep(), parts);
        duties.add(new Named("lookout", lookout));
        var promoter = new Promoter(store.upkeep(), parts.settings(), parts.hints());
        duties.add(new Named("promoter", lookout.guard(promoter, lookout::isDue)));
        duties.add(new Named("overseer", overseer));
        duties.add(new Named("rescuer", new Rescuer(store.leases(), parts)));
        duties.add(new Named("notes", new NoteWriter(store.leases(), slots)));
        duties.add(new Named("pruner", new Pruner(store.upkeep(), parts.ticker())));
        if (store.abilities().contains(Ability.RULED)) {
            var controller = new Controller(store, parts, this::close);
            duties.add(new Named("controller", lookout.guard(controller, controller::wants)));
            duties.add(new Named("granter", lookout.guard(new Granter(store.limits(), parts), Sight::limited)));
            duties.add(new Named("expirer", lookout.guard(new Expirer(store.upkeep(), parts), Sight::expired)));
        }
        if (!store.abilities().contains(Ability.ATOMIC)) {
            duties.add(new Named("settler", new Settler(store.upkeep(), parts.settings(), parts.hints())));
        }
        recorder.ifPresent(known -> {
            duties.add(new Named("recorder", known));
            duties.add(new Named("auditor", new Auditor(store.audits(), parts.observer(), parts.ticker())));
        });
        return List.copyOf(duties);
    }

    /** Exchanges outcomes for jobs. Wants a thread of its own. */
    public Claimer claimer() {
        return claimer;
    }

    /** Keeps the row alive. Wants a thread of its own. */
    public Beater beater() {
        return beater;
    }

    /** The duties that may share a thread. */
    public List<Named> upkeep() {
        return upkeep;
    }

    /** Brings runs to an end; one of the {@link #upkeep}. */
    public Overseer overseer() {
        return overseer;
    }

    public Slots slots() {
        return slots;
    }

    public Membership membership() {
        return membership;
    }

    /**
     * First phase of a stop, and all of a drain: claims nothing more and gives back what has not started. To be repeated until all is flushed, since
     * a claim may be under way.
     */
    public void close() {
        claimer.closeDoor();
        for (var lease : slots.withdraw()) {
            finisher.add(lease, Commit.end(lease.key(), new Then.Release(Ended.of(Outcome.RELEASED))));
        }
    }

    /** Last phase: the row ends, so that whatever still hangs on it is rescued at once, and what was counted is written. */
    public void leave() {
        membership.leave();
        store.workers().leave(membership.id());
        recorder.ifPresent(Recorder::run);
    }
}
