package dev.windlass.store.contract;

import dev.windlass.engine.Chance;
import dev.windlass.engine.Duty;
import dev.windlass.engine.Hints;
import dev.windlass.engine.Intake;
import dev.windlass.engine.Isolation;
import dev.windlass.engine.JobIds;
import dev.windlass.engine.Membership;
import dev.windlass.engine.Observer;
import dev.windlass.engine.Rules;
import dev.windlass.engine.Settings;
import dev.windlass.engine.Ticker;
import dev.windlass.engine.Work;
import dev.windlass.engine.Worker;
import dev.windlass.store.Store;
import dev.windlass.task.Content;
import dev.windlass.task.JobId;
import dev.windlass.task.Options;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A worker without threads: a test calls its duties one by one. It knows one task, {@link #TASK}. */
final class HandDriven {
    static final String TASK = "task";

    /** For duties whose hints nobody needs. */
    static final Hints DEAF = new Hints() {
        @Override
        public void accepting() {}

        @Override
        public void claiming() {}

        @Override
        public void joining() {}

        @Override
        public void upkeep() {}

        @Override
        public void running() {}

        @Override
        public void ended() {}
    };

    private final AtomicInteger upkeepHints = new AtomicInteger();
    private final Store store;
    private final Intake intake;
    private final Worker worker;

    HandDriven(Store store, Work work) {
        this.store = store;
        Chance chance = new CountedChance();
        var rules = Rules.declared(List.of());
        intake = new Intake(new JobIds(store.now(), () -> 0, chance), rules, Settings.DEFAULT.maxPayload());
        var works = Map.of(TASK, work);
        var plan = new Worker.Plan(
                new Membership.Card("hand", "host", 1, works.keySet()), rules, works, Settings.DEFAULT, Observer.NONE);
        Ticker ticker = () -> 0;
        var hints = new CountedHints();
        var isolation = new Isolation(Settings.DEFAULT, ticker, hints);
        worker = new Worker(store, plan, intake, new Worker.Seams(ticker, chance, hints, isolation));
        worker.beater().run();
    }

    /** Chance that leaves nothing to chance. */
    static final class CountedChance implements Chance {
        private long bits;

        @Override
        public double fraction() {
            return 0.5;
        }

        @Override
        public long bits() {
            return ++bits;
        }
    }

    private final class CountedHints implements Hints {
        @Override
        public void accepting() {}

        @Override
        public void claiming() {}

        @Override
        public void joining() {}

        @Override
        public void upkeep() {
            upkeepHints.incrementAndGet();
        }

        @Override
        public void running() {}

        @Override
        public void ended() {}
    }

    JobId accept() {
        var job = intake.job(TASK, Content.NONE, Options.DEFAULT, Optional.empty());
        store.jobs().accept(List.of(job));
        return job.id();
    }

    /** One exchange: outcomes out, leases in. */
    void exchange() {
        worker.claimer().run();
    }

    /** Runs the next job that waits for a slot to its end, on the calling thread. */
    void runNext() {
        worker.slots().take().orElseThrow().execute(() -> {});
    }

    Duty duty(String name) {
        return worker.upkeep().stream()
                .filter(named -> named.name().equals(name))
                .findFirst()
                .orElseThrow()
                .duty();
    }

    Worker worker() {
        return worker;
    }

    int upkeepHints() {
        return upkeepHints.get();
    }
}
