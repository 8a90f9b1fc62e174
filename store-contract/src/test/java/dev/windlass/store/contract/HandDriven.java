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
import dev.windlass.store.NewJob;
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
        this(store, 1, Map.of(TASK, work));
    }

    /** The seed tells its row and its jobs from those of others on the same store. */
    HandDriven(Store store, long seed, Map<String, Work> works) {
        this.store = store;
        Chance chance = new CountedChance(seed << 32);
        var rules = Rules.declared(List.of());
        intake = new Intake(new JobIds(store.now(), () -> 0, chance), rules, Settings.DEFAULT.maxPayload());
        var plan = new Worker.Plan(
                new Membership.Card("hand", "host", 1, Work.versions(works)),
                rules,
                works,
                Settings.DEFAULT,
                Observer.NONE);
        Ticker ticker = () -> 0;
        var hints = new CountedHints();
        var isolation = new Isolation(Settings.DEFAULT, ticker, hints);
        worker = new Worker(store, plan, intake, new Worker.Seams(ticker, chance, hints, isolation));
        worker.beater().run();
    }

    /** Chance that leaves nothing to chance. */
    static final class CountedChance implements Chance {
        private long bits;

        CountedChance(long first) {
            bits = first;
        }

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
        return accept(TASK, Content.NONE);
    }

    JobId accept(Options options) {
        return accept(intake.job(TASK, Content.NONE, options, Optional.empty()));
    }

    JobId accept(String task, Content payload) {
        return accept(intake.job(task, payload, Options.DEFAULT, Optional.empty()));
    }

    private JobId accept(NewJob job) {
        store.jobs().accept(List.of(job));
        return job.id();
    }

    /** Claims and runs what there is, until an exchange brings nothing and carries nothing. */
    void work() {
        do {
            settle();
            worker.claimer().run();
            for (var run = worker.slots().take();
                    run.isPresent();
                    run = worker.slots().take()) {
                run.get().execute(() -> {});
            }
        } while (!worker.slots().isIdle() || !worker.claimer().isFlushed());
        settle();
    }

    private void settle() {
        while (store.upkeep().settle(1_000) > 0) {
            // Each call applies something, so this ends with the last consequence.
        }
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
