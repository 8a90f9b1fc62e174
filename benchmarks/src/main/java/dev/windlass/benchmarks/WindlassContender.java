package dev.windlass.benchmarks;

import dev.windlass.JobEvent;
import dev.windlass.Windlass;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/** Windlass with its shipped defaults. */
final class WindlassContender implements Contender {
    static final String NAME = "Windlass";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int jobs(Scale scale) {
        return scale.drainJobs();
    }

    @Override
    public void prepare(Address database) {
        database.open().close();
    }

    @Override
    public Client client(Address database) {
        return new Running(Windlass.on(database.open()).withoutWorkers().start(), new Semaphore(0));
    }

    @Override
    public Opened open(Address database, Started started) {
        var finished = new Semaphore(0);
        var builder = Windlass.on(database.open())
                .perform(Letter.TASK, (letter, run) -> {
                    started.at(System.nanoTime(), letter.text());
                    return Letter.Receipt.SAMPLE;
                })
                .listen(event -> {
                    if (event instanceof JobEvent.Succeeded) {
                        finished.release();
                    }
                });
        return () -> new Running(builder.start(), finished);
    }

    /** @param finished has a permit for each job whose end is durable */
    private record Running(Windlass windlass, Semaphore finished) implements Worker {
        @Override
        public void enqueue(String text) {
            windlass.enqueue(Letter.TASK, new Letter(text));
        }

        @Override
        public void enqueueAll(int jobs) {
            windlass.enqueueAll(
                    Letter.TASK, Stream.generate(() -> Letter.SAMPLE).limit(jobs));
        }

        @Override
        public void awaitFinished(int jobs) throws InterruptedException {
            finished.acquire(jobs);
        }

        @Override
        public void close() {
            windlass.close();
        }
    }
}
