package dev.windlass.benchmarks;

import dev.windlass.Windlass;

/** Drains a database when it is told to, warm already: {@code Drainer STORE WARM-UP}. */
final class Drainer {
    static final String READY = "ready";
    static final String DRAINED = "drained";

    private static final int WARM_UP_JOBS = 30_000;

    private Drainer() {}

    public static void main(String[] words) throws Exception {
        drain(Stored.jobs(new Address(words[1]), WARM_UP_JOBS));
        System.out.println(READY);
        if (System.in.read() >= 0) {
            drain(new Address(words[0]));
            System.out.println(DRAINED);
        }
    }

    private static void drain(Address database) throws InterruptedException {
        try (var windlass = Windlass.on(database.open())
                .perform(Letter.TASK, (letter, run) -> Letter.Receipt.SAMPLE)
                .start()) {
            windlass.drain();
        }
    }
}
