package dev.windlass.benchmarks;

import dev.windlass.Windlass;
import dev.windlass.store.GrantPlan;
import dev.windlass.store.Store;
import dev.windlass.task.Limit;
import dev.windlass.task.Options;
import dev.windlass.task.Queue;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** The crowds beside which claims are measured. */
final class Crowds {
    private Crowds() {}

    /** Jobs that are ready as well, and go after. */
    static ClaimBeside.Crowd ready() {
        return (scale, database) -> {
            enqueue(database, scale.backlog(), Options.DEFAULT);
            return String.format(Locale.ROOT, "%,d ready jobs", scale.backlog());
        };
    }

    /** Jobs that are not due for long. */
    static ClaimBeside.Crowd scheduled() {
        return (scale, database) -> {
            enqueue(database, scale.scheduled(), Options.in("30 days"));
            return String.format(Locale.ROOT, "%,d scheduled jobs", scale.scheduled());
        };
    }

    private static void enqueue(Address database, int jobs, Options options) {
        try (var windlass = Windlass.on(database.open()).withoutWorkers().start()) {
            windlass.enqueueAll(
                    Letter.TASK, Stream.generate(() -> Letter.SAMPLE).limit(jobs), options);
        }
    }

    /** Jobs that wait for permits. Their keys are full: as many of each as may are held by another worker. */
    static final class Limited implements ClaimBeside.Crowd {
        private static final int KEYS = 10;
        private static final int PERMITS = 3;

        /** One in ten of what waits in the measure of a backlog: 100,000. */
        private static final int SHARE = 10;

        private static final Limit LIMIT = Limit.named("per-shop").concurrent(PERMITS);

        @Override
        public String gather(Scale scale, Address database) {
            var crowd = scale.backlog() / SHARE;
            try (var windlass =
                    Windlass.on(database.open()).limit(LIMIT).withoutWorkers().start()) {
                for (var key = 0; key < KEYS; key++) {
                    windlass.enqueueAll(
                            Letter.TASK,
                            Stream.generate(() -> Letter.SAMPLE).limit(crowd / KEYS),
                            Options.DEFAULT.limit(LIMIT, "shop-" + key));
                }
            }
            return String.format(Locale.ROOT, "%,d wait on full keys", crowd);
        }

        /** Grants what may be granted, to a worker that keeps it. */
        @Override
        public void settle(Store store) {
            var plan = new GrantPlan(Map.of(Queue.DEFAULT_NAME, KEYS * PERMITS), KEYS * PERMITS);
            var granted = 0;
            for (var step = store.limits().grant(plan).count();
                    step > 0;
                    step = store.limits().grant(plan).count()) {
                granted += step;
            }
            new PortWorker(store).hold(granted);
        }
    }
}
